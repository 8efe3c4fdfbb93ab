using System.Globalization;
using SimulatedTenant.Exchange.Imap;
using SimulatedTenant.Http;
using SimulatedTenant.Options;

namespace SimulatedTenant.Faults;

/// <summary>
/// Brings IMAP into the tenant's trouble and its log. Exchange Online's words are those that clients report: Microsoft documents none.
/// </summary>
internal sealed class ImapObserver(FaultPlan plan, RequestLog log, RequestCounters counters, TimeProvider clock) : IImapObserver
{
    private const string Unavailable = "NO Server Unavailable. 15";

    public async Task<ImapFault?> BeginAsync(ImapCommand command, CancellationToken cancellation)
    {
        counters.Begin();
        counters.Begin(Path(command));
        FaultKind? planned = plan.Number(RequestProtocol.Imap);
        string name = $"IMAP {command.User} {command.Name} {command.Arguments}";
        TimeSpan delay = plan.Delay(name, 1);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, clock, cancellation);
        switch (plan.Connection(RequestProtocol.Imap, name, planned))
        {
            case ConnectionFault.DropBefore:
                return new() { Drops = true };
            case ConnectionFault.DropAfter:
                return new() { Drops = true, HasEffect = true };
            case ConnectionFault.Cut:
                return new() { Cuts = true, HasEffect = true };
            default:
                return plan.IsOn ? Error(command, name, planned) : null;
        }
    }

    public void End(ImapCommand command, string? completion, TimeSpan duration, bool lost)
    {
        int status = Status(completion);
        counters.End(Path(command), status);
        counters.End();
        string target = command.Arguments.Length > 0 ? $"imap://{command.User}/{command.Arguments}" : $"imap://{command.User}";
        log.Add(number => new(number, clock.GetUtcNow(), command.Name, target, status, command.Client, duration, null)
        {
            Protocol = RequestProtocol.Imap,
            Completion = completion,
            IsEarly = command.IsEarly,
            IsLost = lost,
        });
    }

    private ImapFault? Error(ImapCommand command, string name, FaultKind? planned)
    {
        // A throttled connection ends, so whatever comes from its client for the mailbox before the wait has run out is early.
        string mailbox = $"IMAP {command.User}";
        if (command.Client is { } client)
        {
            int? wait = plan.Admit(client, null, out bool early);
            command.IsEarly = plan.IsEarly(client, mailbox, early);
            if (wait is { } seconds)
                return Throttled(seconds);
        }
        if (planned is { } kind)
            return Failure(FaultPlan.Status(kind), 1, hasEffect: false);
        if (plan.FailsByTurn())
            return Failure(503, 1, hasEffect: false);
        return plan.RandomError(name) is { } random ? Failure(random.Status, random.RetryAfter, !random.Before) : null;

        ImapFault Failure(int status, int retryAfter, bool hasEffect)
        {
            if (status == 429)
                plan.Tell(command.Client ?? Guid.Empty, mailbox, retryAfter);
            return status switch
            {
                429 => Throttled(retryAfter),
                401 when command.Name == "AUTHENTICATE" => new() { Completion = "NO AUTHENTICATE failed." },
                401 => new() { Bye = "Session invalidated - AccessTokenExpired" },
                502 or 504 => new() { Bye = "Connection is closed. 13", HasEffect = hasEffect },
                _ => new() { Completion = Unavailable, HasEffect = hasEffect },
            };
        }
    }

    private static ImapFault Throttled(int seconds) => new()
    {
        Completion = string.Create(
            CultureInfo.InvariantCulture, $"BAD Request is throttled. Suggested Backoff Time: {seconds * 1000L} milliseconds"),
        Bye = "Connection closed. 14",
    };

    /// <summary>What HTTP would say.</summary>
    private static int Status(string? completion) => completion?.Split(' ')[0] switch
    {
        null => 0,
        "OK" => 200,
        "BAD" => completion.StartsWith("BAD Request is throttled", StringComparison.Ordinal) ? 429 : 400,
        "NO" => completion == Unavailable ? 503 : 403,
        _ => 503,
    };

    /// <summary>Commands that are none share a path, so that their number is bounded.</summary>
    private static string Path(ImapCommand command) => ImapCommands.Knows(command.Name) ? $"IMAP {command.Name}" : "IMAP (unknown)";
}
