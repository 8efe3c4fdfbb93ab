using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

public sealed class AdaptiveLimiterTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task The_level_doubles_from_round_to_round_until_the_service_asks_to_slow_down()
    {
        AdaptiveLimiter limiter = new(64, _clock, start: 4);
        List<int> levels = [];

        for (int round = 0; round < 5; round++)
        {
            levels.Add(limiter.Level);
            await RoundAsync(limiter, limiter.Level);
        }

        Assert.Equal([4, 8, 16, 32, 64], levels);
    }

    [Fact]
    public async Task The_level_never_passes_its_upper_bound()
    {
        AdaptiveLimiter limiter = new(10, _clock, start: 4);

        for (int round = 0; round < 5; round++)
            await RoundAsync(limiter, limiter.Level);

        Assert.Equal(10, limiter.Level);
    }

    [Fact]
    public async Task A_request_to_slow_down_halves_the_level_at_once_and_answers_raise_it_by_one_a_round()
    {
        AdaptiveLimiter limiter = new(64, _clock, start: 16);

        limiter.Lower(_clock.GetTimestamp());
        List<int> levels = [];
        for (int round = 0; round < 6; round++)
        {
            levels.Add(limiter.Level);
            await RoundAsync(limiter, limiter.Level);
        }

        // Eight answers at a level of eight come to a little less than one.
        Assert.Equal([8, 8, 9, 10, 11, 12], levels);
    }

    [Fact]
    public void Requests_that_were_on_their_way_together_lower_the_level_once()
    {
        AdaptiveLimiter limiter = new(64, _clock, start: 16);
        long together = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromMilliseconds(100));

        limiter.Lower(together);
        limiter.Lower(together);
        int once = limiter.Level;
        limiter.Lower(_clock.GetTimestamp());

        Assert.Equal((8, 4), (once, limiter.Level));
    }

    [Fact]
    public void The_level_never_falls_below_one()
    {
        AdaptiveLimiter limiter = new(64, _clock, start: 2);

        for (int i = 0; i < 10; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            limiter.Lower(_clock.GetTimestamp());
        }

        Assert.Equal(1, limiter.Level);
    }

    [Fact]
    public async Task No_more_are_let_in_than_the_level_and_those_who_were_asked_before_go_first()
    {
        AdaptiveLimiter limiter = new(1, _clock);
        await limiter.EnterAsync(first: false, CancellationToken.None);
        Task fresh = limiter.EnterAsync(first: false, CancellationToken.None);
        Task again = limiter.EnterAsync(first: true, CancellationToken.None);
        Assert.False(fresh.IsCompleted || again.IsCompleted);

        limiter.Leave();
        await again;
        Assert.False(fresh.IsCompleted);
        limiter.Leave();

        await fresh;
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_takes_no_place()
    {
        AdaptiveLimiter limiter = new(1, _clock);
        await limiter.EnterAsync(first: false, CancellationToken.None);
        using CancellationTokenSource cancelled = new();
        Task waiting = limiter.EnterAsync(first: false, cancelled.Token);

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        limiter.Leave();

        await limiter.EnterAsync(first: false, CancellationToken.None);
    }

    [Fact]
    public async Task What_is_not_used_up_does_not_raise_the_level()
    {
        AdaptiveLimiter limiter = new(64, _clock, start: 8);

        for (int i = 0; i < 20; i++)
            await RoundAsync(limiter, 1);

        Assert.Equal(8, limiter.Level);
    }

    /// <summary>So many requests at once, all answered well.</summary>
    private static async Task RoundAsync(AdaptiveLimiter limiter, int requests)
    {
        for (int i = 0; i < requests; i++)
        {
            Task place = limiter.EnterAsync(first: false, CancellationToken.None);
            Assert.True(place.IsCompletedSuccessfully, $"no place for {requests}");
            await place;
        }
        for (int i = 0; i < requests; i++)
            limiter.Raise();
        for (int i = 0; i < requests; i++)
            limiter.Leave();
    }
}
