using TenantOnboarding.Fleet.Ci.Services;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>
/// Keeps the one comment of a pull request: it is found again by its first line, and changed where it says something else.
/// </summary>
/// <param name="pullRequest">The conversation.</param>
internal sealed class PullRequestComment(IPullRequest pullRequest)
{
    /// <summary>Writes it.</summary>
    /// <param name="text">Begins with <see cref="PullRequestText.Marker"/>.</param>
    /// <param name="worthBeginning">Whether a pull request without the comment gets one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was done, one line.</returns>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    public async Task<string> WriteAsync(string text, bool worthBeginning, CancellationToken cancellationToken)
    {
        OwnComment? comment = await pullRequest.FindAsync(PullRequestText.Marker, cancellationToken);
        if (comment is null)
        {
            if (!worthBeginning)
                return $"{pullRequest.Name}: there is nothing to say, and no comment";
            await pullRequest.AddAsync(text, cancellationToken);
            return $"{pullRequest.Name}: commented";
        }
        if (comment.Text.ReplaceLineEndings("\n").TrimEnd() == text.TrimEnd())
            return $"{pullRequest.Name}: the comment says so already";
        await pullRequest.ChangeAsync(comment, text, cancellationToken);
        return $"{pullRequest.Name}: the comment was changed";
    }
}
