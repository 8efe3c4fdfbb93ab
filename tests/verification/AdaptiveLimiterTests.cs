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

    [Fact]
    public async Task Who_is_cancelled_while_waiting_lets_nobody_in_before_a_place_is_free()
    {
        AdaptiveLimiter limiter = new(1, _clock);
        await limiter.EnterAsync(first: false, CancellationToken.None);
        using CancellationTokenSource cancelled = new();
        Task next = limiter.EnterAsync(first: false, CancellationToken.None);
        Task gone = limiter.EnterAsync(first: false, cancelled.Token);

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        Assert.False(next.IsCompleted);
        limiter.Leave();
        await next;
    }

    [Fact]
    public async Task A_place_that_comes_free_before_the_cancelled_one_knows_is_not_lost()
    {
        AdaptiveLimiter limiter = new(1, _clock);
        await limiter.EnterAsync(first: false, CancellationToken.None);
        using CancellationTokenSource cancelled = new();
        LaterContext later = new();
        Task waiting = later.Run(() => limiter.EnterAsync(first: false, cancelled.Token));

        await cancelled.CancelAsync();
        limiter.Leave();
        later.GoOn();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(limiter.EnterAsync(first: false, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_good_answer_lets_in_one_who_waits()
    {
        AdaptiveLimiter limiter = new(64, _clock, start: 1);
        await limiter.EnterAsync(first: false, CancellationToken.None);
        Task waiting = limiter.EnterAsync(first: false, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        limiter.Raise();

        await waiting;
        Assert.False(limiter.EnterAsync(first: false, CancellationToken.None).IsCompleted);
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(4, 9)]
    [InlineData(8, 9)]
    public async Task An_answer_raises_the_level_where_at_least_half_of_it_is_used(int used, int expected)
    {
        AdaptiveLimiter limiter = new(64, _clock, start: 8);
        for (int i = 0; i < used; i++)
            await limiter.EnterAsync(first: false, CancellationToken.None);

        limiter.Raise();

        Assert.Equal(expected, limiter.Level);
    }

    [Fact]
    public void It_is_starting_until_it_reaches_its_upper_bound_or_is_asked_to_slow_down()
    {
        AdaptiveLimiter small = new(8, _clock, start: 8), large = new(64, _clock, start: 8);
        Assert.Equal((false, true), (small.IsStarting, large.IsStarting));

        large.Lower(_clock.GetTimestamp());

        Assert.False(large.IsStarting);
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

    /// <summary>Holds back what comes after a wait.</summary>
    private sealed class LaterContext : SynchronizationContext
    {
        private readonly Queue<Action> _held = [];

        public Task Run(Func<Task> begin)
        {
            SynchronizationContext? before = Current;
            SetSynchronizationContext(this);
            try
            {
                return begin();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }

        public override void Post(SendOrPostCallback d, object? state) => _held.Enqueue(() => d(state));

        public void GoOn()
        {
            while (_held.TryDequeue(out Action? next))
                next();
        }
    }
}
