namespace TenantOnboarding.Components.Permissions;

/// <summary>A permission of an API.</summary>
/// <param name="Api">The API it belongs to. The same value may have another id under another API.</param>
/// <param name="Kind">App role or delegated scope.</param>
/// <param name="Value">Its name, for example <c>Directory.Read.All</c>.</param>
/// <param name="Id">Its id, or null where Microsoft publishes none: then only the tenant knows it.</param>
/// <param name="Why">What a product needs it for.</param>
/// <param name="Exposes">What it opens to whoever holds the certificate.</param>
public sealed record Permission(Api Api, PermissionKind Kind, string Value, string? Id, string Why, string Exposes)
{
    /// <summary>The Exchange role that grants the same to chosen mailboxes only, or null where there is none.</summary>
    public string? ExchangeApplicationRole { get; init; }
}
