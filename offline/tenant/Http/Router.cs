namespace SimulatedTenant.Http;

/// <summary>
/// Finds the handler of a request. The tenant has its own router because the items of a <c>$batch</c> must go the way of any other request.
/// A template's <c>{name}</c> takes one segment; literal segments compare without regard to case and win over parameters.
/// </summary>
internal sealed class Router
{
    private readonly List<(string Method, string[] Template, Func<TenantRequest, TenantResponse> Handler)> routes = [];

    public void Map(string method, string template, Func<TenantRequest, TenantResponse> handler) =>
        routes.Add((method, template.Split('/', StringSplitOptions.RemoveEmptyEntries), handler));

    /// <summary>The handler of the best match, or null; <paramref name="known"/> says whether the path exists for another method.</summary>
    public Func<TenantRequest, TenantResponse>? Find(TenantRequest request, out bool known)
    {
        known = false;
        (string[] Template, Func<TenantRequest, TenantResponse> Handler)? best = null;
        int bestLiterals = -1;
        foreach ((string method, string[] template, Func<TenantRequest, TenantResponse> handler) in routes)
        {
            int literals = Literals(template, request.Segments);
            if (literals < 0)
                continue;
            known = true;
            if (method == request.Method && literals > bestLiterals)
            {
                best = (template, handler);
                bestLiterals = literals;
            }
        }
        if (best is not { } found)
            return null;
        request.Route.Clear();
        for (int i = 0; i < found.Template.Length; i++)
        {
            if (found.Template[i][0] == '{')
                request.Route[found.Template[i][1..^1]] = request.Segments[i];
        }
        return found.Handler;
    }

    private static int Literals(string[] template, IReadOnlyList<string> path)
    {
        if (template.Length != path.Count)
            return -1;
        int literals = 0;
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i][0] == '{')
                continue;
            if (!template[i].Equals(path[i], StringComparison.OrdinalIgnoreCase))
                return -1;
            literals++;
        }
        return literals;
    }
}
