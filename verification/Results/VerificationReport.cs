using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Results;

/// <summary>What a verification proved.</summary>
public sealed record VerificationReport
{
    /// <summary>The tenant.</summary>
    public required TenantOutputs Tenant { get; init; }

    /// <summary>When the verification began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What the verification sat through; default: a calm run.</summary>
    public Weather Weather { get; init; } = Weather.Calm;

    /// <summary>Whether the tenant is a simulated one.</summary>
    public bool Simulated { get; init; }

    /// <summary>Whether warnings keep the tenant from being ready; default false.</summary>
    public bool Strict { get; init; }

    /// <summary>Start of the earliest run whose answers are part of this one, or null where all answers are this run's.</summary>
    public DateTimeOffset? ResumedFrom { get; init; }

    /// <summary>Why evidence could not be kept, or null where it was, or was not asked for.</summary>
    public string? EvidenceProblem { get; init; }

    /// <summary>The integrations, in the order of the outputs document.</summary>
    public required IReadOnlyList<IntegrationReport> Integrations { get; init; }

    /// <summary>What it comes to.</summary>
    public Verdict Verdict => Verdict.Of(this);

    /// <summary>All findings, in the order of integrations and checks.</summary>
    public IEnumerable<Finding> Findings => Checks.SelectMany(check => check.Findings);

    /// <summary>All checks, in order.</summary>
    public IEnumerable<CheckResult> Checks => Integrations.SelectMany(integration => integration.Checks);

    /// <summary>Whether the verification was cancelled before its end.</summary>
    public bool Partial => Checks.Any(check => check.Partial);

    /// <summary>The largest sample that a check of mailboxes was content with, or null where every mailbox was tried.</summary>
    public MailboxSample? Sample =>
        Checks.Select(check => check.Sample).OfType<MailboxSample>().MaxBy(sample => sample.Population);

    /// <summary>How the checks ended: "1 integration, 8 checks: 3 passed, 5 with warnings".</summary>
    public string Counts
    {
        get
        {
            CheckStatus[] all = [.. Checks.Select(check => check.Status)];
            string[] parts = [.. new[]
            {
                Part(CheckStatus.Failed, "failed"), Part(CheckStatus.Passed, "passed"),
                Part(CheckStatus.Warning, "with warnings"), Part(CheckStatus.Open, "left open"),
                Part(CheckStatus.Unanswered, "not answered in time"),
            }.OfType<string>()];
            return $"{Words.Count(Integrations.Count, "integration")}, {Words.Count(all.Length, "check")}: {string.Join(", ", parts)}";

            string? Part(CheckStatus status, string word) =>
                all.Count(one => one == status) is > 0 and int count ? $"{Words.Number(count)} {word}" : null;
        }
    }

    /// <summary>The integrations whose sign-in was not tried, because no private key was given.</summary>
    internal IEnumerable<IntegrationReport> NotProven => Integrations.Where(integration => !integration.SignInTried);
}
