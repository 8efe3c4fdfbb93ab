using Pulumi;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>Resource options as an engine gets them, of which a mock is told the import id alone.</summary>
internal sealed record DeclaredOptions
{
    /// <summary>Options that say nothing: of a resource that no one announced.</summary>
    public static DeclaredOptions None { get; } = new();

    /// <summary>The parent's name, or null where that is the stack.</summary>
    public string? Parent { get; init; }

    /// <summary>The id to import, or null.</summary>
    public string? ImportId { get; init; }

    /// <summary>True if the resource may not be deleted or replaced. A parent's value holds for its children that say nothing.</summary>
    public bool Protect { get; init; }

    /// <summary>True if a deletion leaves the real thing alone.</summary>
    public bool RetainOnDelete { get; init; }

    /// <summary>True if a replacement deletes the old one first.</summary>
    public bool DeleteBeforeReplace { get; init; }

    /// <summary>Input properties whose difference is no change.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    /// <summary>The names of the inputs that the program gives, known or not; null where nobody told them.</summary>
    public IReadOnlySet<string>? GivenInputs { get; init; }

    /// <summary>Reads them from the SDK's options while the resource is constructed.</summary>
    public static DeclaredOptions Of(ResourceArgs args, ResourceOptions options, DeclaredOptions? parent)
    {
        CustomResourceOptions? custom = options as CustomResourceOptions;
        return new DeclaredOptions
        {
            Parent = options.Parent is null or Stack ? null : options.Parent.GetResourceName(),
            ImportId = custom?.ImportId is { Length: > 0 } id ? id : null,
            Protect = options.Protect ?? parent?.Protect ?? false,
            RetainOnDelete = options.RetainOnDelete ?? false,
            DeleteBeforeReplace = custom?.DeleteBeforeReplace ?? false,
            IgnoreChanges = [.. options.IgnoreChanges],
            GivenInputs = InputNames.Of(args),
        };
    }
}
