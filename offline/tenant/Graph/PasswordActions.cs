using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary><c>addPassword</c> and <c>removePassword</c> of applications and service principals.</summary>
internal sealed class PasswordActions(TenantDirectory directory)
{
    /// <summary>Validity of a secret for which none was asked, in years.</summary>
    private const int DefaultYears = 2;

    /// <param name="routes">Where to map to.</param>
    /// <param name="template">Path of the object, such as <c>/applications/{id}</c>.</param>
    /// <param name="own">The object, for those who may change it; it refuses all others.</param>
    public void Map(GraphRoutes routes, string template, Func<TenantRequest, ICredentialed> own)
    {
        routes.Map("POST", template + "/addPassword", Permissions.WriteApplications, request => Add(request, own(request)));
        routes.Map("POST", template + "/removePassword", Permissions.WriteApplications, request => Remove(request, own(request)));
    }

    private TenantResponse Add(TenantRequest request, ICredentialed target)
    {
        JsonNode? sent = request.JsonBody()["passwordCredential"];
        if (sent.Text("secretText") is not null || sent.Text("keyId") is not null)
            throw GraphException.BadRequest("New password credentials must be generated using service actions.");
        PasswordCredential password = new(
            Guid.NewGuid(),
            "~" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(30)),
            sent.Text("displayName"),
            sent.Time("startDateTime") ?? directory.Now,
            sent.Time("endDateTime") ?? directory.Now.AddYears(DefaultYears));
        if (password.EndDateTime <= password.StartDateTime)
            throw GraphException.BadRequest("Password credential end date is invalid.");
        target.PasswordCredentials = [.. target.PasswordCredentials, password];
        JsonObject answer = CredentialModels.NewPassword.ToJson(password);
        answer.Insert(0, "@odata.context", $"{request.BaseUrl}/{request.Segments[0]}/$metadata#microsoft.graph.passwordCredential");
        return TenantResponse.Of(200, answer);
    }

    private static TenantResponse Remove(TenantRequest request, ICredentialed target)
    {
        string? keyId = request.JsonBody().Text("keyId");
        PasswordCredential[] rest =
            [.. target.PasswordCredentials.Where(p => !p.KeyId.ToString().Equals(keyId, StringComparison.OrdinalIgnoreCase))];
        if (rest.Length == target.PasswordCredentials.Count)
            throw GraphException.BadRequest($"No password credential found with keyId '{keyId}'.");
        target.PasswordCredentials = rest;
        return TenantResponse.NoContent;
    }
}
