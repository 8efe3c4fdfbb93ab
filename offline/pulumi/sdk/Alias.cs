namespace Pulumi;

/// <summary>An earlier name, type, parent, stack or project of a resource. Only the engine acts on it.</summary>
public sealed class Alias
{
    /// <summary>The earlier URN, instead of the parts.</summary>
    public string? Urn { get; set; }

    /// <summary>The earlier name.</summary>
    public Input<string>? Name { get; set; }

    /// <summary>The earlier type token.</summary>
    public Input<string>? Type { get; set; }

    /// <summary>The earlier stack.</summary>
    public Input<string>? Stack { get; set; }

    /// <summary>The earlier project.</summary>
    public Input<string>? Project { get; set; }

    /// <summary>The earlier parent.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The URN of the earlier parent.</summary>
    public Input<string>? ParentUrn { get; set; }

    /// <summary>Whether there was no parent.</summary>
    public bool NoParent { get; set; }
}
