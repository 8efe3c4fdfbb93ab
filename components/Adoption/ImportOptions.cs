using Pulumi;

namespace TenantOnboarding.Adoption;

/// <summary>Resource options for a part of an existing application.</summary>
internal static class ImportOptions
{
    /// <summary>The options with the import id, or unchanged where there is nothing to import.</summary>
    /// <param name="options">The options.</param>
    /// <param name="id">The id in the provider's form, or null.</param>
    /// <param name="unmanaged">
    /// Properties that this program never declares and somebody may have set. Pulumi refuses an import with a difference, and an update would clear them.
    /// </param>
    public static CustomResourceOptions Import(this CustomResourceOptions options, string? id, params string[] unmanaged)
    {
        if (id is null)
            return options;
        options.ImportId = id;
        options.IgnoreChanges.AddRange(unmanaged);
        return options;
    }
}
