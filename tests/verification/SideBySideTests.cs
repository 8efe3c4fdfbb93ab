using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant.Options;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class SideBySideTests
{
    [Fact]
    public async Task Integrations_are_verified_side_by_side_and_reported_in_the_order_of_the_outputs_document()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        TaskCompletionSource<IPAddress[]> bothAreHere = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int here = 0;
        RecordedProgress progress = new();

        VerificationReport report = await new TenantVerifier(stack.Options with
        {
            CheckRedirectHost = true,
            // Whoever comes first waits for the other, which comes only where the two are verified at once.
            RedirectHost = new()
            {
                Within = TimeSpan.FromMinutes(2),
                ResolveAsync = (_, token) =>
                {
                    if (Interlocked.Increment(ref here) == 2)
                        bothAreHere.SetResult([]);
                    return bothAreHere.Task.WaitAsync(token);
                },
            },
        }).VerifyAsync(Twice(stack, "zeta", "alpha"), progress);

        Assert.Equal(["zeta", "alpha"], report.Integrations.Select(integration => integration.Name));
        Assert.All(report.Integrations, integration =>
            Assert.Equal("no address", integration.Checks.SelectMany(check => check.Findings)
                .Single(finding => finding.Code == "REDIRECT_HOST_UNRESOLVED").Detail));
        Assert.Equal(["start zeta", "start alpha"], progress.Events.Take(2));
        Assert.Equal(["end alpha", "end zeta"], progress.Events.Where(one => one.StartsWith("end", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task The_service_is_asked_no_more_at_once_for_two_integrations_than_for_one()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync(new TenantOptions { Users = 40, Latency = new(5, 5) });
        MostAtOnce most = new(stack.Options.HandlerFactory!());

        VerificationReport report = await new TenantVerifier(
            stack.Options with { MailboxConcurrency = 3, HandlerFactory = () => most }).VerifyAsync(Twice(stack, "one", "two"));

        report.Exits(VerificationExitCode.Ready);
        Assert.InRange(most.Seen, 1, 3);
    }

    [Fact]
    public async Task Cancelled_integrations_each_say_what_they_know()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        VerificationReport report = await new TenantVerifier(stack.Options with { Stop = stop.Token })
            .VerifyAsync(Twice(stack, "one", "two"));

        Assert.Equal(VerdictKind.Partial, report.Verdict.Kind);
        Assert.All(report.Integrations, integration => Assert.All(integration.Checks, check => Assert.True(check.Partial)));
    }

    [Fact]
    public void The_console_keeps_the_lines_of_one_integration_together()
    {
        using StringWriter writer = new();
        ConsoleProgress progress = new(writer, new TestClock());

        progress.IntegrationStarted("a", "Archive");
        progress.IntegrationStarted("b", "Backup");
        progress.IntegrationStarted("c", "Copy");
        progress.CheckStarted("b", "sign-in", "Sign-in");
        progress.CheckStarted("a", "sign-in", "Sign-in");
        progress.Waiting("b", "sign-in", "a token", TimeSpan.Zero, TimeSpan.FromMinutes(5));
        progress.CheckCompleted("b", Result("of b"));
        progress.IntegrationCompleted("b");
        progress.CheckCompleted("a", Result("of a"));
        string before = writer.ToString();
        progress.IntegrationCompleted("a");
        progress.CheckCompleted("c", Result("of c"));
        progress.IntegrationCompleted("c");

        Assert.Equal("verifying Archive (a)\n  ok       Sign-in: of a\n", before.ReplaceLineEndings("\n"));
        Assert.Equal(
            """
            verifying Archive (a)
              ok       Sign-in: of a
            verifying Backup (b)
              sign-in: waiting for a token (up to 5 min)
              ok       Sign-in: of b
            verifying Copy (c)
              ok       Sign-in: of c

            """.ReplaceLineEndings(),
            writer.ToString());
    }

    private static CheckResult Result(string summary) =>
        new() { Id = "sign-in", Title = "Sign-in", Status = CheckStatus.Passed, Summary = summary };

    /// <summary>The stack's one integration under two names.</summary>
    private static OutputsDocument Twice(DeployedStack stack, string first, string second)
    {
        JsonNode document = JsonNode.Parse(stack.Outputs())!;
        JsonNode integration = document["integrations"]!["mailstore"]!;
        document["integrations"] = new JsonObject { [first] = integration.DeepClone(), [second] = integration.DeepClone() };
        return OutputsDocument.Parse(document.ToJsonString());
    }

    /// <summary>Counts how many requests about mailboxes are on their way at once.</summary>
    private sealed class MostAtOnce(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly Lock _gate = new();
        private int _now;

        public int Seen { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.RequestUri!.AbsolutePath.StartsWith("/EWS/", StringComparison.Ordinal) || request.Method == HttpMethod.Get)
                return await base.SendAsync(request, cancellationToken);
            lock (_gate)
                Seen = Math.Max(Seen, ++_now);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                lock (_gate)
                    _now--;
            }
        }
    }
}
