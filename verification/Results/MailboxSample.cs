using System.Globalization;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Results;

/// <summary>A random sample of mailboxes, drawn by account without putting back, and what it says about all of them.</summary>
/// <param name="Drawn">How many mailboxes were drawn and answered.</param>
/// <param name="Population">How many there are to be drawn from.</param>
/// <param name="Missed">How many of those drawn were not as declared.</param>
/// <param name="Seed">Seed of the draw: the same seed draws the same accounts again.</param>
public sealed record MailboxSample(int Drawn, int Population, int Missed, int Seed)
{
    /// <summary>How sure <see cref="AtMost"/> is, as a share of 1.</summary>
    public const double Confidence = 0.95;

    /// <summary>The most mailboxes of all that are not as declared, with 95 % confidence: the exact bound of the hypergeometric
    /// distribution.</summary>
    public int AtMost { get; } = SampleBound.AtMost(Population, Drawn, Missed, Confidence);

    /// <summary>The sample in one line: "sample of 500 of 10,000 mailboxes (seed 7): 0 not reachable; with 95 % confidence at most 0.6 %
    /// of all are not (58)".</summary>
    public string Sentence => string.Create(CultureInfo.InvariantCulture,
        $"sample of {Words.Number(Drawn)} of {Words.Count(Population, "mailbox", "mailboxes")} (seed {Seed}): {Words.Number(Missed)} not "
        + $"reachable; with {Confidence * 100:0} % confidence at most {Share} % of all are not ({Words.Number(AtMost)})");

    // Rounded up, as the bound must not look better than it is.
    private string Share => (Math.Ceiling(1000.0 * AtMost / Math.Max(Population, 1)) / 10).ToString("0.0", CultureInfo.InvariantCulture);
}
