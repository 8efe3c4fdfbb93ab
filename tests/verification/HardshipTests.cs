using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What a run sat through is counted as it happened.</summary>
public sealed class HardshipTests
{
    // Only Advance ends a wait.
    private readonly TestClock _clock = new(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.Zero);
    private readonly Hardship _hardship;

    public HardshipTests() => _hardship = new(_clock);

    [Fact]
    public void Questions_failures_and_requests_to_slow_down_are_counted()
    {
        foreach (Trouble? trouble in (Trouble?[])[null, null, null, new("500"), new("502"), new("429", Throttled: true)])
            _hardship.Count(trouble);

        Assert.Equal(new Weather(6, 2, 1, TimeSpan.Zero), _hardship.Read());
    }

    [Fact]
    public async Task A_wait_counts_from_its_beginning_also_while_it_lasts()
    {
        Task wait = _hardship.WaitAsync(TimeSpan.FromSeconds(40), CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(30));
        TimeSpan meanwhile = _hardship.Read().Waited;
        _clock.Advance(TimeSpan.FromSeconds(10));
        await wait;
        _clock.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40)), (meanwhile, _hardship.Read().Waited));
    }

    [Fact]
    public async Task Waits_side_by_side_count_once_and_one_after_another_each()
    {
        Task one = _hardship.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Task other = _hardship.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await one;
        _clock.Advance(TimeSpan.FromSeconds(5));
        await other;
        _clock.Advance(TimeSpan.FromHours(1));
        Task later = _hardship.WaitAsync(TimeSpan.FromSeconds(7), CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(7));
        await later;

        Assert.Equal(TimeSpan.FromSeconds(22), _hardship.Read().Waited);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_counts_as_far_as_it_came()
    {
        using CancellationTokenSource stop = new();
        Task wait = _hardship.WaitAsync(TimeSpan.FromSeconds(10), stop.Token);
        _clock.Advance(TimeSpan.FromSeconds(3));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        _clock.Advance(TimeSpan.FromSeconds(50));

        Assert.Equal(TimeSpan.FromSeconds(3), _hardship.Read().Waited);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void No_time_is_not_waited_for(int seconds) =>
        Assert.True(_hardship.WaitAsync(TimeSpan.FromSeconds(seconds), CancellationToken.None).IsCompletedSuccessfully);
}
