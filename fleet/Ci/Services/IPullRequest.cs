namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>The conversation about a pull request, wherever it is.</summary>
internal interface IPullRequest
{
    /// <summary>For people: "pull request 12 of owner/name".</summary>
    string Name { get; }

    /// <summary>The newest comment of this program that begins with a marker; null where there is none.</summary>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    Task<OwnComment?> FindAsync(string marker, CancellationToken cancellationToken);

    /// <summary>Adds a comment.</summary>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    Task AddAsync(string text, CancellationToken cancellationToken);

    /// <summary>Gives a comment another text.</summary>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    Task ChangeAsync(OwnComment comment, string text, CancellationToken cancellationToken);
}
