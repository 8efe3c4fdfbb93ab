using System.Net;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>How to find what a request made whose answer was lost, so that it is not made twice.</summary>
/// <param name="FindAsync">Looks for it in the tenant; null where it is not there, or not yet.</param>
/// <param name="Unique">Whether the tenant refuses a second one. Where it does not, it is looked for before a repetition.</param>
internal sealed record Creation(Func<Task<JsonObject?>> FindAsync, bool Unique = true)
{
    /// <summary>Whether an error says that there is such an object already.</summary>
    public static bool IsThere(GraphRequestException error) => error.Status switch
    {
        HttpStatusCode.Conflict => true,
        HttpStatusCode.BadRequest => error.Message.Contains("already exist", StringComparison.Ordinal)
            || error.Message.Contains("A conflicting object with one or more of the specified property values", StringComparison.Ordinal),
        _ => false,
    };
}
