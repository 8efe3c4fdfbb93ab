using System.Globalization;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;

namespace SimulatedTenant.Portal;

/// <summary>Certificates and secrets as the page shows them: never a secret itself.</summary>
internal static class PortalCredentials
{
    /// <summary>Days before its end at which a credential is said to expire soon.</summary>
    private const int SoonDays = 30;

    private static readonly string[] BestFirst = ["current", "soon", "early", "expired"];

    public static JsonArray Certificates(Application application, DateTimeOffset now) =>
    [
        .. application.KeyCredentials.Select(key => new JsonObject
        {
            ["name"] = key.DisplayName,
            ["thumbprint"] = key.Thumbprint,
            ["subject"] = key.Certificate.Subject,
            ["keyId"] = key.KeyId.ToString(),
            ["start"] = key.StartDateTime,
            ["end"] = key.EndDateTime,
            ["state"] = State(Parse(key.StartDateTime), Parse(key.EndDateTime), now),
        }),
    ];

    public static JsonArray Secrets(Application application, DateTimeOffset now) =>
    [
        .. application.PasswordCredentials.Select(secret => new JsonObject
        {
            ["name"] = secret.DisplayName,
            ["keyId"] = secret.KeyId.ToString(),
            ["start"] = Write(secret.StartDateTime),
            ["end"] = Write(secret.EndDateTime),
            ["state"] = State(secret.StartDateTime, secret.EndDateTime, now),
        }),
    ];

    /// <summary>The best that any credential is, since one is enough to sign in: current, soon, early, expired or none.</summary>
    public static string Best(Application application, DateTimeOffset now)
    {
        HashSet<string> states =
        [
            .. application.KeyCredentials.Select(k => State(Parse(k.StartDateTime), Parse(k.EndDateTime), now)),
            .. application.PasswordCredentials.Select(s => State(s.StartDateTime, s.EndDateTime, now)),
        ];
        return BestFirst.FirstOrDefault(states.Contains) ?? "none";
    }

    /// <summary>ISO 8601, UTC, whole seconds.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string State(DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        if (end <= now)
            return "expired";
        if (start > now)
            return "early";
        return end - now < TimeSpan.FromDays(SoonDays) ? "soon" : "current";
    }

    private static DateTimeOffset Parse(string time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed)
            ? parsed
            : DateTimeOffset.MaxValue;
}
