using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>What an event says of the step that it is about (<c>StepEventMetadata</c>).</summary>
internal sealed class StepMetadata(JsonObject json)
{
    /// <summary>The type of the stack itself.</summary>
    public const string StackType = "pulumi:pulumi:Stack";

    private const string ProviderTypes = "pulumi:providers:";
    private const string SecretText = "[secret]";

    private readonly JsonObject? _old = json["old"] as JsonObject;
    private readonly JsonObject? _new = json["new"] as JsonObject;

    /// <summary>The resource.</summary>
    public string Urn => json.Text("urn") ?? "";

    /// <summary>Its type token.</summary>
    public string Type => json.Text("type") ?? "";

    /// <summary>Its logical name.</summary>
    public string Name => new Urn(Urn).Name;

    /// <summary>True for the stack.</summary>
    public bool IsStack => Type == StackType;

    /// <summary>True for the stack and providers, which are nothing in a tenant.</summary>
    public bool IsBookkeeping => IsStack || Type.StartsWith(ProviderTypes, StringComparison.Ordinal);

    /// <summary>True for a component, which groups others.</summary>
    public bool IsComponent => (_new ?? _old).Flag("custom") != true;

    /// <summary>True if the program declares it in this run.</summary>
    public bool IsDeclared => _new is not null && Kind is not (StepKind.Deleted or StepKind.DeletedAfterReplacement);

    /// <summary>What is done; null for a step that only belongs to another one, or reads.</summary>
    public StepKind? Kind => json.Text("op") switch
    {
        "same" => StepKind.Unchanged,
        "create" => StepKind.Created,
        "update" => StepKind.Updated,
        "create-replacement" => StepKind.Replaced,
        "import" or "import-replacement" => StepKind.Imported,
        "delete" => StepKind.Deleted,
        "delete-replaced" => StepKind.DeletedAfterReplacement,
        _ => null,
    };

    /// <summary>The id in the provider's form; null where it is not known.</summary>
    public string? Id => IdOf(_new) ?? IdOf(_old);

    /// <summary>The parent's name, or null where that is the stack.</summary>
    public string? Parent => Cli.Urn.ParentOf(_new ?? _old);

    /// <summary>True if it may be neither deleted nor replaced from now on.</summary>
    public bool Protect => (_new ?? _old).Flag("protect") == true;

    /// <summary>What is declared; for a deletion what was.</summary>
    public PropertyBag Inputs => PulumiValue.Properties((IsDeclared ? _new : _old)?["inputs"]);

    /// <summary>What the resource holds after the step, as far as it is known; null before that.</summary>
    public JsonObject? NewOutputs => _new?["outputs"] is JsonObject outputs ? PulumiValue.Read(outputs) : null;

    /// <summary>The properties that made a change necessary.</summary>
    public IReadOnlyList<PropertyChange> Changes =>
        Kind is StepKind.Updated or StepKind.Replaced ? [.. ChangedProperties().Select(Change)] : [];

    private IEnumerable<string> ChangedProperties()
    {
        IEnumerable<string> paths = json["detailedDiff"] is JsonObject { Count: > 0 } detailed ? detailed.Select(pair => pair.Key)
            : [.. json.Texts("diffs"), .. json.Texts("keys")];
        return paths.Select(path => path.Split('.', '[')[0]).Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private PropertyChange Change(string name)
    {
        PropertyBag inputs = PulumiValue.Properties(_old?["inputs"]);
        PropertyBag before = inputs.Has(name) ? inputs : PulumiValue.Properties(_old?["outputs"]);
        PropertyBag after = Inputs;
        IReadOnlyList<string> was = before.Texts(name);
        IReadOnlyList<string> wanted = after.Texts(name);
        return new PropertyChange(
            name, Display(before, name), Display(after, name), Drift: false,
            [.. was.Except(wanted, StringComparer.Ordinal)], [.. wanted.Except(was, StringComparer.Ordinal)]);
    }

    private static string Display(PropertyBag properties, string name) =>
        properties.Text(name) == SecretText ? SecretText : properties.Display(name);

    private static string? IdOf(JsonObject? state) => state.Text("id") is { Length: > 0 } id && !PulumiValue.IsUnknown(id) ? id : null;
}
