using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Results;

/// <summary>What a verification sat through. The verdict does not depend on it.</summary>
/// <param name="Requests">How often a service was asked something; each item of a batch counts.</param>
/// <param name="Failed">How often it failed: an error of its own, a lost connection, half an answer, no answer in time.</param>
/// <param name="Throttled">How often it asked to slow down.</param>
/// <param name="Waited">How long at least one question waited to be asked again.</param>
public sealed record Weather(long Requests, long Failed, long Throttled, TimeSpan Waited)
{
    /// <summary>A calm run.</summary>
    public static Weather Calm { get; } = new(0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether there is anything to tell.</summary>
    public bool IsCalm => Failed == 0 && Throttled == 0;

    /// <summary>One line for people.</summary>
    public string Sentence => $"Sat through {Words.Number(Failed)} failed and {Words.Number(Throttled)} throttled of "
        + $"{Words.Number(Requests)} requests, and waited {Words.Span(Waited)} for them.";
}
