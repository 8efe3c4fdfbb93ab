namespace SimulatedTenant.Http;

/// <summary>
/// Finds the handler of a request. The tenant has its own router because the items of a <c>$batch</c> must go the way of any other request.
/// A template's <c>{name}</c> takes one segment; literal segments compare without regard to case and win over parameters.
/// </summary>
internal sealed class Router
{
    private readonly List<Route> _routes = [];

    /// <summary>
    /// Routes by the number of their segments and the second one, which tells Graph's resources apart; "" where that is a parameter.
    /// </summary>
    private readonly Dictionary<(int Length, string Second), List<Route>> _byShape = new(new ShapeComparer());

    /// <param name="method">HTTP method.</param>
    /// <param name="template">Path such as <c>/{tenant}/oauth2/v2.0/token</c>.</param>
    /// <param name="handler">Answers.</param>
    /// <param name="access">What it does with the directory; null for reading by GET and writing by all others.</param>
    public void Map(string method, string template, Func<TenantRequest, TenantResponse> handler, RouteAccess? access = null)
    {
        RouteAccess effective = access ?? (method == "GET" ? RouteAccess.Read : RouteAccess.Write);
        Route route = new(method, template.Split('/', StringSplitOptions.RemoveEmptyEntries), effective, handler);
        _routes.Add(route);
        string second = route.Template.Count > 1 && route.Template[1][0] != '{' ? route.Template[1] : "";
        if (!_byShape.TryGetValue((route.Template.Count, second), out List<Route>? same))
            _byShape[(route.Template.Count, second)] = same = [];
        same.Add(route);
    }

    /// <summary>The first segment with which no path of a route goes on.</summary>
    public string FirstUnknown(IReadOnlyList<string> path)
    {
        for (int length = 1; length <= path.Count; length++)
        {
            if (!_routes.Exists(route => route.BeginsWith(path, length)))
                return path[length - 1];
        }
        return path[^1];
    }

    /// <summary>The best match, or null; <paramref name="known"/> says whether the path exists for another method.</summary>
    public Route? Find(TenantRequest request, out bool known)
    {
        known = false;
        Route? best = null;
        int bestLiterals = -1;
        foreach (Route route in Candidates(request.Segments))
        {
            int literals = route.Literals(request.Segments);
            if (literals < 0)
                continue;
            known = true;
            if (route.Method == request.Method && literals > bestLiterals)
            {
                best = route;
                bestLiterals = literals;
            }
        }
        if (best is null)
            return null;
        request.Route.Clear();
        for (int i = 0; i < best.Template.Count; i++)
        {
            if (best.Template[i][0] == '{')
                request.Route[best.Template[i][1..^1]] = request.Segments[i];
        }
        return best;
    }

    private IEnumerable<Route> Candidates(IReadOnlyList<string> path)
    {
        List<Route> named = path.Count > 1 && _byShape.TryGetValue((path.Count, path[1]), out List<Route>? found) ? found : [];
        return _byShape.TryGetValue((path.Count, ""), out List<Route>? others) ? named.Concat(others) : named;
    }

    private sealed class ShapeComparer : IEqualityComparer<(int Length, string Second)>
    {
        public bool Equals((int Length, string Second) x, (int Length, string Second) y) =>
            x.Length == y.Length && x.Second.Equals(y.Second, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((int Length, string Second) shape) =>
            HashCode.Combine(shape.Length, shape.Second.GetHashCode(StringComparison.OrdinalIgnoreCase));
    }
}
