using System.Globalization;
using System.Reflection;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>The public surface of an assembly as text, a line a member, in the form of the listing of the official SDK.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Header line of every type of the listing, with its member lines.</summary>
    public static Dictionary<string, HashSet<string>> Parse(string listing)
    {
        Dictionary<string, HashSet<string>> types = [];
        HashSet<string>? members = null;
        foreach (string line in listing.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            if (line.StartsWith(' '))
            {
                members!.Add(line.Trim());
            }
            else
            {
                types.Add(line, members = []);
            }
        }

        return types;
    }

    /// <summary>The same for types of this process.</summary>
    public static Dictionary<string, HashSet<string>> Render(IEnumerable<Type> types) =>
        types.ToDictionary(Header, type => Members(type).ToHashSet());

    private static string Header(Type type)
    {
        string kind = type.IsInterface ? "interface"
            : type.IsEnum ? "enum"
            : type.IsValueType ? "struct"
            : type.IsSubclassOf(typeof(Delegate)) ? "delegate"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        List<Type> bases = [];
        if (type.BaseType is { } baseType && baseType != typeof(object) && !type.IsValueType)
        {
            bases.Add(baseType);
        }

        bases.AddRange(type.GetInterfaces().Where(candidate => candidate.IsVisible).OrderBy(Name, StringComparer.Ordinal));
        return $"{kind} {Name(type)}" + (bases.Count == 0 ? "" : " : " + string.Join(", ", bases.Select(Name)));
    }

    private static IEnumerable<string> Members(Type type)
    {
        foreach (ConstructorInfo constructor in type.GetConstructors(Declared).Where(IsVisible))
        {
            yield return $"{(constructor.IsFamily ? "protected " : "")}ctor({Parameters(constructor)})";
        }

        foreach (FieldInfo field in type.GetFields(Declared).Where(field => field.IsPublic && !field.IsSpecialName))
        {
            yield return (field.IsLiteral ? "const " : field.IsStatic ? "static " : "") + $"{Name(field.FieldType)} {field.Name}";
        }

        foreach (PropertyInfo property in type.GetProperties(Declared))
        {
            List<MethodInfo> accessors = new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(IsVisible).ToList();
            if (accessors.Count > 0)
            {
                NullabilityInfo nullability = new NullabilityInfoContext().Create(property);
                NullabilityState state = property.GetMethod is null ? nullability.WriteState : nullability.ReadState;
                string index = property.GetIndexParameters() is { Length: > 0 } parameters
                    ? $"[{string.Join(", ", parameters.Select(Parameter))}]"
                    : "";
                yield return (accessors[0].IsStatic ? "static " : "")
                    + $"{Name(property.PropertyType)}{Mark(property.PropertyType, state)} {property.Name}{index} {{ "
                    + (property.GetMethod is { } getter && IsVisible(getter) ? "get; " : "")
                    + (property.SetMethod is { } setter && IsVisible(setter) ? "set; " : "")
                    + "}";
            }
        }

        foreach (MethodInfo method in type.GetMethods(Declared).Where(IsVisible))
        {
            if (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal)
                || type.IsSubclassOf(typeof(Delegate)) && method.Name is "BeginInvoke" or "EndInvoke")
            {
                continue;
            }

            string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
            bool isVirtual = method is { IsVirtual: true, IsFinal: false } && !type.IsInterface && !type.IsSubclassOf(typeof(Delegate));
            yield return (method.IsFamily ? "protected " : "")
                + (method.IsStatic ? "static " : isVirtual ? "virtual " : "")
                + $"{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
        }
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string value = !parameter.HasDefaultValue ? "" : " = " + parameter.DefaultValue switch
        {
            null => "null",
            string text => $"\"{text}\"",
            bool flag => flag ? "true" : "false",
            var other => Convert.ToString(other, CultureInfo.InvariantCulture),
        };
        NullabilityState state = new NullabilityInfoContext().Create(parameter).WriteState;
        return (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
            + $"{Name(parameter.ParameterType)}{Mark(parameter.ParameterType, state)} {parameter.Name}{value}";
    }

    private static string Mark(Type type, NullabilityState state) =>
        state == NullabilityState.Nullable && Nullable.GetUnderlyingType(type) is null ? "?" : "";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        string? keyword = Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => null,
            TypeCode.String => "string",
            TypeCode.Boolean => "bool",
            TypeCode.Int32 => "int",
            TypeCode.Double => "double",
            _ => type == typeof(object) ? "object" : type == typeof(void) ? "void" : null,
        };
        if (keyword is not null)
        {
            return keyword;
        }

        // A type that is open in somebody else's parameters has no full name, and the listing none of its namespace.
        string name = type.FullName is null
            ? type.Name
            : $"{type.Namespace}.{(type.DeclaringType is null ? "" : type.DeclaringType.Name + ".")}{type.Name}";
        return type.IsGenericType
            ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }
}
