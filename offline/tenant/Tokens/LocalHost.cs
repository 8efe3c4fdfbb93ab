namespace SimulatedTenant.Tokens;

/// <summary>The server has two names, localhost and 127.0.0.1; clients may use either.</summary>
internal static class LocalHost
{
    private const string Address = "https://127.0.0.1:";

    public static string ByName(string url) =>
        url.StartsWith(Address, StringComparison.OrdinalIgnoreCase) ? string.Concat("https://localhost:", url.AsSpan(Address.Length)) : url;
}
