using Pulumi;

namespace TenantOnboarding.Adoption;

/// <summary>
/// Resource options for a part of an existing application. Every property is ignored while the part is imported: an import with
/// a difference fails in Pulumi's engine, and the first deployment must change nothing. Once <c>adopt</c> is removed from the configuration, the next preview
/// shows each difference, before it is touched.
/// </summary>
internal static class ImportOptions
{
    /// <summary>The options with the import id, or unchanged where there is nothing to import.</summary>
    public static CustomResourceOptions Import(this CustomResourceOptions options, string? id, params string[] ignoreChanges)
    {
        if (id is null)
            return options;
        options.ImportId = id;
        options.IgnoreChanges.AddRange(ignoreChanges);
        return options;
    }
}
