using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What a line learns from answers and failures, and how long it asks on.</summary>
public sealed class ServiceLineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly Trouble OfOne = new("503", Throttled: true) { OfOneQuestion = true };

    // Only Advance ends a wait.
    private readonly TestClock _clock = new(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.Zero);

    [Fact]
    public void A_service_is_silent_when_it_has_answered_nothing_for_as_long_as_one_question_is_asked()
    {
        ServiceLine line = Line();
        Assert.False(line.IsSilent);
        line.Note(line.Now(), new Trouble("500"));
        _clock.Advance(Patience - TimeSpan.FromMilliseconds(1));
        line.Note(line.Now(), new Trouble("500"));
        Assert.False(line.IsSilent);

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(line.IsSilent);
    }

    [Fact]
    public void One_answer_ends_the_silence()
    {
        ServiceLine line = Line();
        line.Note(line.Now(), new Trouble("500"));
        _clock.Advance(Patience);
        Assert.False(line.HasAnswered);

        line.Note(line.Now(), new Trouble("500"), null);
        Assert.Equal((false, true), (line.IsSilent, line.HasAnswered));
        line.Note(line.Now(), new Trouble("500"));
        _clock.Advance(Patience - TimeSpan.FromMilliseconds(1));

        Assert.Equal((false, true), (line.IsSilent, line.HasAnswered));
    }

    [Fact]
    public void Two_answers_at_once_are_answers_and_so_are_those_after_them()
    {
        ServiceLine line = Line();

        line.Note(line.Now(), null, null);
        Assert.True(line.HasAnswered);
        line.Note(line.Now(), null, null);
        Assert.True(line.HasAnswered);
    }

    [Fact]
    public async Task A_question_that_was_asked_before_goes_before_new_ones()
    {
        // What comes after a wait comes at once, on this thread.
        SynchronizationContext.SetSynchronizationContext(null);
        ServiceLine line = Line(most: 1);
        List<string> order = [];
        TaskCompletionSource second = new();
        Task<string> retried = line.AskAsync((tries, _) => Task.FromResult(Ask("retried", tries == 0)), CancellationToken.None);
        Task<string> first = line.AskAsync(async (_, _) =>
        {
            order.Add("first");
            await second.Task;
            return ((string?)"first", (Trouble?)null);
        }, CancellationToken.None);
        Task<string> last = line.AskAsync((_, _) => Task.FromResult(Ask("last", fails: false)), CancellationToken.None);

        _clock.Advance(TimeSpan.FromSeconds(1));
        second.SetResult();
        await Task.WhenAll(retried, first, last);

        Assert.Equal(["retried", "first", "retried", "last"], order);

        (string? Answer, Trouble? Trouble) Ask(string name, bool fails)
        {
            order.Add(name);
            return fails ? (null, new("500")) : (name, null);
        }
    }

    [Fact]
    public async Task New_questions_are_asked_in_their_order()
    {
        ServiceLine line = Line(most: 1);
        List<int> order = [];
        TaskCompletionSource first = new();

        Task<string>[] questions = [.. Enumerable.Range(0, 3).Select(number => line.AskAsync(async (_, _) =>
        {
            order.Add(number);
            await first.Task;
            return ((string?)"answer", (Trouble?)null);
        }, CancellationToken.None))];
        first.SetResult();
        await Task.WhenAll(questions);

        Assert.Equal([0, 1, 2], order);
    }

    [Fact]
    public async Task No_more_questions_are_under_way_than_the_line_may_have()
    {
        ServiceLine line = Line(most: 2);
        TaskCompletionSource<(string?, Trouble?)> answer = new();
        int asked = 0;

        Task<string>[] questions = [.. Enumerable.Range(0, 3).Select(_ => line.AskAsync((_, _) =>
        {
            asked++;
            return answer.Task;
        }, CancellationToken.None))];
        int meanwhile = asked;
        answer.SetResult(("answer", null));
        await Task.WhenAll(questions);

        Assert.Equal((2, 3), (meanwhile, asked));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    public async Task A_wait_that_a_service_asks_for_holds_up_everybody_and_takes_no_place(int seconds)
    {
        ServiceLine line = Line(most: 1);
        line.Note(line.Now(), new Trouble("429", Throttled: true, TimeSpan.FromSeconds(seconds)));

        Task first = line.EnterAsync(again: false, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(first.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await first;
        line.Limiter.Leave();
        await line.EnterAsync(again: false, CancellationToken.None);
    }

    [Fact]
    public async Task A_wait_beyond_the_deadline_is_no_wait()
    {
        ServiceLine line = Line();
        line.Note(line.Now(), new Trouble("429", Throttled: true, TimeSpan.FromSeconds(301)));

        UnansweredException exception = await Assert.ThrowsAsync<UnansweredException>(
            () => line.EnterAsync(again: false, CancellationToken.None));

        Assert.Equal(("The service", TimeSpan.Zero, "the service asks to wait 301 s"),
            (exception.Service, exception.Waited, exception.Message));
    }

    [Theory]
    [InlineData(7, 3, 7)]
    [InlineData(3, 7, 7)]
    [InlineData(null, 7, 7)]
    [InlineData(7, null, 7)]
    public async Task Of_several_waits_the_longest_counts(int? one, int? other, int expected)
    {
        ServiceLine line = Line();
        line.Note(line.Now(), Throttled(one), Throttled(other));

        Task entered = line.EnterAsync(again: false, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(expected - 1));
        Assert.False(entered.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await entered;

        static Trouble Throttled(int? seconds) =>
            new("429", Throttled: true, seconds is int wait ? TimeSpan.FromSeconds(wait) : null);
    }

    [Fact]
    public async Task An_answer_raises_the_level_and_a_failure_leaves_it()
    {
        ServiceLine line = Line();
        for (int i = 0; i < 8; i++)
            await line.EnterAsync(again: false, CancellationToken.None);

        line.Note(line.Now(), new Trouble("500"));
        int after = line.Limiter.Level;
        line.Note(line.Now(), [null]);

        Assert.Equal((8, 9), (after, line.Limiter.Level));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_request_to_slow_down_that_is_for_all_halves_the_level_whatever_else_was_answered(int requests)
    {
        ServiceLine line = Line();
        Note(line, 10, null);

        line.Note(line.Now(), [null, .. Enumerable.Repeat(new Trouble("429", Throttled: true), requests)]);

        Assert.Equal(4, line.Limiter.Level);
    }

    // F is an answer, T a request to slow down for one mailbox: of the last 32, and of 8 at least.
    [Theory]
    [InlineData("T", true)]
    [InlineData("FT", false)]
    [InlineData("FFFTTTT", false)]
    [InlineData("FFFFTTTT", true)]
    [InlineData("FFFFFTTTT", false)]
    [InlineData("FFFFFFFFFFT", false)]
    [InlineData("20F 12F 15T", false)]
    [InlineData("20F 12F 16T", true)]
    [InlineData("20F 1T 16F 14T", false)]
    [InlineData("20F 1T 16F 15T", true)]
    [InlineData("20F 1T 17F 15T", false)]
    public void Limits_of_single_mailboxes_slow_all_down_where_most_of_the_latest_questions_meet_them(string answers, bool slowed)
    {
        ServiceLine line = Line();

        foreach (string part in answers.Any(char.IsDigit) ? answers.Split(' ') : answers.Select(one => $"1{one}"))
            Note(line, int.Parse(part[..^1], System.Globalization.CultureInfo.InvariantCulture), part[^1] == 'T' ? OfOne : null);

        Assert.Equal(slowed ? 4 : 8, line.Limiter.Level);
    }

    [Fact]
    public void Limits_that_were_met_long_ago_no_longer_count()
    {
        ServiceLine line = Line();
        Note(line, 8, OfOne);
        int slowed = line.Limiter.Level;
        Note(line, 32, null);
        int calm = line.Limiter.Level;
        _clock.Advance(TimeSpan.FromSeconds(1));

        line.Note(line.Now(), OfOne);

        Assert.True(slowed < 8);
        Assert.Equal(calm, line.Limiter.Level);
    }

    [Fact]
    public void A_failure_is_no_request_to_slow_down_though_many_came_before_it()
    {
        ServiceLine line = Line();
        Note(line, 4, null);
        Note(line, 5, OfOne);
        Assert.Equal(2, line.Limiter.Level);
        _clock.Advance(TimeSpan.FromSeconds(1));

        line.Note(line.Now(), new Trouble("500"));

        Assert.Equal(2, line.Limiter.Level);
    }

    [Fact]
    public void Where_nothing_is_answered_each_try_waits_longer_than_the_one_before()
    {
        ServiceLine.Patience patience = Line(TimeSpan.FromHours(1)).NewPatience();

        double[] longest = [0.1, 0.2, 0.4, 0.8, 1.6, .. Enumerable.Repeat(2.0, 15), 15, 15, 15];

        Assert.All(longest, most => Assert.InRange(patience.Next(new("500"))!.Value.TotalSeconds, most * 0.75, most));
        Assert.Equal(longest.Length, patience.Tries);
    }

    [Fact]
    public void A_failure_among_answers_to_others_is_soon_tried_again_unless_it_repeats_itself()
    {
        ServiceLine line = Line(TimeSpan.FromHours(1));
        ServiceLine.Patience patience = line.NewPatience();

        double[] longest = [0.1, 0.2, .. Enumerable.Repeat(0.25, 18), 0.1, 0.2, 0.4];

        Assert.All(longest, most =>
        {
            line.Note(line.Now(), [null]);
            Assert.InRange(patience.Next(new("500"))!.Value.TotalSeconds, most * 0.75, most);
        });
    }

    [Fact]
    public void Answers_from_before_the_question_make_no_failure_chance()
    {
        ServiceLine line = Line();
        line.Note(line.Now(), [null]);
        ServiceLine.Patience patience = line.NewPatience();

        double[] waits = [.. Enumerable.Range(0, 4).Select(_ => patience.Next(new("500"))!.Value.TotalSeconds)];

        Assert.InRange(waits[3], 0.6, 0.8);
    }

    [Fact]
    public void A_wait_that_the_service_asks_for_is_taken_as_it_is() =>
        Assert.Equal(TimeSpan.FromSeconds(17), Line().NewPatience().Next(new("503", Wait: TimeSpan.FromSeconds(17))));

    [Theory]
    [InlineData(300_000, true)]
    [InlineData(300_001, false)]
    public void A_wait_as_long_as_the_deadline_is_the_longest(int milliseconds, bool waits) =>
        Assert.Equal(waits, Line().NewPatience().Next(new("503", Wait: TimeSpan.FromMilliseconds(milliseconds))) is not null);

    [Theory]
    [InlineData(2, 9_999, true)]
    [InlineData(2, 10_000, false)]
    [InlineData(1, 10_000, true)]
    public void A_question_is_given_up_where_its_next_try_would_come_at_the_deadline_but_not_before_the_third(
        int triesBefore, int milliseconds, bool again)
    {
        ServiceLine.Patience patience = Line().NewPatience();
        for (int i = 0; i < triesBefore; i++)
            Assert.NotNull(patience.Next(new("500", Wait: TimeSpan.Zero)));
        _clock.Advance(Patience - TimeSpan.FromSeconds(10));

        TimeSpan? wait = patience.Next(new("500", Wait: TimeSpan.FromMilliseconds(milliseconds)));

        Assert.Equal((again, Patience - TimeSpan.FromSeconds(10)), (wait is not null, patience.Spent));
    }

    [Fact]
    public void A_question_to_a_silent_service_is_asked_three_times()
    {
        ServiceLine line = Line();
        line.Note(line.Now(), new Trouble("500"));
        _clock.Advance(Patience);
        ServiceLine.Patience patience = line.NewPatience();

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => patience.Next(new("500")) is not null));
    }

    private static void Note(ServiceLine line, int times, Trouble? trouble)
    {
        for (int i = 0; i < times; i++)
            line.Note(line.Now(), [trouble]);
    }

    private ServiceLine Line(int most = 64) => Line(Patience, most);

    private ServiceLine Line(TimeSpan patience, int most = 64) => new(
        "The service", most, new(patience, TimeSpan.FromSeconds(100), _clock), new(_clock), new(_clock));
}
