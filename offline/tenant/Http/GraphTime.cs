using System.Globalization;

namespace SimulatedTenant.Http;

/// <summary>Points in time as Graph writes them: UTC, whole seconds.</summary>
internal static class GraphTime
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
