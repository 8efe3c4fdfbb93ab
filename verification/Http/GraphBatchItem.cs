namespace TenantOnboarding.Verification.Http;

/// <summary>What became of one question of a batch.</summary>
/// <param name="Status">Its status; 0 where the batch has no answer for it.</param>
/// <param name="Error">Its error; without code and message where there is none.</param>
/// <param name="Wait">How long it asks to wait, or null where it does not say.</param>
internal sealed record GraphBatchItem(int Status, ApiError Error, TimeSpan? Wait = null)
{
    /// <summary>The member <c>value</c> of its body where that is a text, or null.</summary>
    public string? Value { get; init; }

    /// <summary>Why it was given up, or null where it was answered.</summary>
    public string? GivenUp { get; init; }

    /// <summary>Why it has to be asked again, or null where this is an answer.</summary>
    public Trouble? Trouble =>
        Status == 0 ? new("the batch has no answer for this mailbox")
        : !Reception.IsPassing(Status) ? null
        : new($"{Status} {Error.Code}".TrimEnd(), Status is 429 or 503, Wait)
        {
            // Outlook's limits are those of an application and a mailbox; 503 speaks of the mailbox's server.
            OfOneQuestion = Status == 503 || Error.Code == "ApplicationThrottled",
        };

    /// <summary>A question that was asked until the deadline.</summary>
    public static GraphBatchItem Unanswered(string why) => new(0, default) { GivenUp = why };
}
