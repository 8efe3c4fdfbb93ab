namespace TenantOnboarding.Verification.Results;

/// <summary>A kind of finding, as the catalogue knows it: what every finding of this code has in common.</summary>
/// <param name="Code">Stable name, for example <c>MAILBOX_NOT_PROVISIONED</c>.</param>
/// <param name="Severity">How much it usually weighs.</param>
public sealed record FindingKind(string Code, Severity Severity)
{
    /// <summary>What is the case, in general; also the cause of a finding that says nothing more particular.</summary>
    public required string Meaning { get; init; }

    /// <summary>What to do about it, in general; also the fix of a finding that says nothing more particular.</summary>
    public required string Fix { get; init; }

    /// <summary>When it weighs something else, as a sentence, or null where it never does.</summary>
    public string? Unless { get; init; }

    /// <summary>Where Microsoft describes it, or null where nobody needs to.</summary>
    public Uri? Source { get; init; }

    /// <summary>Its paragraph in <c>docs/findings.md</c>: the code in lower case.</summary>
    public string Anchor => Code.ToLowerInvariant();

    /// <summary>A finding of this kind.</summary>
    /// <param name="subject">What it is about: an address, a permission, a thumbprint.</param>
    /// <param name="cause">What is the case here, or null for the kind's own meaning.</param>
    /// <param name="detail">The error as it was found, or null where there was none.</param>
    public Finding About(string subject, string? cause = null, string? detail = null) =>
        new(this, subject, cause ?? Meaning) { Detail = detail };
}
