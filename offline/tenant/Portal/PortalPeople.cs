using System.Text.Json.Nodes;
using SimulatedTenant.Directory;

namespace SimulatedTenant.Portal;

/// <summary>Users, groups and mailboxes.</summary>
internal sealed class PortalPeople(TenantDirectory directory)
{
    /// <summary>Display name of a user, group or service principal; its id where there is none.</summary>
    public static string Name(TenantDirectory directory, Guid id) => directory.FindObject(id) switch
    {
        DirectoryUser user => user.DisplayName,
        DirectoryGroup group => group.DisplayName,
        ServicePrincipal principal => principal.DisplayName,
        _ => id.ToString(),
    };

    public JsonObject ListUsers(PortalQuery query) => query.Page(directory.UserStore.Visible.Where(user => Wants(query, user)), Row);

    /// <returns>Null when there is none of this id.</returns>
    public JsonObject? FindUser(Guid id)
    {
        if (directory.UserStore.Find(id) is not { } user)
            return null;
        JsonObject detail = Row(user);
        detail["jobTitle"] = user.JobTitle;
        detail["employeeId"] = user.EmployeeId;
        detail["onPremises"] = user.OnPremisesSyncEnabled ?? false;
        detail["created"] = PortalCredentials.Write(user.CreatedDateTime);
        detail["addresses"] = new JsonArray([.. user.ProxyAddresses.Concat(user.OtherMails).Select(address => (JsonNode)address)]);
        detail["groups"] = new JsonArray(
            [.. directory.GroupStore.Visible.Where(g => g.Members.Contains(user.Id)).Take(PortalQuery.PageSize).Select(Link)]);
        detail["mailboxKind"] = user.Mailbox?.Kind.ToString();
        detail["mailboxState"] = user.Mailbox is { } mailbox ? State(mailbox) : null;
        return detail;
    }

    public JsonObject ListMailboxes(PortalQuery query) => query.Page(
        directory.UserStore.Visible.Where(user => user.Mailbox is not null && Wants(query, user)),
        user => new()
        {
            ["id"] = user.Id.ToString(),
            ["name"] = user.DisplayName,
            ["mail"] = user.Mail,
            ["kind"] = user.Mailbox!.Kind.ToString(),
            ["state"] = State(user.Mailbox),
            ["licence"] = user.Licence?.PartNumber,
            ["items"] = user.Mailbox.InboxItems,
        });

    public JsonObject ListGroups(PortalQuery query) => query.Page(
        directory.GroupStore.Visible.Where(group => query.Wants(group.DisplayName, group.Mail, group.Id.ToString())),
        group => new()
        {
            ["id"] = group.Id.ToString(),
            ["name"] = group.DisplayName,
            ["kind"] = Kind(group),
            ["mail"] = group.Mail,
            ["members"] = group.Members.Count,
        });

    /// <returns>Null when there is none of this id.</returns>
    public JsonObject? FindGroup(Guid id, PortalQuery query)
    {
        if (directory.GroupStore.Find(id) is not { } group)
            return null;
        JsonObject detail = query.Page(group.Members, member => directory.FindObject(member) switch
        {
            DirectoryUser user => Member("User", user.Id, user.DisplayName, user.Mail),
            DirectoryGroup nested => Member("Group", nested.Id, nested.DisplayName, nested.Mail),
            ServicePrincipal principal => Member("Service principal", principal.Id, principal.DisplayName, null),
            _ => Member("Unknown", member, member.ToString(), null),
        });
        detail["id"] = group.Id.ToString();
        detail["name"] = group.DisplayName;
        detail["kind"] = Kind(group);
        detail["mail"] = group.Mail;
        detail["description"] = group.Description;
        detail["owners"] = new JsonArray([.. group.Owners.Select(owner => (JsonNode)Name(directory, owner))]);
        return detail;
    }

    private static bool Wants(PortalQuery query, DirectoryUser user) => query.Wants(user.DisplayName, user.UserPrincipalName, user.Mail);

    private static JsonObject Row(DirectoryUser user) => new()
    {
        ["id"] = user.Id.ToString(),
        ["name"] = user.DisplayName,
        ["upn"] = user.UserPrincipalName,
        ["mail"] = user.Mail,
        ["type"] = user.UserType,
        ["enabled"] = user.AccountEnabled,
        ["licence"] = user.Licence?.PartNumber,
    };

    private static JsonNode Link(DirectoryGroup group) => new JsonObject { ["id"] = group.Id.ToString(), ["name"] = group.DisplayName };

    private static JsonObject Member(string kind, Guid id, string name, string? mail) =>
        new() { ["kind"] = kind, ["id"] = id.ToString(), ["name"] = name, ["mail"] = mail };

    private static string Kind(DirectoryGroup group)
    {
        if (group.GroupTypes.Contains("Unified"))
            return "Microsoft 365";
        if (!group.MailEnabled)
            return "Security";
        return group.SecurityEnabled ? "Mail-enabled security" : "Distribution list";
    }

    private static string State(Mailbox mailbox) => mailbox.State switch
    {
        MailboxState.Provisioned => "In Exchange Online",
        MailboxState.NotProvisioned => "Not made yet",
        MailboxState.OnPremises => "On premises",
        _ => "Deleted, recoverable",
    };
}
