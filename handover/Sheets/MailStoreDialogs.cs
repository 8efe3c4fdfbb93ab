using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.HandOver.Sheets;

/// <summary>MailStore's dialogs, which Server and SPE share. Source: MailStore's help, "Synchronizing User Accounts with Microsoft 365
/// (Modern Authentication)" and "Archiving Emails from Microsoft 365".</summary>
internal static class MailStoreDialogs
{
    private const string Profiles = "MailStore Client › Archive Email › Microsoft 365";

    /// <summary>The dialogs, where Directory Services are found at a place.</summary>
    public static Func<SheetContext, IEnumerable<SheetSection>> At(string where) => context =>
        context.Integration.Directory == DirectorySource.Microsoft365 ? WithUsers(context, where) : WithoutUsers(context);

    private static IEnumerable<SheetSection> WithUsers(SheetContext context, string where)
    {
        yield return new("Integration", where,
            [new(SheetAct.Choose, "Directory service type", "Microsoft 365 (Modern Authentication)")]);
        yield return Credentials(context, "Connection › Credentials › … › Create…");
        if (context.Integration.RedirectUri is string uri)
            yield return new("Authentication", null, [new(SheetAct.Enter, "Redirect URI", uri, "Character by character: Microsoft compares "
                + "it with the one that is registered. Every client must reach it by this name.")]);
        if (context.Integration.UserSync is { } users)
        {
            yield return new("User Database Synchronization", null, [.. Filter(users)]);
            yield return new("Run Directory Services Synchronization", null,
            [
                new(SheetAct.Run, "Button", "Test Settings", "Lists whom a synchronization would bring, new ones marked with +, and "
                    + "changes nothing. The verification's report says whom to expect, user by user."),
                new(SheetAct.Run, "Button", "Synchronize now", "Only after both lists are the same."),
            ]);
        }
        yield return Archiving(context);
    }

    private static IEnumerable<SheetSection> WithoutUsers(SheetContext context)
    {
        yield return Credentials(context, $"{Profiles} › a profile's Credentials › … › Create…");
        yield return new("Directory Services", null, [new(SheetAct.Leave, "Directory service type", "Active Directory",
            "Users stay with the local directory: the tenant has no redirect URI and no user synchronization for this product.")]);
        yield return Archiving(context);
    }

    private static SheetSection Credentials(SheetContext context, string where) => new("Credentials of the app", where,
    [
        new(SheetAct.Enter, "Name", context.Integration.DisplayName),
        context.ClientId,
        context.TenantId,
        .. context.Certificates("Certificate, thumbprint"),
    ]);

    private static IEnumerable<SheetEntry> Filter(UserSyncOutputs users)
    {
        yield return Option("Sync licensed Microsoft Exchange Online users only", users.Filter == UserFilter.Licensed);
        yield return Option("Sync enabled users only", users.Filter == UserFilter.Enabled);
        yield return users.Filter == UserFilter.Groups
            ? new(SheetAct.Choose, "Sync only these groups", string.Join(", ", users.Groups), "Their members, and nobody else.")
            : new(SheetAct.Leave, "Sync only these groups", "none");
        yield return new(SheetAct.Leave, "Delete users automatically", "as your rules for leavers ask",
            "The stack says nothing about it. On, it removes users of MailStore whom the tenant does not bring any more.");
    }

    private static SheetEntry Option(string field, bool on) => new(SheetAct.Choose, field, on ? "on" : "off");

    private static SheetSection Archiving(SheetContext context) => new("Archiving profiles", Profiles,
    [
        .. context.ExchangeSetup(),
        .. context.Protocols.Select(protocol => new SheetEntry(SheetAct.Choose, "Access by", protocol.Name, Note(protocol))),
        new(SheetAct.Choose, "Credentials", context.Integration.DisplayName),
        .. Scope(context),
    ]);

    private static IEnumerable<SheetEntry> Scope(SheetContext context)
    {
        if (context.Integration.MailboxScope is { } scope)
            yield return new(SheetAct.Choose, "Mailboxes", $"those of {scope.Name}", "The tenant refuses every other mailbox.");
    }

    private static string? Note(MailboxProtocol protocol) => protocol == MailboxProtocol.Ews
        ? $"Microsoft ends it on {Words.Date(WellKnown.EwsEnds)}: move to Microsoft Graph before that day." : null;
}
