namespace TenantOnboarding.Fleet.Results;

/// <summary>
/// Exit codes of a fleet. A stack that is not ready brings the code of its own rehearsal or verification: the lowest counts.
/// </summary>
public static class FleetExitCode
{
    /// <summary>Every stack is ready.</summary>
    public const int Ready = 0;

    /// <summary>Something unforeseen, in the fleet or in a stack.</summary>
    public const int Unexpected = 1;

    /// <summary>Options or a stack file cannot be used. Every other stack had its turn.</summary>
    public const int BadInput = 2;

    /// <summary>A tenant does not answer, or may not be read. Every other one had its turn.</summary>
    public const int NotRead = 3;

    /// <summary>The user ended it: some stacks had no turn.</summary>
    public const int Cancelled = 15;

    /// <summary>A tenant differs from what is declared; nothing failed.</summary>
    public const int Drifted = 18;

    /// <summary>A product holds something else than what is declared, or would synchronize other users than those verified.</summary>
    public const int Differs = 19;

    /// <summary>A product does not answer, refuses, or is of a version that this program does not know.</summary>
    public const int ProductNotAnswered = 20;

    /// <summary>The service that a workflow runs on does not answer, or refuses.</summary>
    public const int ServiceNotAnswered = 21;
}
