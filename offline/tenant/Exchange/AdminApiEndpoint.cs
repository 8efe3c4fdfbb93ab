using System.Globalization;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Exchange;

/// <summary>
/// Exchange cmdlets over HTTP: the admin API (<c>POST /adminapi/v2.0/{tenant}/{endpoint}</c>) and what app-only Exchange Online PowerShell
/// sends (<c>POST /adminapi/beta/{tenant}/InvokeCommand</c>). Both take <c>{"CmdletInput":{"CmdletName","Parameters"}}</c>.
/// </summary>
internal sealed class AdminApiEndpoint(TenantDirectory directory, AccessTokens tokens) : IEndpoints
{
    private const int PageSize = 1000;

    public void Map(Router router)
    {
        router.Map(
            "POST",
            "/adminapi/v2.0/{tenant}/{endpoint}",
            request => Run(request, "Exchange.ManageAsAppV2", request.Route["endpoint"]),
            RouteAccess.Read);
        router.Map(
            "POST", "/adminapi/beta/{tenant}/InvokeCommand", request => Run(request, "Exchange.ManageAsApp", null), RouteAccess.Read);
    }

    private TenantResponse Run(TenantRequest request, string permission, string? endpoint)
    {
        string? authorization = request.Header("Authorization");
        if (authorization is null || !authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || tokens.Read(authorization[7..].Trim(), out _) is not { } caller || caller.ResourceAppId != FirstPartyApis.Exchange)
        {
            return TenantResponse.OfText(401, "", "text/html").With("WWW-Authenticate", $"Bearer client_id=\"{FirstPartyApis.Exchange}\"");
        }
        request.Caller = caller;
        string tenant = request.Route["tenant"];
        if (!directory.IsTenant(tenant))
            throw new GraphException(404, "NotFound", $"The tenant '{tenant}' was not found.");
        if (!caller.HasAny(permission))
        {
            throw new GraphException(
                403,
                "Forbidden",
                $"The role assigned to application {caller.AppId} isn't supported in this scenario: the token has no role '{permission}'.");
        }
        if (!HasExchangeRole(caller))
        {
            throw new GraphException(
                403,
                "Forbidden",
                $"The role assigned to application {caller.AppId} isn't supported in this scenario. Please check online documentation "
                + "for assigning correct Directory Roles to Azure AD Application for EXO App-Only Authentication.");
        }

        JsonNode? input = request.JsonBody()["CmdletInput"];
        string cmdlet = input.Text("CmdletName")
            ?? throw new GraphException(
                400, "BadRequest", "The body must be {\"CmdletInput\":{\"CmdletName\":\"…\",\"Parameters\":{…}}}.");
        JsonObject parameters = input!["Parameters"] as JsonObject ?? [];
        string expected = cmdlet.ToUpperInvariant() switch
        {
            "GET-MAILBOX" => "Mailbox",
            "GET-ORGANIZATIONCONFIG" => "OrganizationConfig",
            "GET-ACCEPTEDDOMAIN" => "AcceptedDomain",
            _ => throw Unknown(cmdlet),
        };
        if (endpoint is not null && !endpoint.Equals(expected, StringComparison.OrdinalIgnoreCase))
            throw new GraphException(400, "BadRequest", $"The cmdlet '{cmdlet}' is not supported by the endpoint '{endpoint}'.");
        return expected switch
        {
            "Mailbox" => Mailboxes(request, parameters, shell: endpoint is null),
            "OrganizationConfig" => List(request, [Organization()], expected),
            _ => List(request, [.. directory.Domains.Where(domain => domain.IsVerified).Select(Write)], expected),
        };
    }

    private static GraphException Unknown(string cmdlet) => new(
        400, "BadRequest", $"The term '{cmdlet}' is not recognized as the name of a cmdlet: the simulated tenant runs Get-Mailbox, "
            + "Get-OrganizationConfig and Get-AcceptedDomain.");

    /// <summary>A directory role that reaches Exchange.</summary>
    private bool HasExchangeRole(Caller caller)
    {
        foreach (RoleAssignment assignment in directory.RoleAssignmentStore.Visible.Where(a => a.PrincipalId == caller.ObjectId))
        {
            Guid template = directory.DirectoryRoleStore.Find(assignment.RoleDefinitionId)?.TemplateId ?? assignment.RoleDefinitionId;
            if (RoleTemplates.ReadExchange.Contains(template))
                return true;
        }
        return false;
    }

