namespace TenantOnboarding.Verification.Results;

/// <summary>What came of one check.</summary>
public sealed record CheckResult
{
    /// <summary>Stable id, for example <c>redirect-uri</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Heading for people.</summary>
    public required string Title { get; init; }

    /// <summary>How it ended.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>One line: what was proven, or why it is open.</summary>
    public required string Summary { get; init; }

    /// <summary>What was found, the weightiest first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Whether the verification was cancelled before this check ended; what it found is what was known by then.</summary>
    public bool Partial { get; init; }

    /// <summary>The sample of mailboxes that it tried, or null where it tried all.</summary>
    public MailboxSample? Sample { get; init; }

    /// <summary>The exit code that this check asks for when it fails.</summary>
    public VerificationExitCode FailureClass { get; init; } = VerificationExitCode.OtherCheck;
}
