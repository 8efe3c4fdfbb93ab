namespace SimulatedTenant.Directory;

/// <summary>Takes <c>SMTP:a@b</c>, <c>smtp:A@B</c> and <c>a@b</c> for the same address.</summary>
internal sealed class AddressComparer : IEqualityComparer<string>
{
    private const string Prefix = "smtp:";

    public static AddressComparer Instance { get; } = new();

    public bool Equals(string? x, string? y) =>
        x is null || y is null ? x == y : Bare(x).Equals(Bare(y), StringComparison.OrdinalIgnoreCase);

    public int GetHashCode(string address) => string.GetHashCode(Bare(address), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Bare(string address) =>
        address.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? address.AsSpan(Prefix.Length) : address;
}
