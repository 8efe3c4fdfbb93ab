using System.Collections.Immutable;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Fleet.Discovery;

/// <summary>
/// How a stack file describes an application so that taking it over changes nothing: the product's preset where it asks for no permission
/// that the application lacks, else every permission by name.
/// </summary>
internal sealed record IntegrationPlan
{
    /// <summary>The application.</summary>
    public required ScannedApplication Application { get; init; }

    /// <summary>Its logical name.</summary>
    public required string Name { get; init; }

    /// <summary>The product that the file names.</summary>
    public required Product Product { get; init; }

    /// <summary>The protocols by which it reaches mailboxes.</summary>
    public required ImmutableArray<MailboxProtocol> Protocols { get; init; }

    /// <summary>Whether it may delete mail after archiving it.</summary>
    public bool Deletes { get; init; }

    /// <summary>Whether it may read what each mailbox is for.</summary>
    public bool ReadsPurposes { get; init; }

    /// <summary>Where users sign in, or null where nobody does.</summary>
    public SignInConfiguration? SignIn { get; init; }

    /// <summary>Permissions that are named one by one, for a custom product.</summary>
    public ImmutableArray<ScannedPermission> Named { get; init; } = [];

    /// <summary>The directory role of Exchange PowerShell, or null for the default.</summary>
    public string? ExchangeRole { get; init; }

    /// <summary>The certificates that it holds and that are valid.</summary>
    public required ImmutableArray<ScannedCertificate> Certificates { get; init; }

    /// <summary>What the first deployment makes because it is missing: one line each.</summary>
    public ImmutableArray<string> Adds { get; init; } = [];

    /// <summary>What somebody must complete before the file can be used: one line each.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>The plan for an application that is taken for a product.</summary>
    public static IntegrationPlan For(ScannedApplication application, Product takenFor, string name, DateTimeOffset now)
    {
        ImmutableArray<MailboxProtocol> protocols = [.. MailboxProtocol.Known.Where(protocol =>
            Holds(application.Wanted, protocol.Permission)
            || (protocol.DeletingPermission is { } deleting && Holds(application.Wanted, deleting)))];
        bool deletes = protocols.Any(protocol => protocol.DeletingPermission is { } deleting && Holds(application.Wanted, deleting));
        SignInConfiguration? signIn = SignInOf(application, takenFor);
        bool purposes = takenFor != Product.Custom && Holds(application.Wanted, PermissionCatalogue.MailboxSettingsRead);
        ImmutableArray<Permission> preset =
            PermissionSet.For(takenFor, protocols, deletes, null, signIn is not null, [], purposes).Consented;
        Product product = Applications(preset).All(permission => Holds(application.Wanted, permission)) && !protocols.IsEmpty
            ? takenFor : application.Wanted.Count > 0 ? Product.Custom : takenFor;
        if (product == Product.Custom && signIn?.Alias is { } alias)
            signIn = new SignInConfiguration(signIn.Host, signIn.Port, null, $"/{alias}{signIn.Path}");
        ImmutableArray<ScannedPermission> named = product == Product.Custom
            ? [.. application.Wanted.Where(permission => !protocols.Any(protocol => Matches(permission, Of(protocol, deletes))))] : [];
        IntegrationPlan plan = new()
        {
            Application = application,
            Name = name,
            Product = product,
            Protocols = protocols,
            Deletes = deletes,
            ReadsPurposes = purposes && product != Product.Custom,
            SignIn = signIn,
            Named = named,
            ExchangeRole = application.DirectoryRoles is [var role, ..] ? role : null,
            Certificates =
                [.. application.Certificates.Where(certificate => certificate.Pem is not null && !(certificate.NotAfter <= now))],
        };
        return plan with { Adds = [.. plan.Added()], Missing = [.. plan.Lacking()] };
    }

    private IEnumerable<string> Added()
    {
        ImmutableArray<Permission> declared =
            PermissionSet.For(Product, Protocols, Deletes, null, SignIn is not null, [], ReadsPurposes).Consented;
        if (Application.Enabled is null)
            yield return "its service principal";
        foreach (Permission permission in Applications(declared).Where(permission => !Holds(Application.Granted, permission)))
            yield return $"the consent to {permission.Value}, which it asks for";
        foreach (ScannedPermission permission in Named.Where(permission => !Application.Granted.Contains(permission)))
            yield return $"the consent to {permission.Value}, which it asks for";
        string[] unasked =
        [
            .. Applications(declared).Where(permission => !Holds(Application.Requested, permission)).Select(permission => permission.Value),
            .. Named.Except(Application.Requested).Select(permission => permission.Value),
        ];
        if (unasked.Length > 0)
            yield return $"{string.Join(", ", unasked)} to the portal's list of what it asks for";
        if (declared.Contains(PermissionCatalogue.UserRead) && Application.DelegatedForAll?.Contains("User.Read") != true)
            yield return Application.DelegatedForAll is null
                ? "perhaps the consent to User.Read for every user, by which people sign in"
                : "the consent to User.Read for every user, by which people sign in";
        if (Protocols.Any(protocol => protocol.NeedsRole) && Application.DirectoryRoles is null or [])
            yield return Application.DirectoryRoles is null
                ? "perhaps the directory role Exchange Recipient Administrator" : "the directory role Exchange Recipient Administrator";
    }

    private IEnumerable<string> Lacking()
    {
        if (Certificates.IsEmpty)
            yield return "a certificate: it holds none that is valid and that the tenant returns";
        if (Protocols.IsEmpty && Named.IsEmpty)
            yield return "mailboxAccess: nothing is consented to or asked for that would tell it";
    }

    /// <summary>Where users sign in, as far as the stack's file can say it: the first address that fits.</summary>
    private static SignInConfiguration? SignInOf(ScannedApplication application, Product product)
    {
        if (product == Product.Activate)
            return null;
        foreach (string uri in application.RedirectUris)
        {
            if (Recognition.MailStoreAddress(uri) is var (host, port, alias))
                return new SignInConfiguration(host, port, alias);
        }
        return product != Product.Custom ? null : application.RedirectUris
            .Select(uri => Uri.TryCreate(uri, UriKind.Absolute, out Uri? address) ? address : null)
            .OfType<Uri>()
            .Where(uri => uri.Scheme == Uri.UriSchemeHttps && uri.AbsolutePath.Length > 1 && uri.Query.Length == 0
                && uri.HostNameType == UriHostNameType.Dns && uri.Host.Contains('.', StringComparison.Ordinal))
            .Select(uri => new SignInConfiguration(uri.Host, uri.Port, null, uri.AbsolutePath))
            .FirstOrDefault();
    }

    private static Permission Of(MailboxProtocol protocol, bool deletes) =>
        deletes ? protocol.DeletingPermission ?? protocol.Permission : protocol.Permission;

    private static IEnumerable<Permission> Applications(ImmutableArray<Permission> permissions) =>
        permissions.Where(permission => permission.Kind == PermissionKind.Application);

    private static bool Holds(IReadOnlyList<ScannedPermission> held, Permission permission) => held.Any(one => Matches(one, permission));

    private static bool Matches(ScannedPermission held, Permission permission) =>
        held.Api == permission.Api && held.Value == permission.Value;
}
