using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Until when a service wants to be left alone.</summary>
public sealed class PauseTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void There_is_none_until_a_service_asks_for_one() => Assert.True(new Pause(_clock).Left <= TimeSpan.Zero);

    [Theory]
    [InlineData(5, 6)]
    [InlineData(6, 6)]
    [InlineData(7, 7)]
    public void It_is_lengthened_and_never_cut_short(int seconds, int left)
    {
        Pause pause = new(_clock);
        pause.Extend(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(4));

        pause.Extend(TimeSpan.FromSeconds(seconds));

        Assert.Equal(TimeSpan.FromSeconds(left), pause.Left);
    }

    [Fact]
    public void After_its_end_another_begins_at_the_moment_it_is_asked_for()
    {
        Pause pause = new(_clock);
        pause.Extend(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(pause.Left <= TimeSpan.Zero);

        pause.Extend(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(2), pause.Left);
    }
}
