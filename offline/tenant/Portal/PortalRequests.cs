using System.Globalization;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Portal;

/// <summary>The requests that the tenant answered, newest first. Those of the page itself are not among them.</summary>
internal sealed class PortalRequests(TenantDirectory directory, RequestLog log)
{
    private const int LongestPath = 500;

    public JsonObject List(PortalQuery query) => query.Page(
        log.Reverse().Where(record => query.Wants(
            record.PathAndQuery,
            record.Method,
            record.Status.ToString(CultureInfo.InvariantCulture),
            record.Completion,
            Name(record.AppId))),
        record => new()
        {
            ["number"] = record.Number,
            ["time"] = record.Time.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
            ["method"] = record.Method,
            ["path"] = record.PathAndQuery.Length > LongestPath ? record.PathAndQuery[..LongestPath] + "…" : record.PathAndQuery,
            ["status"] = record.Status,
            ["completion"] = record.Completion,
            ["lost"] = record.IsLost,
            ["early"] = record.IsEarly,
            ["milliseconds"] = Math.Round(record.Duration.TotalMilliseconds, 1),
            ["application"] = Name(record.AppId),
        });

    /// <summary>Requests answered since the start.</summary>
    public long Total => log.Total;

    private string? Name(Guid? appId) =>
        appId is { } id ? directory.FindServicePrincipalOf(id)?.DisplayName ?? id.ToString() : null;
}
