using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/applications/{id}/federatedIdentityCredentials</c>: limits after Microsoft Graph's reference.</summary>
internal sealed class FederatedCredentialEndpoints(TenantDirectory directory) : IGraphEndpoints
{
    private const string Path = "/applications/{id}/federatedIdentityCredentials";
    private const int Most = 20;
    private const int LongestName = 120;
    private const int Longest = 600;

    private static readonly EntityModel<FederatedCredential> Model = new("federatedIdentityCredential", "federatedIdentityCredentials")
    {
        { "id", c => c.Id },
        { "name", c => c.Name, FilterUse.Plain },
        { "issuer", c => c.Issuer },
        { "subject", c => c.Subject, FilterUse.Plain },
        { "description", c => c.Description },
        { "audiences", c => c.Audiences },
    };

    private static readonly HashSet<string> Properties = ["audiences", "description", "id", "issuer", "name", "subject"];

    private readonly Store<Guid, FederatedCredential> _credentials = directory.Store<Guid, FederatedCredential>();

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", Path, Permissions.ReadApplications, request => Model.Page(request, [.. Of(Application(request))]));
        routes.Map("POST", Path, Permissions.WriteApplications, request =>
        {
            Application application = Own(request);
            if (Of(application).Count() >= Most)
                throw GraphException.BadRequest("The number of federated identity credentials of an application is limited to 20.");
            FederatedCredential made = Read(request.JsonBody(), new(Guid.NewGuid(), application.Id, "", "", "", [], null));
            _credentials.Add(made, directory.Replication.Credentials);
            return Model.Entity(request, made, status: 201);
        });
        routes.Map("GET", Path + "/{credential}", Permissions.ReadApplications, request => Model.Entity(request, Find(request)));
        routes.Map("PATCH", Path + "/{credential}", Permissions.WriteApplications, request =>
        {
            Own(request);
            _credentials.Set(Read(request.JsonBody(), Find(request)));
            return TenantResponse.NoContent;
        });
        routes.Map("DELETE", Path + "/{credential}", Permissions.WriteApplications, request =>
        {
            Own(request);
            _credentials.Remove(Find(request));
            return TenantResponse.NoContent;
        });
    }

    private FederatedCredential Read(JsonObject body, FederatedCredential before)
    {
        foreach ((string name, JsonNode? _) in body)
        {
            if (!name.Contains('@', StringComparison.Ordinal) && !Properties.Contains(name))
                throw GraphException.BadRequest($"Invalid property '{name}'.");
        }
        FederatedCredential after = before with
        {
            Name = body.Text("name") ?? before.Name,
            Issuer = body.Text("issuer") ?? before.Issuer,
            Subject = body.Text("subject") ?? before.Subject,
            Audiences = body.TryGetPropertyValue("audiences", out JsonNode? audiences) ? Texts(audiences) : before.Audiences,
            Description = body.ContainsKey("description") ? body.Text("description") : before.Description,
        };
        if (before.Name.Length > 0 && after.Name != before.Name)
            throw GraphException.BadRequest("Property 'name' is read-only and cannot be set.");
        Check("name", after.Name, LongestName, after.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        Check("issuer", after.Issuer, Longest, Uri.TryCreate(after.Issuer, UriKind.Absolute, out _));
        Check("subject", after.Subject, Longest);
        if (after.Audiences is not [{ Length: > 0 and <= Longest }])
            throw Invalid("audiences");
        if (after.Description is { Length: > Longest })
            throw Invalid("description");
        foreach (FederatedCredential other in _credentials.All.Where(c => c.ApplicationId == after.ApplicationId && c.Id != after.Id))
        {
            if (other.Name.Equals(after.Name, StringComparison.OrdinalIgnoreCase))
                throw GraphException.Conflict($"FederatedIdentityCredential with name {after.Name} already exists.");
            if (other.Issuer == after.Issuer && other.Subject == after.Subject)
                throw GraphException.BadRequest("FederatedIdentityCredential with this issuer and subject already exists.");
        }
        return after;
    }

    private static void Check(string name, string value, int longest, bool fits = true)
    {
        if (value.Length == 0 || value.Length > longest || !fits)
            throw Invalid(name);
    }

    private static GraphException Invalid(string property) =>
        GraphException.BadRequest($"Invalid value specified for property '{property}' of resource 'FederatedIdentityCredential'.");

    private static string[] Texts(JsonNode? node) => node is JsonArray list
        ? [.. list.Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : throw Invalid("audiences"))]
        : throw Invalid("audiences");

    private IEnumerable<FederatedCredential> Of(Application application) =>
        _credentials.Visible.Where(credential => credential.ApplicationId == application.Id);

    private FederatedCredential Find(TenantRequest request)
    {
        string key = request.Route["credential"];
        return Of(Application(request)).FirstOrDefault(c => Guid.TryParse(key, out Guid id) ? c.Id == id : c.Name == key)
            ?? throw GraphException.NotFound(key);
    }

    private Application Application(TenantRequest request) => ApplicationEndpoints.Find(directory, request);

    private Application Own(TenantRequest request) => ApplicationEndpoints.Own(directory, request);
}
