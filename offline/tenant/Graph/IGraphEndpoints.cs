namespace SimulatedTenant.Graph;

/// <summary>
/// The endpoints of a kind of resource of Microsoft Graph. Its model stands in the same file; <see cref="GraphEndpoints"/> lists it.
/// </summary>
internal interface IGraphEndpoints
{
    void Map(GraphRoutes routes);
}
