using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using SimulatedTenant.Directory;
using SimulatedTenant.Exchange;
using SimulatedTenant.Http;
using SimulatedTenant.Options;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Faults;

/// <summary>
/// Trouble in front of Graph and Exchange and behind them, as the options ask for it. Sign-in is spared unless they say otherwise, metadata
/// always.
/// </summary>
internal sealed class FaultInjector(
    FaultPlan plan, TenantOptions options, TenantDirectory directory, AccessTokens tokens, TimeProvider clock)
{
    /// <summary>How many requests to mailboxes Exchange works on at once for one batch.</summary>
    private const int MailboxesAtOnce = 4;

    private readonly DirectoryChanges? _changes = options.ChangesWhilePaging ? new(directory, plan.Dice, options.Users) : null;

    /// <summary>Counts a request, and notes what is planned for it.</summary>
    public void Number(TenantRequest request) => request.Planned = plan.Number(request.Protocol);

    /// <summary>Waits as long as this answer takes longer.</summary>
    public async Task DelayAsync(TenantRequest request, CancellationToken cancellation)
    {
        if (options.Latency is null)
            return;
        TimeSpan delay = plan.Delay(Dice.NameOf(request), Rounds(request));
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, clock, cancellation);
    }

    /// <summary>What becomes of the connection.</summary>
    public ConnectionFault Connection(TenantRequest request) => options.Connections is null && request.Planned is null
        ? ConnectionFault.None
        : plan.Connection(request.Protocol, Dice.NameOf(request), request.Planned);

    /// <summary>The error that this request gets, and whether before its effect; null when it gets none.</summary>
    public (TenantResponse Error, bool Before)? Intercept(TenantRequest request)
    {
        if (!plan.IsOn || request.Protocol == RequestProtocol.Other)
            return null;
        string name = Dice.NameOf(request);
        Guid client = ClientOf(request);
        bool early = false;
        // A batch counts by its items, and sign-in has limits of another kind.
        bool limited = !request.IsBatch && request.Protocol != RequestProtocol.SignIn;
        int? wait = limited ? plan.Admit(client, MailboxOf(request), out early) : null;
        request.IsEarly = plan.IsEarly(client, name, early);
        if (wait is { } seconds)
            return (Error(request, 429, seconds), true);
        if (PlannedStatus(request) is { } planned)
            return (Failure(planned, 1), true);
        if (request.IsBatch || plan.Spares(request.Protocol))
            return null;
        if (plan.FailsByTurn())
            return (Failure(503, 1), true);
        return plan.RandomError(name) is { } random ? (Failure(random.Status, random.RetryAfter), random.Before) : null;

        TenantResponse Failure(int status, int retryAfter)
        {
            if (status is 429 or 503)
                plan.Tell(client, name, retryAfter);
            return Error(request, status, retryAfter);
        }
    }

    /// <summary>Called when an answer was made, with the directory free.</summary>
    public void AfterAnswer(TenantRequest request)
    {
        if (_changes is not null && request is { Method: "GET", Segments: ["v1.0" or "beta", "users"] })
            _changes.AfterPage();
    }

    /// <summary>What was planned for this request and is no matter of its connection; or null.</summary>
    private static int? PlannedStatus(TenantRequest request)
    {
        if (request.Planned is not { } kind || (kind == FaultKind.TokenExpired && request.Protocol == RequestProtocol.SignIn))
            return null;
        bool ofConnection = kind is FaultKind.ConnectionDropped or FaultKind.ConnectionDroppedAfterEffect or FaultKind.AnswerCut;
        return ofConnection && !request.IsItem ? null : FaultPlan.Status(kind);
    }

    /// <summary>How many times the latency strikes one after the other.</summary>
    private static int Rounds(TenantRequest request)
    {
        if (!request.IsBatch)
            return 1;
        try
        {
            int mailboxes = request.JsonBody()["requests"] is JsonArray items
                ? items.Count(item => item is JsonObject && item["url"] is JsonValue url && url.ToString().Contains(
                    "/mail", StringComparison.Ordinal))
                : 0;
            return Math.Clamp((mailboxes + MailboxesAtOnce - 1) / MailboxesAtOnce, 1, 5);
        }
        catch (GraphException)
        {
            return 1; // It is refused when its turn comes.
        }
    }

    private static string? MailboxOf(TenantRequest request) =>
        request.Segments is [_, "users", { } mailbox, "mailFolders" or "mailboxSettings" or "messages", ..]
            ? mailbox.ToLowerInvariant()
            : null;

    private Guid ClientOf(TenantRequest request)
    {
        if (request.Vouched is { } vouched)
            return vouched.AppId;
        if (request.Protocol == RequestProtocol.SignIn)
            return Guid.TryParse(QueryHelpers.ParseQuery(request.Text)["client_id"], out Guid id) ? id : Guid.Empty;
        return request.Header("Authorization")?.Split(' ') is [_, { } token] && tokens.Read(token, out _) is { } caller
            ? caller.AppId
            : Guid.Empty;
    }

    private TenantResponse Error(TenantRequest request, int status, int retryAfter)
    {
        string wait = retryAfter.ToString(CultureInfo.InvariantCulture);
        switch (request.Protocol)
        {
            case RequestProtocol.SignIn:
                TenantResponse refusal = TokenError.Transient(status).Response(clock.GetUtcNow());
                return status is 429 or 503 ? refusal.With("Retry-After", wait) : refusal;
            case RequestProtocol.Ews when status is 429 or 503:
                return EwsEndpoint.Busy(TimeSpan.FromSeconds(retryAfter));
            case RequestProtocol.Ews or RequestProtocol.ExchangeAdministration when status == 401:
                return TenantResponse.OfText(401, "", "text/html").With(
                    "WWW-Authenticate", $"Bearer error=\"invalid_token\", error_description=\"{AccessTokens.Expired}\"");
        }
        bool mailbox = request.Segments.Any(s => s is "mailFolders" or "mailboxSettings");
        GraphException error = status switch
        {
            401 => new(status, "InvalidAuthenticationToken", AccessTokens.Expired),
            429 when mailbox => new(status, "ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
            429 => new(status, "TooManyRequests", "Too many requests."),
            _ => new(status, ((HttpStatusCode)status).ToString(), "The simulated tenant was asked to fail."),
        };
        if (status is 429 or 503)
            error.Headers["Retry-After"] = wait;
        return error.Response(request, clock.GetUtcNow());
    }
}
