using SimulatedTenant.Directory;
using SimulatedTenant.Faults;
using SimulatedTenant.Http;

namespace SimulatedTenant;

/// <summary>The way of a request, or of an item of a batch, from fault injection to its handler.</summary>
internal sealed class RequestPipeline(TenantDirectory directory, Router router, FaultInjector faults, TimeProvider clock)
{
    /// <summary>The answer. Each request sees the directory in one state.</summary>
    public TenantResponse Answer(TenantRequest request)
    {
        try
        {
            if (faults.Intercept(request) is { } fault)
                return fault;
            if (router.Find(request, out bool known) is not { } route)
                throw known ? NotAllowed(request) : NotFound(request);
            return Run(route, request);
        }
        catch (GraphException exception)
        {
            return exception.Response(clock.GetUtcNow());
        }
        catch (Exception exception) when (
            exception is InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            // A defect of the simulation. It is answered, so that whoever meets it sees what it is and not a lost connection.
            return new GraphException(500, "InternalServerError", $"The simulated tenant failed: {exception}").Response(clock.GetUtcNow());
        }
    }

    private TenantResponse Run(Route route, TenantRequest request)
    {
        switch (route.Access)
        {
            case RouteAccess.Read:
                using (directory.Gate.Read())
                    return route.Handler(request);
            case RouteAccess.Write:
                using (directory.Gate.Write())
                    return route.Handler(request);
            default:
                return route.Handler(request);
        }
    }

    private static GraphException NotAllowed(TenantRequest request) => new(
        405, "Request_BadRequest", $"Specified HTTP method is not allowed for the request target: {request.Method} {request.Target}");

    private static GraphException NotFound(TenantRequest request) => new(
        404, "ResourceNotFound", $"The simulated tenant has no resource '/{string.Join('/', request.Segments)}'.");
}
