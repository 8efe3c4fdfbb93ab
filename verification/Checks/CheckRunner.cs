using System.Text.Json;
using Azure.Identity;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Runs the checks of one integration. What a check finds becomes a finding, never an exception.</summary>
internal sealed class CheckRunner(IntegrationSession session)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2), LongestWait = TimeSpan.FromSeconds(30);

    private readonly VerificationOptions _options = session.Options;

    // Only waits for replication count: how long the questions themselves take depends on the size of the tenant and on the weather.
    private TimeSpan _waited;

    /// <summary>Runs a check until what it found is settled: looks again, with new tokens, while replication may explain it and the
    /// deadline allows.</summary>
    public async Task<(CheckResult Result, CheckOutcome Outcome)> SettleAsync(ICheck check, Knowledge known,
        CancellationToken cancellationToken)
    {
        if (_options.Stop.IsCancellationRequested)
        {
            CheckOutcome never = CheckOutcome.Stopped("not begun: the verification was cancelled");
            return (ToResult(check, never, waitedFor: null, TimeSpan.Zero), never);
        }
        CheckContext context = new(session, known.For(check));
        TimeSpan wait = FirstWait;
        long checkStarted = _options.Clock.GetTimestamp();
        string? waitedFor = null;
        while (true)
        {
            CheckOutcome outcome = await LookAsync(check, context, cancellationToken);
            if (outcome.WaitingFor is null || _waited >= _options.Deadline || _options.Stop.IsCancellationRequested)
                return (ToResult(check, outcome, waitedFor, _options.Clock.GetElapsedTime(checkStarted)), outcome);
            waitedFor = outcome.WaitingFor;
            session.Progress?.Waiting(session.Name, check.Id, waitedFor, _waited, _options.Deadline);
            TimeSpan left = _options.Deadline - _waited;
            TimeSpan pause = wait < left ? wait : left;
            if (await IsStoppedAsync(pause, cancellationToken))
            {
                outcome = outcome with { Partial = true };
                return (ToResult(check, outcome, waitedFor, _options.Clock.GetElapsedTime(checkStarted)), outcome);
            }
            _waited += pause;
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            session.Renew();
        }
    }

    /// <summary>Waits; true where the verification is stopped meanwhile.</summary>
    private async Task<bool> IsStoppedAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(wait, _options.Clock, cancellationToken);
            return false;
        }
        catch (OperationCanceledException) when (_options.Stop.IsCancellationRequested)
        {
            return true;
        }
    }

    private CheckResult ToResult(ICheck check, CheckOutcome outcome, string? waitedFor, TimeSpan waited) => new()
    {
        Id = check.Id,
        Title = check.Title,
        Status = outcome.Status,
        Summary = waitedFor is null ? outcome.Summary : $"{outcome.Summary}; waited {Words.Span(waited)} for {waitedFor}",
        Findings = outcome.Asked is ExchangeRecorder asked && session.Evidence is EvidenceFiles evidence
            ? evidence.Keep(check.Id, outcome.Findings, asked) : outcome.Findings,
        Partial = outcome.Partial,
        Sample = outcome.Sample,
        FailureClass = outcome.FailureClass ?? check.FailureClass,
    };

    private async Task<CheckOutcome> LookAsync(ICheck check, CheckContext context, CancellationToken cancellationToken)
    {
        ExchangeRecorder? recorder = session.Evidence is null ? null : new();
        ExchangeRecorder.Current = recorder;
        CheckOutcome outcome = await ExplainedAsync(check, context, cancellationToken);
        return outcome with { Asked = recorder };
    }

    private async Task<CheckOutcome> ExplainedAsync(ICheck check, CheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await check.RunAsync(context, cancellationToken);
        }
        catch (OperationCanceledException) when (_options.Stop.IsCancellationRequested)
        {
            return CheckOutcome.Stopped("cancelled before its end");
        }
        catch (TenantUnreachableException exception)
        {
            bool imap = exception.Host == $"{session.Endpoints.ImapHost}:{session.Endpoints.ImapPort}";
            return new($"{exception.Host} does not answer", [ServiceFindings.Unreachable(exception.Host, exception.Message)])
            {
                FailureClass = imap ? null : VerificationExitCode.Unreachable,
            };
        }
        catch (UnansweredException exception)
        {
            return Silent(exception);
        }
        catch (SignInException exception)
        {
            // The first token was given, so this one is for an API that the application cannot ask for.
            return new("no token for an API", [SignInRefusal.Explain(exception, session.Integration.ClientId)
                ?? ServiceFindings.TokenRefused(session.Integration.DisplayName, exception.Message)]);
        }
        catch (ODataError exception)
        {
            return Explain(exception);
        }
        catch (AuthenticationFailedException exception)
        {
            if (UnansweredException.In(exception) is UnansweredException unanswered)
                return Silent(unanswered);
            return CheckOutcome.LeftOpen($"the operator cannot sign in ({TransportErrors.FirstLine(exception.Message)})");
        }
        catch (Exception exception) when (exception
            is ApiException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // A proxy or a service in trouble answers with something else than its API.
            return new("an unexpected answer", [ServiceFindings.UnexpectedAnswer(session.Tenant.Domain, exception.Message)]);
        }
        catch (HttpRequestException exception)
        {
            string why = TransportErrors.InWords(exception) ?? exception.Message;
            return new("a service of the tenant does not answer",
                [ServiceFindings.ServiceUnreachable(session.Tenant.Domain, why, exception.Message)])
            {
                FailureClass = VerificationExitCode.Unreachable,
            };
        }
    }

    private static CheckOutcome Silent(UnansweredException exception) => new(
        $"{exception.Service} did not answer in time",
        [ServiceFindings.Unanswered(exception.Service, exception.Waited, exception.Message)])
    {
        Unanswered = true,
        FailureClass = VerificationExitCode.Unreachable,
    };

    private CheckOutcome Explain(ODataError exception)
    {
        string detail = $"{exception.ResponseStatusCode} {exception.Error?.Code}: {exception.Message}";
        return exception.ResponseStatusCode switch
        {
            404 => new("an object is missing in the directory", [ServiceFindings.NotFound(session.Integration.DisplayName, detail)]),
            401 or 403 => CheckOutcome.LeftOpen($"the directory refuses the read ({detail})"),
            _ => new("an unexpected answer", [ServiceFindings.UnexpectedGraphAnswer(detail)]),
        };
    }
}
