using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Http;

/// <summary>The lines of a run, one for each service and kind of work that has limits of its own.</summary>
internal sealed class ServiceLines
{
    private const int MostToDirectory = 8;

    private readonly Hardship _hardship;

    /// <param name="limits">What they have in common.</param>
    /// <param name="mostToMailboxes">How many requests about mailboxes at once at most.</param>
    public ServiceLines(LineLimits limits, int mostToMailboxes)
    {
        _hardship = new(limits.Clock);
        Pause graph = new(limits.Clock);
        SignIn = new("The sign-in service", MostToDirectory, limits, new(limits.Clock), _hardship);
        Directory = new("Microsoft Graph", MostToDirectory, limits, graph, _hardship);
        Outlook = new("Microsoft Graph", mostToMailboxes, limits, graph, _hardship);
        Exchange = new("Exchange Online", mostToMailboxes, limits, new(limits.Clock), _hardship);
        Imap = new("IMAP", mostToMailboxes, limits, new(limits.Clock), _hardship);
    }

    /// <summary>To the token endpoint.</summary>
    public ServiceLine SignIn { get; }

    /// <summary>To the directory through Microsoft Graph.</summary>
    public ServiceLine Directory { get; }

    /// <summary>To mailboxes through Microsoft Graph.</summary>
    public ServiceLine Outlook { get; }

    /// <summary>To Exchange Web Services and the admin API.</summary>
    public ServiceLine Exchange { get; }

    /// <summary>To mailboxes through IMAP.</summary>
    public ServiceLine Imap { get; }

    /// <summary>What the run has sat through so far.</summary>
    public Weather Weather => _hardship.Read();

    /// <summary>The line that an HTTP request belongs to. The paths tell: a simulated tenant has one address for all.</summary>
    public ServiceLine Of(Uri address)
    {
        string path = address.AbsolutePath;
        return path.StartsWith("/EWS/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/adminapi/", StringComparison.Ordinal)
            ? Exchange
            : !path.StartsWith("/v1.0/", StringComparison.Ordinal) && !path.StartsWith("/beta/", StringComparison.Ordinal) ? SignIn
            : path.EndsWith("/$batch", StringComparison.Ordinal) ? Outlook
            : Directory;
    }
}
