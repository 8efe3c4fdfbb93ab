namespace SimulatedTenant.Http;

/// <summary>The names by which clients reach this server. What a client is told to call next names the host that it asked.</summary>
/// <param name="port">Port that the server listens on.</param>
/// <param name="others">Names and addresses besides those of the local host.</param>
internal sealed class ServerNames(int port, IReadOnlyList<string> others)
{
    private readonly HashSet<string> _hosts = new(["localhost", "127.0.0.1", "[::1]", .. others], StringComparer.OrdinalIgnoreCase);

    /// <summary>Scheme, host and port by the server's own name, without a slash at the end.</summary>
    public string Default { get; } = $"https://localhost:{port}";

    /// <summary>Scheme, host and port as a client sees them.</summary>
    /// <param name="host">Host that it asked, without its port.</param>
    /// <param name="asked">Port that it asked, which is another one behind a port that is forwarded; null when it named none.</param>
    public string For(string host, int? asked) => _hosts.Contains(host) ? $"https://{host.ToLowerInvariant()}:{asked ?? port}" : Default;

    /// <summary>A URL of this server by its own name; any other URL as it is.</summary>
    public string Canonical(string url)
    {
        if (!url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || !Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || !_hosts.Contains(uri.Host))
            return url;
        int path = url.IndexOf('/', "https://".Length);
        return path < 0 ? Default : Default + url[path..];
    }
}
