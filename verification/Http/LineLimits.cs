namespace TenantOnboarding.Verification.Http;

/// <summary>What all lines of a run have in common.</summary>
/// <param name="AnswerWithin">How long a question is asked on.</param>
/// <param name="RequestTimeout">How long one try may take.</param>
/// <param name="Clock">The clock of all waits.</param>
internal sealed record LineLimits(TimeSpan AnswerWithin, TimeSpan RequestTimeout, TimeProvider Clock);
