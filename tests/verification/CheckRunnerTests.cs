using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Azure.Identity;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.SignIn;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What becomes of a check that waits, and of one that cannot look.</summary>
public sealed class CheckRunnerTests
{
    private static readonly Finding Missing =
        ConsentFindings.NotAssigned(new("Microsoft Graph", Guid.Empty, PermissionType.Application, "Mail.Read", Guid.Empty));

    private readonly StubTenant _tenant = new();

    [Fact]
    public async Task What_is_settled_at_once_is_looked_at_once()
    {
        Checked check = new(_ => new("fine", []));

        (CheckResult result, CheckOutcome outcome) = await WithDeadline(300).SettleAsync(check);

        Assert.Equal((CheckStatus.Passed, "fine", false), (result.Status, result.Summary, result.Partial));
        Assert.Equal(VerificationExitCode.Consent, result.FailureClass);
        Assert.Equal(("checked", "Checked", 1, "fine"), (result.Id, result.Title, check.Looks.Count, outcome.Summary));
        Assert.Empty(_tenant.Progress.Waits);
    }

    [Fact]
    public async Task It_looks_again_after_longer_and_longer_waits_and_for_the_last_time_at_the_deadline()
    {
        Checked check = new(_ => new("missing", [Missing]));

        (CheckResult result, _) = await WithDeadline(100).SettleAsync(check);

        Assert.Equal([0, 2, 6, 14, 30, 60, 90, 100], check.Seconds);
        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.Equal("missing; waited 1 min 40 s for the assignment of Mail.Read to be listed", result.Summary);
        Assert.Equal(Enumerable.Repeat("checked: the assignment of Mail.Read to be listed", 7), _tenant.Progress.Waits);
    }

    [Fact]
    public async Task The_deadline_is_for_all_checks_of_an_integration_together()
    {
        WithDeadline(10);
        Checked first = new(look => look < 3 ? new("missing", [Missing]) : new("fine", [])), second = new(_ => new("missing", [Missing]));

        await _tenant.WithSessionAsync(async session =>
        {
            CheckRunner runner = new(session);
            await runner.SettleAsync(first, Knowledge.None, default);
            return await runner.SettleAsync(second, Knowledge.None, default);
        });

        Assert.Equal([0, 2, 6], first.Seconds);
        Assert.Equal([6, 8, 10], second.Seconds);
    }

    [Fact]
    public async Task What_came_while_it_waited_is_settled_and_the_wait_is_told()
    {
        Checked check = new(look => look == 1 ? new("missing", [Missing]) : new("fine", []));

        (CheckResult result, _) = await WithDeadline(60).SettleAsync(check);

        Assert.Equal((CheckStatus.Passed, "fine; waited 2 s for the assignment of Mail.Read to be listed"), (result.Status, result.Summary));
        Assert.Empty(result.Findings);
    }

