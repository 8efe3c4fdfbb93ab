using System.Text.Json.Nodes;

namespace SimulatedTenant.Http;

/// <summary><c>GET /observation</c>: the counters, for tests that do not run in the tenant's process.</summary>
internal sealed class ObservationEndpoint(RequestCounters counters, RequestLog log) : IEndpoints
{
    public void Map(Router router) => router.Map("GET", "/observation", _ => Read(), RouteAccess.None);

    private TenantResponse Read()
    {
        JsonObject paths = [];
        foreach ((string path, PathCounters numbers) in counters.Paths.OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            paths[path] = new JsonObject
            {
                ["requests"] = numbers.Requests,
                ["errors"] = numbers.Errors,
                ["maxInFlight"] = numbers.MaxInFlight,
            };
        }
        JsonObject early = [];
        foreach ((Guid application, long count) in counters.EarlyRequestsByApplication)
            early[application.ToString()] = count;
        return TenantResponse.PlainJson(200, new JsonObject
        {
            ["requests"] = log.Total,
            ["earlyRequests"] = counters.EarlyRequests,
            ["earlyRequestsByApplication"] = early,
            ["maxInFlight"] = counters.MaxInFlight,
            ["paths"] = paths,
        });
    }
}
