namespace SimulatedTenant.Http;

/// <summary>An endpoint.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Segments of the path; <c>{name}</c> takes any one.</param>
/// <param name="Access">What the handler does with the directory.</param>
/// <param name="Handler">Answers.</param>
internal sealed record Route(string Method, IReadOnlyList<string> Template, RouteAccess Access, Func<TenantRequest, TenantResponse> Handler)
{
    /// <summary>Method and path, such as <c>GET /v1.0/users/{id}</c>.</summary>
    public string Name { get; } = $"{Method} /{string.Join('/', Template)}";

    /// <summary>Whether the template's beginning fits that of a path.</summary>
    public bool BeginsWith(IReadOnlyList<string> path, int length)
    {
        if (Template.Count < length)
            return false;
        for (int i = 0; i < length; i++)
        {
            if (Template[i][0] != '{' && !Template[i].Equals(path[i], StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return true;
    }

    /// <summary>How many segments of the path the template names literally; -1 when it does not fit.</summary>
    public int Literals(IReadOnlyList<string> path)
    {
        if (Template.Count != path.Count)
            return -1;
        int literals = 0;
        for (int i = 0; i < Template.Count; i++)
        {
            if (Template[i][0] == '{')
                continue;
            if (!Template[i].Equals(path[i], StringComparison.OrdinalIgnoreCase))
                return -1;
            literals++;
        }
        return literals;
    }
}
