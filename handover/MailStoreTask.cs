using System.Net;
using TenantOnboarding.HandOver.MailStore;
using TenantOnboarding.Verification.Commands;

namespace TenantOnboarding.HandOver;

/// <summary>What to do with a MailStore.</summary>
/// <param name="Target">The MailStore.</param>
/// <param name="Credential">An administrator of it.</param>
public sealed record MailStoreTask(MailStoreTarget Target, NetworkCredential Credential)
{
    /// <summary>Logical name of the integration; null: the only one for MailStore.</summary>
    public string? Integration { get; init; }

    /// <summary>Whether what differs is set; default false: only shown.</summary>
    public bool Set { get; init; }

    /// <summary>JSON report of a verification, whose users are compared with; null: users are not compared.</summary>
    public string? Verification { get; init; }

    /// <summary>File that keeps MailStore's object and the dry run's answer, without secrets; null: none.</summary>
    public string? Capture { get; init; }

    /// <summary>How long a call may take, with its job; default 10 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Reads how long a call may take.</summary>
    /// <param name="text">Such as <c>90s</c> or <c>10m</c>.</param>
    /// <param name="errors">Takes the error.</param>
    public static TimeSpan ReadDeadline(string text, List<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (!Duration.TryParse(text, out TimeSpan deadline) || deadline == TimeSpan.Zero)
            errors.Add($"--deadline: found '{text}', expected a time such as 90s, 10m or 1h. Correct it.");
        return deadline;
    }
}
