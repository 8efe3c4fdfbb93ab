using TenantOnboarding.Fleet.Ci.Services;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>The issues that tell which tenants need somebody, wherever they are.</summary>
internal interface IIssues
{
    /// <summary>Which names of stacks are the same one to the service.</summary>
    StringComparer Names { get; }

    /// <summary>All of them, closed ones too, by number.</summary>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    Task<IReadOnlyList<OwnIssue>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Whether an issue says this already.</summary>
    bool Says(OwnIssue issue, IssueText text);

    /// <summary>Files one.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    Task<int> FileAsync(IssueText text, CancellationToken cancellationToken);

    /// <summary>Gives one another text; opens it again where it is closed.</summary>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    Task ChangeAsync(OwnIssue issue, IssueText text, CancellationToken cancellationToken);

    /// <summary>Closes one, with a comment that says why.</summary>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    Task CloseAsync(OwnIssue issue, string why, bool done, CancellationToken cancellationToken);
}
