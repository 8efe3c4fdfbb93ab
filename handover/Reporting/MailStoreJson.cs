using TenantOnboarding.HandOver.Results;
using TenantOnboarding.HandOver.Text;

namespace TenantOnboarding.HandOver.Reporting;

/// <summary>The outcome for the next system: one JSON object, version 1.</summary>
internal static class MailStoreJson
{
    /// <summary>Renders it, with a line break at its end.</summary>
    public static string Render(MailStoreOutcome outcome) => JsonText.Render(new
    {
        SchemaVersion = 1,
        outcome.MailStore,
        outcome.Integration,
        outcome.Differs,
        outcome.WereSet,
        outcome.Settings,
        outcome.Users,
    });
}
