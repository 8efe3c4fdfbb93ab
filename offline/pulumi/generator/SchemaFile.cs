using System.Collections.Generic;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Pulumi.Offline.Generator;

/// <summary>
/// A schema file of <c>offline/pulumi/schemas</c>. Read with what every compiler host brings along, so that the generator has no
/// dependencies of its own.
/// </summary>
internal sealed class SchemaFile
{
    private SchemaFile(XElement root)
    {
        Package = Text(root, "package");
        Version = Text(root, "version");
        Namespace = Text(root, "namespace");
        Resources = Entries(root, "resources").Select(entry => new Member(entry)).ToList();
        Functions = Entries(root, "functions").Select(entry => new Member(entry)).ToList();
        Types = Entries(root, "types").ToDictionary(Name, entry => Properties(entry, "properties"));
    }

    public string Package { get; }

    public string Version { get; }

    public string Namespace { get; }

    public List<Member> Resources { get; }

    public List<Member> Functions { get; }

    public Dictionary<string, List<Property>> Types { get; }

    public static SchemaFile Parse(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        using (XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(bytes, XmlDictionaryReaderQuotas.Max))
        {
            return new SchemaFile(XElement.Load(reader));
        }
    }

    /// <summary>A name that XML cannot spell, such as a token, stands in an attribute.</summary>
    private static string Name(XElement element) => (string?)element.Attribute("item") ?? element.Name.LocalName;

    private static string Text(XElement element, string name) => (string)element.Element(name)!;

    private static IEnumerable<XElement> Entries(XElement element, string name) =>
        element.Element(name)?.Elements() ?? Enumerable.Empty<XElement>();

    private static List<Property> Properties(XElement element, string name) =>
        Entries(element, name).Select(entry => new Property(entry)).ToList();

    /// <summary>A resource or a function.</summary>
    internal sealed class Member
    {
        public Member(XElement element)
        {
            Token = Name(element);
            Class = Text(element, "class");
            Inputs = Properties(element, "inputs");
            Outputs = Properties(element, "outputs");
        }

        public string Token { get; }

        /// <summary>The class, with its namespace below that of the package: "KeyVault.Certificate".</summary>
        public string Class { get; }

        public List<Property> Inputs { get; }

        public List<Property> Outputs { get; }
    }

    /// <summary>A property of a resource, a function or a nested type.</summary>
    internal sealed class Property
    {
        public Property(XElement element)
        {
            SchemaName = Name(element);
            Type = Text(element, "type");
            IsRequired = (bool?)element.Element("required") ?? false;
            IsSecret = (bool?)element.Element("secret") ?? false;
            CSharpName = (string?)element.Element("csharpName") ?? char.ToUpperInvariant(SchemaName[0]) + SchemaName.Substring(1);
            Default = element.Element("default");
            IsComputed = (bool?)element.Element("computed") ?? false;
            Environment = Entries(element, "environment").Select(entry => entry.Value).ToList();
        }

        public string SchemaName { get; }

        public string CSharpName { get; }

        public string Type { get; }

        public bool IsRequired { get; }

        public bool IsSecret { get; }

        public XElement? Default { get; }

        /// <summary>Whether the property always has a value in outputs, though no input has to give it.</summary>
        public bool IsComputed { get; }

        /// <summary>The environment variables that a provider's property falls back to, the first that is set.</summary>
        public List<string> Environment { get; }
    }
}
