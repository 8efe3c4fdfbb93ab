using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Exchange;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>
/// What Graph tells of a mailbox: <c>/users/{id}/mailFolders</c> and <c>/users/{id}/mailboxSettings</c>. The mailbox decides about access,
/// not the route.
/// </summary>
internal sealed class MailboxEndpoints(MailboxGate gate) : IGraphEndpoints
{
    private static readonly EntityModel<DirectoryUser> Folder = new("mailFolder", "mailFolders")
    {
        { "id", u => "AAMkAD" + u.Id.ToString("N") },
        { "displayName", _ => "Inbox" },
        { "parentFolderId", u => "AAMkAA" + u.Id.ToString("N") },
        { "childFolderCount", _ => 0 },
        { "unreadItemCount", u => Mailbox.Unread(u.Mailbox!.InboxItems) },
        { "totalItemCount", u => u.Mailbox!.InboxItems },
        { "sizeInBytes", u => u.Mailbox!.InboxItems * 48_000 },
        { "isHidden", _ => false },
    };

    private static readonly EntityModel<DirectoryUser> Settings = new("mailboxSettings", "mailboxSettings")
    {
        { "archiveFolder", _ => null },
        { "timeZone", _ => "W. Europe Standard Time" },
        { "dateFormat", _ => "dd.MM.yyyy" },
        { "timeFormat", _ => "HH:mm" },
        { "userPurpose", Purpose },
        { "language", _ => new JsonObject { ["locale"] = "de-DE", ["displayName"] = "German (Germany)" } },
    };

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/users/{id}/mailFolders/inbox", [], request =>
            Folder.Entity(request, gate.OpenFolders(request.Caller, request.Route["id"]), Context(request, "mailFolders")));
        routes.Map("GET", "/users/{id}/mailFolders", [], request =>
            Folder.Page(request, [gate.OpenFolders(request.Caller, request.Route["id"])], Context(request, "mailFolders")));
        routes.Map("GET", "/users/{id}/mailboxSettings", [], request =>
            Settings.Entity(request, gate.OpenSettings(request.Caller, request.Route["id"]), Context(request, "mailboxSettings")));
        routes.Map("GET", "/users/{id}/mailboxSettings/userPurpose", [], request =>
        {
            DirectoryUser user = gate.OpenSettings(request.Caller, request.Route["id"]);
            return TenantResponse.Of(200, new JsonObject
            {
                ["@odata.context"] = $"{request.BaseUrl}/{request.Segments[0]}/$metadata#{Context(request, "mailboxSettings")}/userPurpose",
                ["value"] = Purpose(user),
            });
        });
    }

    private static string Context(TenantRequest request, string what) => $"users('{request.Route["id"]}')/{what}";

    private static string Purpose(DirectoryUser user) => user.Mailbox!.Kind switch
    {
        MailboxKind.Shared => "shared",
        MailboxKind.Room => "room",
        MailboxKind.Equipment => "equipment",
        _ => "user",
    };
}
