using System.Text.Json;
using SimulatedTenant.Http;

namespace SimulatedTenant.OData;

/// <summary>A relationship of a resource that <c>$expand</c> shows.</summary>
/// <param name="Name">Name in Graph's spelling.</param>
/// <param name="Write">Writes what a resource has there, as a list of no more than <see cref="Most"/>.</param>
internal sealed record Relation(string Name, Action<Utf8JsonWriter, TenantRequest, object> Write)
{
    /// <summary>Most objects that <c>$expand</c> shows of a relationship of a directory object: Microsoft Graph's known issues.</summary>
    public const int Most = 20;
}
