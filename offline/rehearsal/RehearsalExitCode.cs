namespace TenantOnboarding.Rehearsal;

/// <summary>Exit codes of a rehearsal beyond those of the verification (0 to 11 and 14).</summary>
public static class RehearsalExitCode
{
    /// <summary>Everything went through, or a preview found nothing wrong.</summary>
    public const int Ready = 0;

    /// <summary>Something unforeseen.</summary>
    public const int Unexpected = 1;

    /// <summary>Options, stack file or configuration cannot be used; nothing was deployed.</summary>
    public const int BadInput = 2;

    /// <summary>The tenant, or the schema of a provider, refused a resource.</summary>
    public const int DeployFailed = 12;

    /// <summary>While a change was deployed, an application could not sign in, or not reach its mailboxes, at some moment.</summary>
    public const int SignInInterrupted = 13;

    /// <summary>The user ended the rehearsal before it was through.</summary>
    public const int Cancelled = 15;
}
