namespace TenantOnboarding.Verification.Results;

/// <summary>One thing that a check found.</summary>
/// <param name="Kind">What it is, as the catalogue knows it.</param>
/// <param name="Subject">What it is about: an address, a permission, a thumbprint.</param>
/// <param name="Cause">What is the case, in plain words.</param>
public sealed record Finding(FindingKind Kind, string Subject, string Cause)
{
    /// <summary>Stable name, for example <c>MAILBOX_NOT_PROVISIONED</c>.</summary>
    public string Code => Kind.Code;

    /// <summary>How much it weighs; that of its kind unless the circumstances say otherwise.</summary>
    public Severity Severity { get; init; } = Kind.Severity;

    /// <summary>What to do about it; that of its kind unless the circumstances say otherwise.</summary>
    public string Fix { get; init; } = Kind.Fix;

    /// <summary>The error as it was found, or null where there was none.</summary>
    public string? Detail { get; init; }

    /// <summary>Commands of the fix, to be copied as they are, or null where there are none.</summary>
    public string? Script { get; init; }

    /// <summary>File with the requests and answers that led to it, as a path from the current folder; or null where no evidence is
    /// kept.</summary>
    public string? Evidence { get; init; }

    /// <summary>Ids and addresses by which its evidence is found among the requests; empty where all of a check's requests are.</summary>
    internal IReadOnlyList<string> Witnesses { get; init; } = [];

    /// <summary>What replication may still bring that would undo it, or null where waiting does not help.</summary>
    public string? WaitingFor { get; init; }
}
