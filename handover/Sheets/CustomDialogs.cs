using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.HandOver.Sheets;

/// <summary>A product that this program does not know: its access in the words of Entra and OAuth.</summary>
internal static class CustomDialogs
{
    public static IEnumerable<SheetSection> Of(SheetContext context)
    {
        yield return new("Application", "The product's settings for Microsoft 365",
        [
            context.ClientId,
            context.TenantId,
            new(SheetAct.Enter, "Authority", new Uri(context.Cloud.Endpoints.LoginUrl, context.Tenant.Id.ToString()).ToString()),
            .. context.Certificates("Certificate, thumbprint (SHA-1)"),
            new(SheetAct.Leave, "Client secret", "none", "There is none: the application signs in with its certificate."),
            .. SignIn(context),
        ]);
        if (context.Protocols.Any())
            yield return new("Mailboxes", null, [.. context.ExchangeSetup(), .. context.Protocols.SelectMany(one => Access(context, one))]);
        yield return new("Permissions", "Entra admin center › App registrations › API permissions", [.. context.Integration.Permissions
            .Select(permission => new SheetEntry(SheetAct.Compare, $"{permission.Api}, {Kind(permission.Type)}", permission.Value))]);
    }

    private static IEnumerable<SheetEntry> SignIn(SheetContext context)
    {
        if (context.Integration.RedirectUri is string uri)
            yield return new(SheetAct.Enter, "Redirect URI", uri,
                "Character by character: Microsoft compares it with the one that is registered.");
        if (context.Integration.UserSync is { } users)
            yield return new(SheetAct.Choose, "Users", users.Filter switch
            {
                UserFilter.Licensed => "licensed users of Exchange Online only",
                UserFilter.Enabled => "enabled users only",
                UserFilter.Groups => $"members of {string.Join(", ", users.Groups)}",
                _ => "all",
            });
    }

    private static IEnumerable<SheetEntry> Access(SheetContext context, MailboxProtocol protocol)
    {
        TenantEndpoints services = context.Cloud.Endpoints;
        string address = protocol == MailboxProtocol.Graph ? new Uri(services.GraphUrl, "v1.0").ToString()
            : protocol == MailboxProtocol.Ews ? new Uri(services.ExchangeUrl, "EWS/Exchange.asmx").ToString()
            : protocol == MailboxProtocol.Imap ? $"{services.ImapHost}:{services.ImapPort}, XOAUTH2"
            : services.ExchangeUrl.Host;
        yield return new(SheetAct.Enter, protocol.Name, address);
        yield return new(SheetAct.Enter, "Scope of its token", services.ScopeOf(protocol.Api));
    }

    private static string Kind(PermissionType type) => type == PermissionType.Application ? "application" : "delegated";
}
