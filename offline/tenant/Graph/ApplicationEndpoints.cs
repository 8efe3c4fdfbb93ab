using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/applications</c> with owners, certificates and secrets, and <c>/directory/deletedItems</c>.</summary>
internal sealed class ApplicationEndpoints(TenantDirectory directory, GraphModels models)
{
    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/applications", Permissions.ReadApplications, List);
        routes.Map("POST", "/applications", Permissions.WriteApplications, Create);
        routes.Map("GET", "/applications/{id}", Permissions.ReadApplications, Get);
        routes.Map("PATCH", "/applications/{id}", Permissions.WriteApplications, Update);
        routes.Map("DELETE", "/applications/{id}", Permissions.WriteApplications, Delete);
        routes.Map("GET", "/applications/{id}/owners", Permissions.ReadApplications, request =>
            OwnerList.Page(request, Find(request).Owners, directory, models));
        routes.Map("POST", "/applications/{id}/owners/$ref", Permissions.WriteApplications, AddOwner);
        routes.Map("DELETE", "/applications/{id}/owners/{owner}/$ref", Permissions.WriteApplications, RemoveOwner);
        routes.Map("POST", "/applications/{id}/addPassword", Permissions.WriteApplications, AddPassword);
        routes.Map("POST", "/applications/{id}/removePassword", Permissions.WriteApplications, RemovePassword);
        // Graph's SDK writes the type with the namespace's alias.
        foreach (string type in (string[])["microsoft.graph.application", "graph.application"])
        {
            routes.Map("GET", $"/directory/deletedItems/{type}", Permissions.ReadApplications, request =>
                ODataQuery.ForCollection(request, models.Application).Page(request, directory.DeletedApplications.ToArray(), models.Application, "applications"));
        }
        routes.Map("GET", "/directory/deletedItems/{id}", Permissions.ReadApplications, request =>
            ODataQuery.ForEntity(request, models.Application).Entity(request, FindDeleted(request), models.Application, "directoryObjects"));
        routes.Map("DELETE", "/directory/deletedItems/{id}", Permissions.WriteApplications, request =>
        {
            directory.Purge(FindDeleted(request));
            return TenantResponse.NoContent;
        });
        routes.Map("POST", "/directory/deletedItems/{id}/restore", Permissions.WriteApplications, request =>
        {
            Application application = FindDeleted(request);
            directory.Restore(application);
            return ODataQuery.ForEntity(request, models.Application).Entity(request, application, models.Application, "directoryObjects");
        });
    }

    private TenantResponse List(TenantRequest request) =>
        ODataQuery.ForCollection(request, models.Application).Page(request, directory.VisibleApplications.ToArray(), models.Application, "applications");

    private TenantResponse Get(TenantRequest request)
    {
        ODataQuery query = ODataQuery.ForEntity(request, models.Application);
        bool keys = query.Select?.Contains("keyCredentials", StringComparer.OrdinalIgnoreCase) is true;
        return query.Entity(request, Find(request), keys ? models.ApplicationWithKeys : models.Application, "applications");
    }

    private TenantResponse Create(TenantRequest request)
    {
        JsonObject body = request.JsonBody();
        JsonObject graph = GraphShapes.Application();
        Application application = new(Guid.NewGuid(), Guid.NewGuid(), graph, directory.Now + directory.Replication.Objects);
        Write(application, body);
        graph["createdDateTime"] = EntityModel.Instant(directory.Now);
        graph["publisherDomain"] = directory.MailDomain;
        application.Owners = OwnerList.Bound(body, directory);
        if (application.Owners.Count == 0 && !request.Caller.HasAny("Application.ReadWrite.All"))
            application.Owners = [request.Caller.ObjectId]; // Application.ReadWrite.OwnedBy: the creator owns what it makes
        directory.Add(application);
        return ODataQuery.ForEntity(request, models.Application).Entity(request, application, models.Application, "applications", 201);
    }

    private TenantResponse Update(TenantRequest request)
    {
        Write(Own(request), request.JsonBody());
        return TenantResponse.NoContent;
    }

    private TenantResponse Delete(TenantRequest request)
    {
        directory.Delete(Own(request));
        return TenantResponse.NoContent;
    }

    /// <summary>Applies a body as a whole or not at all.</summary>
    private void Write(Application application, JsonObject body)
    {
        JsonObject sent = (JsonObject)body.DeepClone();
        if (sent.Text("id") is { } id && !id.Equals(application.Id.ToString(), StringComparison.OrdinalIgnoreCase))
            throw GraphException.BadRequest("Property 'id' is read-only and cannot be set.");
        sent.Remove("id");
        if (sent.ContainsKey("appId"))
            throw GraphException.BadRequest("Property 'appId' is read-only and cannot be set.");
        IReadOnlyList<KeyCredential>? keys = sent.Remove("keyCredentials", out JsonNode? sentKeys)
            ? KeyCredentialReader.Read(sentKeys, application.KeyCredentials, directory)
            : null;
        if (sent.Remove("passwordCredentials", out JsonNode? passwords) && passwords is JsonArray { Count: > 0 })
            throw GraphException.BadRequest("Updates to passwordCredentials are not allowed here: use addPassword and removePassword.");
        JsonObject shape = GraphShapes.Application();
        JsonObject after = (JsonObject)application.Graph.DeepClone();
        ShapeMerge.Apply(after, sent, shape, "Application", ApplicationRules.ReadOnly);
        ApplicationRules.Check(application.Graph, after);
        foreach (string name in shape.Select(p => p.Key))
            application.Graph[name] = after[name]?.DeepClone();
        if (keys is not null)
            application.KeyCredentials = keys;
    }

    private TenantResponse AddOwner(TenantRequest request)
    {
        Application application = Own(request);
        Guid owner = OwnerList.Reference(request.JsonBody(), directory);
        if (application.Owners.Contains(owner))
            throw GraphException.BadRequest("One or more added object references already exist for the following modified properties: 'owners'.");
        application.Owners = [.. application.Owners, owner];
        return TenantResponse.NoContent;
    }

    private TenantResponse RemoveOwner(TenantRequest request)
    {
        Application application = Own(request);
        Guid owner = request.RouteId("owner");
        if (!application.Owners.Contains(owner))
            throw GraphException.NotFound(owner.ToString());
        application.Owners = [.. application.Owners.Where(o => o != owner)];
        return TenantResponse.NoContent;
    }

    private TenantResponse AddPassword(TenantRequest request)
    {
        Application application = Own(request);
        JsonNode? sent = request.JsonBody()["passwordCredential"];
        PasswordCredential password = new(
            Guid.NewGuid(),
            "~" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(30)),
            sent.Text("displayName"),
            sent.Time("startDateTime") ?? directory.Now,
            sent.Time("endDateTime") ?? directory.Now.AddYears(2));
        application.PasswordCredentials = [.. application.PasswordCredentials, password];
        JsonObject answer = GraphModels.ToJson(password, withSecret: true);
        answer.Insert(0, "@odata.context", $"{request.BaseUrl}/{request.Segments[0]}/$metadata#microsoft.graph.passwordCredential");
        return TenantResponse.Of(200, answer);
    }

    private TenantResponse RemovePassword(TenantRequest request)
    {
        Application application = Own(request);
        string? keyId = request.JsonBody().Text("keyId");
        if (application.PasswordCredentials.FirstOrDefault(p => p.KeyId.ToString().Equals(keyId, StringComparison.OrdinalIgnoreCase)) is not { } password)
            throw GraphException.BadRequest($"No password credential found with keyId '{keyId}'.");
        application.PasswordCredentials = [.. application.PasswordCredentials.Where(p => p != password)];
        return TenantResponse.NoContent;
    }

    private Application Find(TenantRequest request)
    {
        if (request.Route["id"].StartsWith("appId=", StringComparison.OrdinalIgnoreCase))
        {
            string key = request.Route["id"]["appId=".Length..];
            return directory.VisibleApplications.FirstOrDefault(a => a.AppId.ToString().Equals(key, StringComparison.OrdinalIgnoreCase)) ?? throw GraphException.NotFound(key);
        }
        Guid id = request.RouteId("id");
        return directory.FindApplication(id) ?? throw GraphException.NotFound(id.ToString());
    }

    /// <summary>The application that the caller may write to: any, or with <c>Application.ReadWrite.OwnedBy</c> one of its own.</summary>
    private Application Own(TenantRequest request)
    {
        Application application = Find(request);
        return request.Caller.HasAny("Application.ReadWrite.All") || application.Owners.Contains(request.Caller.ObjectId)
            ? application
            : throw GraphException.Denied();
    }

    private Application FindDeleted(TenantRequest request)
    {
        Guid id = request.RouteId("id");
        return directory.DeletedApplications.FirstOrDefault(a => a.Id == id) ?? throw GraphException.NotFound(id.ToString());
    }
}
