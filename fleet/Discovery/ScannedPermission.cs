using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Fleet.Discovery;

/// <summary>An application permission as a tenant holds it.</summary>
/// <param name="Api">The API that it belongs to.</param>
/// <param name="Value">Its name, or its id where the API does not know it.</param>
internal sealed record ScannedPermission(Api Api, string Value)
{
    /// <summary>True where it opens mailboxes to an application without a user. To send mail is not to read it.</summary>
    public bool OpensMail => Value is "full_access_as_app" or "IMAP.AccessAsApp" or "POP.AccessAsApp" or "Exchange.ManageAsApp"
            or "Exchange.ManageAsAppV2"
        || (Value != "Mail.Send" && Value.StartsWith("Mail.", StringComparison.Ordinal))
        || Value.StartsWith("MailboxItem.", StringComparison.Ordinal)
        || Value.StartsWith("MailboxFolder.", StringComparison.Ordinal);
}
