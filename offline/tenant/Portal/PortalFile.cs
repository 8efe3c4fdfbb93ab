using System.Reflection;
using System.Security.Cryptography;

namespace SimulatedTenant.Portal;

/// <summary>A file of the page, from this assembly.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Tag">Entity tag, with its quotation marks.</param>
internal sealed record PortalFile(byte[] Content, string ContentType, string Tag)
{
    /// <summary>The files by their paths.</summary>
    public static IReadOnlyDictionary<string, PortalFile> All { get; } = new Dictionary<string, PortalFile>(StringComparer.Ordinal)
    {
        ["/"] = Load("portal.html", "text/html; charset=utf-8"),
        ["/portal/portal.css"] = Load("portal.css", "text/css; charset=utf-8"),
        ["/portal/portal.js"] = Load("portal.js", "text/javascript; charset=utf-8"),
        ["/portal/views.js"] = Load("views.js", "text/javascript; charset=utf-8"),
        ["/portal/elements.js"] = Load("elements.js", "text/javascript; charset=utf-8"),
        ["/portal/icon.svg"] = Load("icon.svg", "image/svg+xml"),
    };

    /// <summary>The entity tag of a content.</summary>
    public static string TagOf(ReadOnlySpan<byte> content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"";

    private static PortalFile Load(string name, string contentType)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Portal/{name}")!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new(content, contentType, TagOf(content));
    }
}
