using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>Where the paragraph about a finding is.</summary>
/// <param name="document">Address of the document of all findings: a URL, or a path from where the report lies; null for its place in the
/// repository.</param>
public sealed class FindingLinks(string? document = null)
{
    private readonly string _document = document ?? FindingCatalogue.DocumentPath;

    /// <summary>The document itself.</summary>
    public string Document => _document;

    /// <summary>Whether the document has an address that any program can open, not only a path.</summary>
    public bool IsAddress => Uri.TryCreate(_document, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps
        || uri.Scheme == Uri.UriSchemeHttp);

    /// <summary>The address of a finding's paragraph.</summary>
    public string For(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return $"{_document}#{finding.Kind.Anchor}";
    }

    /// <summary>The folder that the report lies in, or null where it is the current one.</summary>
    public string? Folder { get; init; }

    /// <summary>The address of a finding's evidence from where the report lies, or null where there is none.</summary>
    public string? Evidence(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Evidence is string file ? Relative(Folder ?? Environment.CurrentDirectory, Path.GetFullPath(file)) : null;
    }

    /// <summary>Links from a report file into the clone that the current folder lies in; where it lies in none, the document's place in
    /// the repository.</summary>
    public static FindingLinks FromFile(string file)
    {
        string from = Path.GetDirectoryName(Path.GetFullPath(file)) ?? Environment.CurrentDirectory;
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            string document = Path.Combine(folder.FullName, FindingCatalogue.DocumentPath);
            if (File.Exists(document))
            {
                return new(Relative(from, document)) { Folder = from };
            }
        }
        return new() { Folder = from };
    }

    private static string Relative(string folder, string file) => string.Join('/',
        Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
}
