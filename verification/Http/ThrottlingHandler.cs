using System.Net;
using Polly;
using Polly.Retry;

namespace TenantOnboarding.Verification.Http;

/// <summary>Waits as a throttled answer asks (<c>Retry-After</c>), on the given clock, and tries again a few times. Each try has the whole
/// time-out, so that a wait does not eat it up.</summary>
internal sealed class ThrottlingHandler(HttpMessageHandler inner, TimeProvider clock, TimeSpan timeout) : DelegatingHandler(inner)
{
    /// <summary>Tries after the first one.</summary>
    public const int Retries = 4;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline =
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                ShouldHandle = attempt => ValueTask.FromResult(IsThrottled(attempt.Outcome.Result?.StatusCode)),
                DelayGenerator = attempt => ValueTask.FromResult(RetryAfter(attempt.Outcome.Result, clock)),
                OnRetry = attempt =>
                {
                    attempt.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    /// <summary>Whether an answer asks to come back later.</summary>
    public static bool IsThrottled(HttpStatusCode? status) => status is HttpStatusCode.TooManyRequests
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A second try sends the body again, so it has to be in memory.
        if (request.Content is not null)
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        return await _pipeline.ExecuteAsync(
            async token => await SendOnceAsync(request, token), cancellationToken);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource expiry = new(timeout, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException exception) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {timeout.TotalSeconds:0} s",
                new TimeoutException(exception.Message, exception));
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider clock)
    {
        TimeSpan? asked = response?.Headers.RetryAfter switch
        {
            { Delta: TimeSpan delta } => delta,
            { Date: DateTimeOffset date } => date - clock.GetUtcNow(),
            _ => null,
        };
        return asked is TimeSpan wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, Longest.Ticks)) : null;
    }
}
