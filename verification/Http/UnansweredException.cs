namespace TenantOnboarding.Verification.Http;

/// <summary>A service was asked until the deadline, and did not answer.</summary>
internal sealed class UnansweredException(string service, TimeSpan waited, string detail) : Exception(detail)
{
    /// <summary>What did not answer, as a report calls it.</summary>
    public string Service { get; } = service;

    /// <summary>For how long it was asked.</summary>
    public TimeSpan Waited { get; } = waited;

    /// <summary>This exception among the causes of another, or null.</summary>
    public static UnansweredException? In(Exception? exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is UnansweredException found)
                return found;
        }
        return null;
    }
}
