using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Graph;

/// <summary>Registers Graph's routes under v1.0 and beta, each with the permissions of which the token must carry one.</summary>
internal sealed class GraphRoutes(Router router, TenantDirectory directory, AccessTokens tokens)
{
    private readonly List<GraphRoute> _all = [];

    /// <summary>All that are mapped, in the order of their mapping.</summary>
    public IReadOnlyList<GraphRoute> All => _all;

    /// <param name="method">HTTP method.</param>
    /// <param name="template">Path below the version, such as <c>/users/{id}</c>.</param>
    /// <param name="anyOf">Permissions of which the token must carry one; none where the handler decides.</param>
    /// <param name="handler">Answers.</param>
    /// <param name="access">What it does with the directory; null for reading by GET and writing by all others.</param>
    public void Map(
        string method,
        string template,
        IReadOnlyList<string> anyOf,
        Func<TenantRequest, TenantResponse> handler,
        RouteAccess? access = null)
    {
        string[] permissions = [.. anyOf];
        TenantResponse Guarded(TenantRequest request)
        {
            Authenticate(request);
            if (permissions.Length > 0 && !request.Caller.HasAny(permissions))
                throw GraphException.Denied();
            return handler(request);
        }

        _all.Add(new(method, template, anyOf));
        router.Map(method, "/v1.0" + template, Guarded, access);
        router.Map(method, "/beta" + template, Guarded, access);
    }

    /// <summary>Sets the caller from the bearer token.</summary>
    /// <exception cref="GraphException">401: no token, or one that is not valid here.</exception>
    public void Authenticate(TenantRequest request)
    {
        if (request.Vouched is { } vouched)
        {
            request.Caller = vouched;
            DirectoryGate.Visitor = vouched.AppId;
            return;
        }
        string? header = request.Header("Authorization");
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            throw Refused("Access token is empty.");
        Caller caller = tokens.Read(header[7..].Trim(), out string problem) ?? throw Refused(problem);
        if (caller.ResourceAppId != FirstPartyApis.Graph)
            throw Refused("Access token validation failure. Invalid audience.");
        request.Caller = caller;
        DirectoryGate.Visitor = caller.AppId;
    }

    private GraphException Refused(string message)
    {
        GraphException refusal = new(401, "InvalidAuthenticationToken", message);
        string authorization = $"https://login.microsoftonline.com/{directory.TenantId}/oauth2/authorize";
        refusal.Headers["WWW-Authenticate"] = $"Bearer realm=\"\", authorization_uri=\"{authorization}\"";
        return refusal;
    }
}
