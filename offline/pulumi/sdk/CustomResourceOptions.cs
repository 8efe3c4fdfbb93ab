namespace Pulumi;

/// <summary>Options of a <see cref="CustomResource"/>.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    private List<string>? _additionalSecretOutputs;

    /// <summary>Whether a replacement deletes first.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Outputs that the engine treats as secrets. Mocks ignore it, here as in the official SDK.</summary>
    public List<string> AdditionalSecretOutputs
    {
        get => _additionalSecretOutputs ??= [];
        set => _additionalSecretOutputs = value;
    }

    /// <summary>The id of an existing resource that the stack takes over.</summary>
    public string? ImportId { get; set; }

    /// <summary>Both, neither of which changes: values of <paramref name="options2"/> win, lists are joined.</summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        CustomResourceOptions merged = new();
        foreach (CustomResourceOptions options in new[] { options1, options2 }.OfType<CustomResourceOptions>())
        {
            merged.Absorb(options);
            merged.DeleteBeforeReplace = options.DeleteBeforeReplace ?? merged.DeleteBeforeReplace;
            merged.ImportId = options.ImportId ?? merged.ImportId;
            merged.AdditionalSecretOutputs = [.. merged.AdditionalSecretOutputs, .. options.AdditionalSecretOutputs];
        }

        return merged;
    }

    internal override ResourceOptions Clone() => Merge(this, null);
}
