using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;

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

    /// <summary>Whether the tenant is a simulated one.</summary>
    public bool Simulated { get; init; }

    /// <summary>The integrations, in the order of the outputs document.</summary>
    public required IReadOnlyList<IntegrationReport> Integrations { get; init; }

    /// <summary>All findings, in the order of integrations and checks.</summary>
    public IEnumerable<Finding> Findings => Integrations.SelectMany(i => i.Checks).SelectMany(c => c.Findings);

    /// <summary>All checks, in order.</summary>
    public IEnumerable<CheckResult> Checks => Integrations.SelectMany(i => i.Checks);

    /// <summary>Whether no check failed and every application was seen to sign in.</summary>
    public bool Ready => Checks.All(c => c.Status != CheckStatus.Failed) && !NotProven.Any();

    /// <summary>The integrations whose sign-in was not tried, because no private key was given.</summary>
    internal IEnumerable<IntegrationReport> NotProven => Integrations.Where(i => i.Checks.Any(c => c is { Id: "sign-in", Status: CheckStatus.Open }));

    /// <summary>The exit code: that of the first failed check in the order of checks; with <paramref name="strict"/> warnings count too.</summary>
    public VerificationExitCode ExitCode(bool strict)
    {
        VerificationExitCode[] failures = [.. Checks.Where(c => c.Status == CheckStatus.Failed).Select(c => c.FailureClass)];
        if (failures.Length > 0)
            return failures.Min();
        return strict && Findings.Any(f => f.Severity >= Severity.Warning) ? VerificationExitCode.WarningsOnly : VerificationExitCode.Ready;
    }
}