    /// <param name="request">The request.</param>
    /// <param name="parameters">The cmdlet's parameters.</param>
    /// <param name="shell">Whether PowerShell asks: the admin API knows fewer parameters.</param>
    private TenantResponse Mailboxes(TenantRequest request, JsonObject parameters, bool shell)
    {
        foreach (string name in parameters.Select(p => p.Key))
        {
            if (name.ToUpperInvariant() is not ("IDENTITY" or "RESULTSIZE" or "INCLUDEGRANTSENDONBEHALFTOWITHDISPLAYNAMES")
                && !(shell && name.Equals("RecipientTypeDetails", StringComparison.OrdinalIgnoreCase)))
                throw new GraphException(400, "BadRequest", $"A parameter cannot be found that matches parameter name '{name}'.");
        }
        IEnumerable<DirectoryUser> users = directory.UserStore.Visible.Where(u => u.Mailbox is { State: MailboxState.Provisioned });
        if (Parameter(parameters, "Identity") is { } identity)
        {
            DirectoryUser? found = Guid.TryParse(identity, out Guid id)
                ? (directory.TryGetUser(id, out DirectoryUser? user) ? user : null)
                : directory.FindUser(identity);
            if (found is not { Mailbox.State: MailboxState.Provisioned })
            {
                throw new GraphException(
                    404,
                    "NotFound",
                    $"Error executing cmdlet: |Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation "
                    + $"couldn't be performed because object '{identity}' couldn't be found on '{directory.Domain}'.");
            }
            users = [found];
        }
        if (Parameter(parameters, "RecipientTypeDetails") is { } kind)
            users = users.Where(u => RecipientType(u).Equals(kind, StringComparison.OrdinalIgnoreCase));
        if (Parameter(parameters, "ResultSize") is { } size && !size.Equals("Unlimited", StringComparison.OrdinalIgnoreCase))
        {
            users = int.TryParse(size, out int most) && most > 0
                ? users.Take(most)
                : throw new GraphException(
                    400,
                    "BadRequest",
                    $"Cannot process argument transformation on parameter 'ResultSize'. Cannot convert value \"{size}\".");
        }
        return List(request, [.. users.Select(Write)], "Mailbox");
    }

    private static string? Parameter(JsonObject parameters, string name) =>
        parameters.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.ToString();

    private static string RecipientType(DirectoryUser user) => user.Mailbox!.Kind switch
    {
        MailboxKind.Shared => "SharedMailbox",
        MailboxKind.Room => "RoomMailbox",
        MailboxKind.Equipment => "EquipmentMailbox",
        _ => "UserMailbox",
    };

    private static JsonObject Write(DirectoryUser user) => new()
    {
        ["ExternalDirectoryObjectId"] = user.Id.ToString(),
        ["Identity"] = user.Id.ToString(),
        ["Alias"] = user.MailNickname,
        ["DisplayName"] = user.DisplayName,
        ["PrimarySmtpAddress"] = user.Mail,
        ["UserPrincipalName"] = user.UserPrincipalName,
        ["RecipientTypeDetails"] = RecipientType(user),
        ["IsMailboxEnabled"] = true,
        ["ArchiveStatus"] = user.Mailbox!.HasArchive ? "Active" : "None",
        ["ArchiveGuid"] = (user.Mailbox.HasArchive ? StableGuid.From($"archive/{user.Id}") : Guid.Empty).ToString(),
        ["EmailAddresses"] = EntityModel.ToJson(user.ProxyAddresses),
    };

    private static JsonObject Write(Domain domain) => new()
    {
        ["Name"] = domain.Name,
        ["DomainName"] = domain.Name,
        ["DomainType"] = "Authoritative",
        ["Default"] = domain.IsDefault,
    };

    private JsonObject Organization() => new()
    {
        ["Name"] = directory.Domain,
        ["DisplayName"] = directory.DisplayName,
        ["EwsEnabled"] = directory.Exchange.EwsEnabled,
        ["EwsAllowedAppIDs"] = string.Join(',', directory.Exchange.EwsAllowedAppIds),
        ["MailTipsAllTipsEnabled"] = true,
    };

    private static TenantResponse List(TenantRequest request, IReadOnlyList<JsonObject> items, string kind)
    {
        int skip = request.Query.TryGetValue("$skiptoken", out string? token) && int.TryParse(token, out int at) ? at : 0;
        JsonObject body = new()
        {
            ["@odata.context"] = $"{request.BaseUrl}/adminapi/{request.Segments[1]}/{request.Segments[2]}/$metadata#{kind}",
            ["value"] = new JsonArray([.. items.Skip(skip).Take(PageSize)]),
        };
        if (items.Count > skip + PageSize)
        {
            string next = (skip + PageSize).ToString(CultureInfo.InvariantCulture);
            body["@odata.nextLink"] = $"{request.BaseUrl}/{string.Join('/', request.Segments)}?$skiptoken={next}";
        }
        return TenantResponse.PlainJson(200, body);
    }
}
