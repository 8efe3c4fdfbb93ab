using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Change;

namespace TenantOnboarding.Tests.Fleet.Ci;

/// <summary>Results as the jobs of a workflow leave them.</summary>
internal static class CiRuns
{
    public static readonly DateTimeOffset At = new(2026, 11, 27, 4, 41, 0, TimeSpan.Zero);

    public static StackOutcome Ready(string stack, StackChange? change = null) =>
        new(stack, StackState.Ready, FleetExitCode.Ready, "Ready.") { Domain = $"{stack}.example.com", Change = change };

    public static StackOutcome Bad(string stack, StackState state, string sentence, params string[] errors) =>
        new(stack, state, 12, sentence) { Domain = $"{stack}.example.com", Errors = errors };

    public static FleetSummary Run(string command, params StackOutcome[] stacks) => new()
    {
        Command = command, StartedAt = At, Seconds = 1, Simulated = command == "rehearse", Stacks = stacks,
    };

    public static StackChange Change(params AccessChange[] access) => new() { Before = "main", Access = access };

    public static AccessChange Widens(string text) => new("mailstore", Widens: true, text);

    public static AccessChange Narrows(string text) => new("mailstore", Widens: false, text);

    public static ResourceChange Resource(ResourceChangeKind kind, string name, params string[] properties) =>
        new(kind, name, "ApplicationRegistration", properties);

    public static string Comment(IReadOnlyList<FleetSummary> runs, string[]? expected = null, int most = PullRequestText.MostCharacters) =>
        new PullRequestText(StackStory.Of(runs, expected), new Uri("https://github.com/contoso/tenants/actions/runs/7")).Render(most);
}
