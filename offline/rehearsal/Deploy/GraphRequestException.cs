using System.Net;

namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>An answer that the provider does not take, in the provider's words.</summary>
public sealed class GraphRequestException : Exception
{
    /// <summary>Makes the error of one answer.</summary>
    public GraphRequestException(HttpStatusCode status, string reason, string? code, string? message)
        : base(Describe(status, reason, code, message))
    {
        Status = status;
        Code = code;
    }

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>Graph's error code, such as <c>Authorization_RequestDenied</c>; null where the body had none.</summary>
    public string? Code { get; }

    private static string Describe(HttpStatusCode status, string reason, string? code, string? message)
    {
        string head = $"unexpected status {(int)status} ({(int)status} {reason})";
        return code is null ? message is null ? head : $"{head}: {message}" : $"{head} with error: {code}: {message}";
    }
}
