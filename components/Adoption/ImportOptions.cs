using Pulumi;

namespace TenantOnboarding.Adoption;

/// <summary>Resource options for a part of an existing application.</summary>
internal static class ImportOptions
{
    /// <summary>The options with the import id, or unchanged where there is nothing to import. What differs is updated in the same deployment.</summary>
    /// <param name="options">The options.</param>
    /// <param name="id">The id in the provider's form, or null.</param>
    public static CustomResourceOptions Import(this CustomResourceOptions options, string? id)
    {
        if (id is not null)
            options.ImportId = id;
        return options;
    }
}
