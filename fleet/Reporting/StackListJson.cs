using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>What the stack files declare, for the next system.</summary>
internal static class StackListJson
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Every stack, with its errors where its file cannot be used.</summary>
    /// <param name="stacks">The stacks.</param>
    /// <param name="now">The moment by which days are counted.</param>
    public static string Render(IReadOnlyList<FleetStack> stacks, DateTimeOffset now) =>
        JsonSerializer.Serialize(new { ListedAt = now, Stacks = stacks.Select(stack => Describe(stack, now)).ToArray() }, Indented) + "\n";

    private static object Describe(FleetStack stack, DateTimeOffset now) => new
    {
        Stack = stack.Name,
        File = Path.GetFileName(stack.File),
        stack.Configuration?.TenantId,
        stack.Configuration?.Domain,
        Integrations = stack.Configuration?.Integrations.Select(integration => new
        {
            integration.Name,
            Product = integration.Product.Key,
            integration.DisplayName,
            MailboxAccess = integration.MailboxAccess.Select(protocol => protocol.Key).ToArray(),
        }).ToArray(),
        stack.FirstCertificateEnd,
        ProtocolEnds = stack.Protocols.Where(protocol => protocol.EndsOn is not null).Select(protocol => Describe(protocol, now)).ToArray(),
        stack.Errors,
    };

    private static object Describe(MailboxProtocol protocol, DateTimeOffset now) => new
    {
        Protocol = protocol.Key,
        protocol.EndsOn,
        DaysLeft = protocol.DaysLeft(DateOnly.FromDateTime(now.UtcDateTime)),
    };
}