    [Fact]
    public async Task Each_look_after_a_wait_is_with_new_tokens()
    {
        Checked check = new(_ => new("missing", [Missing])) { AsksTokens = true };

        await WithDeadline(6).SettleAsync(check);

        Assert.Equal(3, _tenant.Asked.Count(asked => asked.StartsWith("POST token", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_deadline_it_judges_at_once()
    {
        Checked check = new(_ => new("missing", [Missing]));

        (CheckResult result, _) = await WithDeadline(0).SettleAsync(check);

        Assert.Single(check.Looks);
        Assert.Equal((CheckStatus.Failed, "missing"), (result.Status, result.Summary));
    }

    [Fact]
    public async Task A_verification_that_was_stopped_does_not_begin_a_check()
    {
        _tenant.Options = _tenant.Options with { Stop = new(canceled: true) };
        Checked check = new(_ => new("fine", []));

        (CheckResult result, CheckOutcome outcome) = await _tenant.SettleAsync(check);

        Assert.Empty(check.Looks);
        Assert.Equal((CheckStatus.Open, true, "not begun: the verification was cancelled"), (result.Status, result.Partial, result.Summary));
        Assert.Null(outcome.Learned);
    }

    [Fact]
    public async Task One_that_is_stopped_while_it_looks_does_not_wait()
    {
        using CancellationTokenSource stop = new();
        WithDeadline(60).Options = _tenant.Options with { Stop = stop.Token };
        Checked check = new(_ => new("missing", [Missing])) { Looking = stop.Cancel };

        (CheckResult result, _) = await _tenant.SettleAsync(check);

        Assert.Equal("missing", result.Summary);
        Assert.Empty(_tenant.Progress.Waits);
    }

    [Fact]
    public async Task One_that_is_stopped_while_it_waits_tells_what_it_saw_last_and_is_partial()
    {
        using CancellationTokenSource stop = new();
        TestClock clock = new(StubTenant.Now, TimeSpan.Zero);
        _tenant.Options = _tenant.Options with { Deadline = TimeSpan.FromMinutes(1), Stop = stop.Token, Clock = clock };
        Checked check = new(_ => new("missing", [Missing]));

        Task<(CheckResult Result, CheckOutcome Outcome)> settling = _tenant.SettleAsync(check, stop.Token);
        await stop.CancelAsync();
        (CheckResult result, CheckOutcome outcome) = await settling;

        Assert.True(result.Partial && outcome.Partial);
        Assert.Equal((CheckStatus.Failed, "missing; waited 0 ms for the assignment of Mail.Read to be listed"), (result.Status, result.Summary));
        Assert.Single(check.Looks);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_a_check_waits_ends()
    {
        using CancellationTokenSource cancelled = new();
        _tenant.Options = _tenant.Options with { Deadline = TimeSpan.FromMinutes(1), Clock = new TestClock(StubTenant.Now, TimeSpan.Zero) };

        Task settling = _tenant.SettleAsync(new Checked(_ => new("missing", [Missing])), cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => settling);
    }

    [Fact]
    public async Task A_check_may_name_an_exit_code_other_than_its_own()
    {
        Checked check = new(_ => new("why", [Missing]) { FailureClass = VerificationExitCode.Unreachable });

        Assert.Equal(VerificationExitCode.Unreachable, (await _tenant.SettleAsync(check)).Result.FailureClass);
    }

    public static TheoryData<Exception, CheckStatus, VerificationExitCode, string, string?, string?> Failures => new()
    {
        {
            new TenantUnreachableException("login.example.test", "the connection is refused", new IOException()), CheckStatus.Failed,
            VerificationExitCode.Unreachable, "login.example.test does not answer", "TENANT_UNREACHABLE", null
        },
        {
            new TenantUnreachableException("tenant.example.test:0", "the connection is refused", new IOException()), CheckStatus.Failed,
            VerificationExitCode.Consent, "tenant.example.test:0 does not answer", "TENANT_UNREACHABLE", null
        },
        {
            new UnansweredException("IMAP", TimeSpan.FromMinutes(5), "* BYE"), CheckStatus.Unanswered, VerificationExitCode.Unreachable,
            "IMAP did not answer in time", "SERVICE_UNANSWERED", "* BYE"
        },
        {
            new AuthenticationFailedException("no", new UnansweredException("Entra", TimeSpan.Zero, "503")), CheckStatus.Unanswered,
            VerificationExitCode.Unreachable, "Entra did not answer in time", "SERVICE_UNANSWERED", "503"
        },
        {
            new AuthenticationFailedException("no account\nmore of it"), CheckStatus.Open, VerificationExitCode.Consent,
            "the operator cannot sign in (no account)", null, null
        },
        {
            new SignInException("AADSTS50001", "unknown resource", new IOException()), CheckStatus.Failed, VerificationExitCode.Consent,
            "no token for an API", "TOKEN_REFUSED", "unknown resource"
        },
        {
            new SignInException("AADSTS501051", "not assigned", new IOException()), CheckStatus.Failed, VerificationExitCode.Consent,
            "no token for an API", "API_ASSIGNMENT_REQUIRED", "not assigned"
        },
        { Refused(404), CheckStatus.Failed, VerificationExitCode.Consent, "an object is missing in the directory", "NOT_FOUND", "404 Code: Why." },
        { Refused(401), CheckStatus.Open, VerificationExitCode.Consent, "the directory refuses the read (401 Code: Why.)", null, null },
        { Refused(403), CheckStatus.Open, VerificationExitCode.Consent, "the directory refuses the read (403 Code: Why.)", null, null },
        { Refused(400), CheckStatus.Failed, VerificationExitCode.Consent, "an unexpected answer", "UNEXPECTED_ANSWER", "400 Code: Why." },
        {
            new ODataError { ResponseStatusCode = 400 }, CheckStatus.Failed, VerificationExitCode.Consent, "an unexpected answer",
            "UNEXPECTED_ANSWER", "400 : "
        },
        { new ApiException("not JSON"), CheckStatus.Failed, VerificationExitCode.Consent, "an unexpected answer", "UNEXPECTED_ANSWER", "not JSON" },
        { new JsonException("not JSON"), CheckStatus.Failed, VerificationExitCode.Consent, "an unexpected answer", "UNEXPECTED_ANSWER", "not JSON" },
        { new KeyNotFoundException("no id"), CheckStatus.Failed, VerificationExitCode.Consent, "an unexpected answer", "UNEXPECTED_ANSWER", "no id" },
        { new InvalidOperationException("odd"), CheckStatus.Failed, VerificationExitCode.Consent, "an unexpected answer", "UNEXPECTED_ANSWER", "odd" },
        { new FormatException("no GUID"), CheckStatus.Failed, VerificationExitCode.Consent, "an unexpected answer", "UNEXPECTED_ANSWER", "no GUID" },
        {
            new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused)), CheckStatus.Failed,
            VerificationExitCode.Unreachable, "a service of the tenant does not answer", "TENANT_UNREACHABLE", "refused"
        },
        {
            new HttpRequestException("odd", null, HttpStatusCode.BadGateway), CheckStatus.Failed, VerificationExitCode.Unreachable,
            "a service of the tenant does not answer", "TENANT_UNREACHABLE", "odd"
        },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_keeps_a_check_from_looking_is_said_of_the_check(
        Exception failure, CheckStatus status, VerificationExitCode exitCode, string summary, string? code, string? detail)
    {
        (CheckResult result, CheckOutcome outcome) = await _tenant.SettleAsync(new Checked(_ => throw failure));

        Assert.Equal((status, exitCode, summary), (result.Status, result.FailureClass, result.Summary));
        Assert.Equal((code, detail), (result.Findings.SingleOrDefault()?.Code, result.Findings.SingleOrDefault()?.Detail));
        Assert.Equal(failure is ODataError { ResponseStatusCode: 404 } || code == "API_ASSIGNMENT_REQUIRED", outcome.WaitingFor is not null);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_explained_in_words()
    {
        HttpRequestException refused = new("refused", new SocketException((int)SocketError.ConnectionRefused));
        HttpRequestException odd = new("odd", null, HttpStatusCode.BadGateway);

        Assert.Equal("A service of the tenant does not answer: the connection is refused.", await CauseAsync(refused));
        Assert.Equal("A service of the tenant does not answer: odd.", await CauseAsync(odd));

        async Task<string> CauseAsync(Exception failure) =>
            (await _tenant.SettleAsync(new Checked(_ => throw failure))).Result.Findings.Single().Cause;
    }

    [Fact]
    public async Task A_fault_of_the_program_is_no_finding() => await Assert.ThrowsAsync<ArgumentException>(
        () => _tenant.SettleAsync(new Checked(_ => throw new ArgumentException("a fault"))));

    [Fact]
    public async Task A_check_that_is_stopped_while_it_looks_is_partial_and_one_of_a_cancelled_run_ends_it()
    {
        using CancellationTokenSource stop = new();
        _tenant.Options = _tenant.Options with { Stop = stop.Token };
        Checked check = new(_ => throw new OperationCanceledException());

        await Assert.ThrowsAsync<OperationCanceledException>(() => _tenant.SettleAsync(check));
        Checked stopped = new(_ => throw new OperationCanceledException()) { Looking = stop.Cancel };
        (CheckResult result, _) = await _tenant.SettleAsync(stopped);

        Assert.Equal((CheckStatus.Open, true), (result.Status, result.Partial));
    }

    private static ODataError Refused(int status) =>
        new() { ResponseStatusCode = status, Error = new() { Code = "Code", Message = "Why." } };

    private StubTenant WithDeadline(int seconds)
    {
        _tenant.Options = _tenant.Options with { Deadline = TimeSpan.FromSeconds(seconds) };
        return _tenant;
    }

    /// <summary>A check that finds what a test says, look by look from 1.</summary>
    private sealed class Checked(Func<int, CheckOutcome> outcome) : ICheck
    {
        public string Id => "checked";
        public string Title => "Checked";
        public VerificationExitCode FailureClass => VerificationExitCode.Consent;
        public IReadOnlyList<string> Needs => [];

        public List<DateTimeOffset> Looks { get; } = [];

        public Action? Looking { get; init; }

        public bool AsksTokens { get; init; }

        public bool AppliesTo(IntegrationOutputs integration) => true;

        public int[] Seconds => [.. Looks.Select(look => (int)(look - StubTenant.Now).TotalSeconds)];

        public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
        {
            Looks.Add(context.Session.Now);
            Looking?.Invoke();
            if (AsksTokens)
                await context.Session.TokenAsync(TenantOnboarding.Verification.Tenant.WellKnown.MicrosoftGraph, cancellationToken);
            return outcome(Looks.Count);
        }
    }
}
