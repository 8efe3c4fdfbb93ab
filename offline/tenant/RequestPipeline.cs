using SimulatedTenant.Directory;
using SimulatedTenant.Faults;
using SimulatedTenant.Http;

namespace SimulatedTenant;

/// <summary>The way of a request, or of an item of a batch, from fault injection to its handler.</summary>
internal sealed class RequestPipeline(
    TenantDirectory directory, Router router, FaultInjector faults, RequestCounters counters, TimeProvider clock)
{
    /// <summary>The answer. Each request sees the directory in one state.</summary>
    public TenantResponse Answer(TenantRequest request)
    {
        Route? route = router.Find(request, out bool known);
        string path = route?.Name ?? "(unknown)";
        counters.Begin(path);
        int status = 500;
        try
        {
            TenantResponse response = Answer(request, route, known);
            status = response.Status;
            return response;
        }
        finally
        {
            counters.End(path, status);
        }
    }

    /// <summary>The answer to an item of a batch, which is counted here since no connection brings it.</summary>
    public TenantResponse AnswerItem(TenantRequest request)
    {
        faults.Number(request);
        return Answer(request);
    }

    private TenantResponse Answer(TenantRequest request, Route? route, bool known)
    {
        try
        {
            (TenantResponse Error, bool Before)? fault = faults.Intercept(request);
            if (fault is { Before: true })
                return fault.Value.Error;
            if (route is null)
                throw known ? NotAllowed(request) : NotFound(request);
            TenantResponse response = Run(route, request);
            faults.AfterAnswer(request);
            if (fault is null)
                return response;
            response.Dispose();
            return fault.Value.Error;
        }
        catch (GraphException exception)
        {
            return exception.Response(request, clock.GetUtcNow());
        }
        catch (Exception exception) when (
            exception is InvalidOperationException or FormatException && exception.Source == "System.Text.Json")
        {
            // A value of another type than the handler takes for granted.
            return GraphException.BadRequest($"Invalid value in the request's body: {exception.Message}").Response(
                request, clock.GetUtcNow());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A defect of the simulation. It is answered, so that whoever meets it sees what it is and not a lost connection.
            GraphException defect = new(500, "InternalServerError", $"The simulated tenant failed: {exception}");
            return defect.Response(request, clock.GetUtcNow());
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
                {
                    directory.CountWrite();
                    return route.Handler(request);
                }
            default:
                return route.Handler(request);
        }
    }

    private static GraphException NotAllowed(TenantRequest request) => new(
        405, "Request_BadRequest", $"Specified HTTP method is not allowed for the request target: {request.Method} {request.Target}");

    /// <summary>Graph takes a path that no resource has for a mistake in the request, and not for a resource that is missing.</summary>
    private GraphException NotFound(TenantRequest request)
    {
        string path = string.Join('/', request.Segments);
        return request.Segments is ["v1.0" or "beta", ..]
            ? new(400, "BadRequest", $"Resource not found for the segment '{router.FirstUnknown(request.Segments)}'.")
            : new(404, "ResourceNotFound", $"The simulated tenant has no resource '/{path}'.");
    }
}
