namespace SimulatedTenant.Http;

/// <summary>Some of the tenant's endpoints, outside Microsoft Graph.</summary>
internal interface IEndpoints
{
    void Map(Router router);
}
