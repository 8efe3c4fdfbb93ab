using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Exchange;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>What Graph tells of a mailbox: <c>/users/{id}/mailFolders</c> and <c>/users/{id}/mailboxSettings</c>. The mailbox decides about access, not the route.</summary>
internal sealed class MailboxEndpoints(MailboxGate gate)
{
    private static readonly EntityModel Folder = new("mailFolder",
    [
        new("id", u => "AAMkAD" + ((DirectoryUser)u).Id.ToString("N")),
        new("displayName", _ => "Inbox"),
        new("parentFolderId", u => "AAMkAA" + ((DirectoryUser)u).Id.ToString("N")),
        new("childFolderCount", _ => 0),
        new("unreadItemCount", u => ((DirectoryUser)u).Mailbox!.InboxItems / 3),
        new("totalItemCount", u => ((DirectoryUser)u).Mailbox!.InboxItems),
        new("sizeInBytes", u => ((DirectoryUser)u).Mailbox!.InboxItems * 48_000),
        new("isHidden", _ => false),
    ]);

    private static readonly EntityModel Settings = new("mailboxSettings",
    [
        new("archiveFolder", _ => null),
        new("timeZone", _ => "W. Europe Standard Time"),
        new("dateFormat", _ => "dd.MM.yyyy"),
        new("timeFormat", _ => "HH:mm"),
        new("userPurpose", u => ((DirectoryUser)u).Mailbox!.Kind switch
        {
            MailboxKind.Shared => "shared",
            MailboxKind.Room => "room",
            MailboxKind.Equipment => "equipment",
            _ => "user",
        }),
        new("language", _ => new JsonObject { ["locale"] = "de-DE", ["displayName"] = "German (Germany)" }),
    ]);

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/users/{id}/mailFolders/inbox", [], request =>
        {
            ODataQuery query = ODataQuery.ForEntity(request, Folder);
            return query.Entity(request, gate.OpenFolders(request.Caller, request.Route["id"]), Folder, $"users('{request.Route["id"]}')/mailFolders");
        });
        routes.Map("GET", "/users/{id}/mailFolders", [], request =>
        {
            ODataQuery query = ODataQuery.ForCollection(request, Folder);
            return query.Page(request, [gate.OpenFolders(request.Caller, request.Route["id"])], Folder, $"users('{request.Route["id"]}')/mailFolders");
        });
        routes.Map("GET", "/users/{id}/mailboxSettings", [], request =>
        {
            ODataQuery query = ODataQuery.ForEntity(request, Settings);
            return query.Entity(request, gate.OpenSettings(request.Caller, request.Route["id"]), Settings, $"users('{request.Route["id"]}')/mailboxSettings");
        });
        routes.Map("GET", "/users/{id}/mailboxSettings/userPurpose", [], request =>
        {
            DirectoryUser user = gate.OpenSettings(request.Caller, request.Route["id"]);
            return TenantResponse.Of(200, new JsonObject
            {
                ["@odata.context"] = $"{request.BaseUrl}/{request.Segments[0]}/$metadata#users('{request.Route["id"]}')/mailboxSettings/userPurpose",
                ["value"] = EntityModel.ToJson(Settings.Find("userPurpose")!.Value(user)),
            });
        });
    }
}
