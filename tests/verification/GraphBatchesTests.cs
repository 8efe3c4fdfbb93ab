using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Azure.Core;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Questions in batches: each is answered once, whatever becomes of the batch that it was in.</summary>
public sealed class GraphBatchesTests
{
    private static readonly Uri Tenant = new("https://tenant.example.test");
    private readonly TestClock _clock = new(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(90));
    private readonly Dictionary<int, GraphBatchItem> _answers = [];
    private readonly List<(DateTimeOffset At, string Token, int[] Ids)> _batches = [];
    private int _tokens;
    private bool _directoryAnswers;
    private UnansweredException? _noToken;
    private Action<int>? _settled;
    private Weather _weather = Weather.Calm;

    // How many batches may be under way at the end, and how many more than those may be.
    private int _level, _left;

    [Fact]
    public async Task Every_question_is_answered_once_in_batches_of_twenty_at_most()
    {
        await AskAsync(97, (_, ids) => Reply(ids, _ => (200, null)));

        Assert.Equal(Enumerable.Range(0, 97), _answers.Keys.Order());
        Assert.All(_answers.Values, item => Assert.Equal(200, item.Status));
        Assert.Equal(97, _batches.Sum(batch => batch.Ids.Length));
        Assert.All(_batches, batch => Assert.InRange(batch.Ids.Length, 1, GraphBatches.Most));
        Assert.Equal(1, _tokens);
    }

    [Fact]
    public async Task An_item_that_is_throttled_is_asked_again_when_its_wait_is_over_and_the_others_are_not()
    {
        await AskAsync(8, (batch, ids) => Reply(ids, id => id == 2 && batch == 0 ? (429, 17) : (200, null)));

        Assert.All(_answers.Values, item => Assert.Equal(200, item.Status));
        DateTimeOffset[] asked = [.. _batches.Where(batch => batch.Ids.Contains(2)).Select(batch => batch.At)];
        Assert.Equal(2, asked.Length);
        Assert.True(asked[1] - asked[0] >= TimeSpan.FromSeconds(17));
        Assert.Equal(9, _batches.Sum(batch => batch.Ids.Length));
    }

    [Fact]
    public async Task A_batch_that_is_lost_is_asked_again()
    {
        await AskAsync(3, (batch, ids) => batch == 0
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer ended")
            : Reply(ids, _ => (200, null)));

        Assert.Equal(3, _answers.Count);
        Assert.All(_answers.Values, item => Assert.Equal(200, item.Status));
        Assert.Equal(6, _batches.Sum(batch => batch.Ids.Length));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_batch_that_fails_whole_is_asked_again(int status)
    {
        await AskAsync(3, (batch, ids) => batch == 0 ? new((HttpStatusCode)status) : Reply(ids, _ => (200, null)));

        Assert.All(_answers.Values, item => Assert.Equal(200, item.Status));
        Assert.Equal(6, _batches.Sum(batch => batch.Ids.Length));
        Assert.Equal(status == 500 ? (4L, 1L, 0L) : (4L, 0L, 1L), (_weather.Requests, _weather.Failed, _weather.Throttled));
    }

    [Fact]
    public async Task A_batch_that_is_refused_refuses_each_of_its_questions()
    {
        await AskAsync(3, (_, _) => new(HttpStatusCode.Forbidden) { Content = new StringContent("""{"error":{"code":"Denied","message":"No."}}""") });

        Assert.Equal(3, _answers.Count);
        Assert.All(_answers.Values, item => Assert.Equal((403, "Denied"), (item.Status, item.Error.Code)));
        Assert.Single(_batches);
    }

    [Fact]
    public async Task An_item_without_an_answer_is_asked_again()
    {
        await AskAsync(3, (batch, ids) => Reply(batch == 0 ? ids[1..] : ids, _ => (200, null)));

        Assert.All(_answers.Values, item => Assert.Equal(200, item.Status));
        Assert.Equal([3, 1], _batches.Select(batch => batch.Ids.Length));
    }

    [Fact]
    public async Task A_token_that_ended_between_the_items_is_replaced_once_and_only_the_refused_are_asked_again()
    {
        await AskAsync(4, (batch, ids) => Reply(ids, id => id == 3 && batch == 0 ? (401, null) : (200, null)));

        Assert.All(_answers.Values, item => Assert.Equal(200, item.Status));
        Assert.Equal(["token 1", "token 2"], _batches.Select(batch => batch.Token));
        Assert.Equal([3], _batches[1].Ids);
    }

    [Fact]
    public async Task A_token_that_every_item_is_refused_for_is_replaced_too()
    {
        await AskAsync(4, (batch, ids) => Reply(ids, _ => (batch == 0 ? 401 : 200, null)));

        Assert.All(_answers.Values, item => Assert.Equal(200, item.Status));
        Assert.Equal(["token 1", "token 2"], _batches.Select(batch => batch.Token));
    }

    [Fact]
    public async Task A_question_that_every_token_is_refused_for_is_answered_so()
    {
        await AskAsync(2, (_, ids) => Reply(ids, id => id == 1 ? (401, null) : (200, null)));

        Assert.Equal([200, 401], _answers.OrderBy(one => one.Key).Select(one => one.Value.Status));
        Assert.Equal(2, _batches.Count);
    }

    [Fact]
    public async Task What_fails_until_the_deadline_is_given_up_and_says_why()
    {
        await AskAsync(40, (_, ids) => Reply(ids, id => id == 5 ? (500, null) : (200, null)));

        Assert.Equal(40, _answers.Count);
        Assert.Equal("500", _answers[5].GivenUp);
        Assert.All(_answers.Where(one => one.Key != 5), one => Assert.Equal(200, one.Value.Status));
        Assert.True(_batches[^1].At - _batches[0].At <= TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task A_service_that_answers_nothing_is_asked_no_longer_than_the_deadline_and_nobody_is_lost()
    {
        await AskAsync(60, (_, _) => new(HttpStatusCode.InternalServerError));

        Assert.Equal(60, _answers.Count);
        Assert.All(_answers.Values, item => Assert.NotNull(item.GivenUp));
        Assert.InRange(_batches.Sum(batch => batch.Ids.Length), 120, 60 * 50);
        Assert.True(_batches[^1].At - _batches[0].At <= TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task A_cancelled_run_ends_with_what_it_knows()
    {
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(400, (batch, ids) =>
        {
            if (batch == 3)
                stop.Cancel();
            return Reply(ids, _ => (200, null));
        }, cancellationToken: stop.Token));

        Assert.InRange(_answers.Count, 1, 399);
    }

    [Fact]
    public async Task A_question_is_not_asked_before_its_wait_is_over_though_another_one_was_given_up()
    {
        await AskAsync(4, (batch, ids) => Reply(ids, id => batch > 0 ? (200, null) : id switch
        {
            0 => (503, 3_600),
            1 => (503, 60),
            2 => (500, null),
            _ => (200, null),
        }));

        Assert.Equal(["503", null, null, null], Enumerable.Range(0, 4).Select(id => _answers[id].GivenUp));
        Assert.Equal([[0, 1, 2, 3], [2], [1]], _batches.Select(batch => batch.Ids));
        Assert.True(_batches[2].At - _batches[0].At >= TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task While_others_are_answered_one_that_is_given_up_leaves_them_as_they_are()
    {
        // Each batch takes so long that most questions are not put when the first is given up.
        await AskAsync(500, async (_, ids, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(20), _clock, token);
            return Reply(ids, id => id == 5 ? (500, null) : (200, null));
        }, concurrency: 1);

        Assert.Equal([5], _answers.Where(one => one.Value.GivenUp is not null).Select(one => one.Key));
        Assert.Equal(500, _answers.Count);
    }

    [Fact]
    public async Task Of_a_service_that_says_nothing_at_all_no_more_is_asked_after_the_deadline()
    {
        await AskAsync(400, async (_, _, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, token);
            throw new InvalidOperationException("It waits for ever.");
        }, concurrency: 1, requestTimeout: TimeSpan.FromSeconds(60));

        Assert.Equal(400, _answers.Count);
        Assert.Equal(["no answer within 60 s", "nothing is answered any more"],
            _answers.Values.Select(item => item.GivenUp).Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(_batches[^1].At - _batches[0].At, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task A_service_that_asks_to_wait_beyond_the_deadline_is_asked_no_more()
    {
        await AskAsync(50, (_, _) =>
        {
            HttpResponseMessage response = new(HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter = new(TimeSpan.FromHours(1));
            return response;
        }, concurrency: 1);

        Assert.Single(_batches);
        Assert.Equal([("429 Too Many Requests", 20), ("the service asks to wait 3600 s", 30)],
            _answers.Values.CountBy(item => item.GivenUp!).Select(one => (one.Key, one.Value)));
        Assert.Equal((1, 0, 1), (_level, _left, (int)_weather.Throttled));
    }

    [Fact]
    public async Task Where_no_token_is_to_be_had_every_question_is_given_up_with_why()
    {
        _noToken = new("The sign-in service", TimeSpan.FromMinutes(5), "503 Service Unavailable");

        await AskAsync(50, (_, _) => throw new InvalidOperationException("Nothing is asked without a token."));

        Assert.Equal(50, _answers.Count);
        Assert.All(_answers.Values, item => Assert.Equal("503 Service Unavailable", item.GivenUp));
        Assert.Empty(_batches);
    }

    [Theory]
    [InlineData(1, 97, "20 20 20 20 17")]
    [InlineData(2, 8, "4 4")]
    [InlineData(2, 9, "8 1")]
    [InlineData(2, 10, "8 2")]
    [InlineData(2, 17, "12 4 1")]
    [InlineData(4, 200, "20 20 20 20 20 20 20 16 12 8 8 4 4 4 4")]
    public async Task Batches_are_full_while_many_are_left_and_then_share_the_rest_evenly(int concurrency, int count, string expected)
    {
        await AskAsync(count, (_, ids) => Reply(ids, _ => (200, null)), concurrency: concurrency);

        Assert.Equal(expected, string.Join(' ', _batches.Select(batch => batch.Ids.Length)));
    }

    [Fact]
    public async Task What_has_to_be_asked_again_is_shared_evenly_too()
    {
        await AskAsync(20, (batch, ids) => Reply(ids, _ => batch == 0 ? (500, 30) : (200, null)), concurrency: 2);

        Assert.Equal(12, _batches[0].Ids.Length);
        Assert.Equal([8, 4], _batches.TakeLast(2).Select(batch => batch.Ids.Length));
    }

    [Fact]
    public async Task While_the_level_is_being_found_batches_are_small()
    {
        await AskAsync(97, (_, ids) => Reply(ids, _ => (200, null)));

        Assert.Equal([4, 4, 4, 4], _batches.Take(4).Select(batch => batch.Ids.Length));
    }

    [Fact]
    public async Task No_more_batches_are_under_way_than_may_be()
    {
        int underWay = 0, most = 0;

        await AskAsync(100, async (_, ids, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            await Task.Yield();
            Interlocked.Decrement(ref underWay);
            return Reply(ids, _ => (200, null));
        }, concurrency: 1);

        Assert.Equal(1, most);
        Assert.Equal((1, 0), (_level, _left));
    }

    [Fact]
    public async Task A_batch_that_cannot_be_sent_ends_the_others_before_the_run_ends()
    {
        TaskCompletionSource cancelled = new(), mayEnd = new();
        bool ended = false;
        Task run = AskAsync(8, async (batch, _, token) =>
        {
            if (batch > 0)
                throw new InvalidOperationException("It cannot be sent.");
            await using (token.Register(cancelled.SetResult))
                await cancelled.Task;
            await mayEnd.Task;
            ended = true;
            throw new OperationCanceledException(token);
        });

        await cancelled.Task;
        Assert.False(run.IsCompleted);
        mayEnd.SetResult();

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => run);
        Assert.Equal(("It cannot be sent.", true), (exception.Message, ended));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_it_waits_ends_at_once()
    {
        using CancellationTokenSource stop = new();
        _settled = id =>
        {
            if (id == 1)
                stop.Cancel();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => AskAsync(2, (_, ids) => Reply(ids, id => id == 0 ? (503, 200) : (200, null)), cancellationToken: stop.Token));

        Assert.Equal([1], _answers.Keys);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, null, "It broke.")]
    [InlineData(HttpRequestError.ResponseEnded, SocketError.ConnectionRefused, "the connection is refused")]
    public async Task A_service_that_no_longer_answers_is_given_up_with_why_in_words(
        HttpRequestError error, SocketError? cause, string expected)
    {
        await AskAsync(4, (batch, ids) => batch == 0
            ? Reply(ids, id => (id == 0 ? 500 : 200, null))
            : throw new HttpRequestException(error, "It broke.",
                cause is SocketError code ? new SocketException((int)code) : new FormatException()));

        Assert.Equal(expected, _answers[0].GivenUp);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ConnectionError)]
    public async Task A_graph_that_has_never_answered_and_is_not_there_is_an_error(HttpRequestError error)
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(4, (_, _) => throw new HttpRequestException(error, "No.")));

        Assert.Single(_batches);
    }

    [Fact]
    public async Task A_graph_that_answered_about_the_directory_is_there()
    {
        _directoryAnswers = true;

        await AskAsync(4, (batch, ids) => batch == 0
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "It broke.")
            : Reply(ids, _ => (200, null)));

        Assert.All(_answers.Values, item => Assert.Equal(200, item.Status));
    }

    [Fact]
    public async Task What_is_no_answer_at_all_is_an_error_though_graph_is_there()
    {
        _directoryAnswers = true;

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => AskAsync(4, (_, _) => throw new InvalidOperationException("It is a fault of the program.")));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(299, true)]
    [InlineData(403, true)]
    [InlineData(404, true)]
    [InlineData(300, false)]
    [InlineData(199, false)]
    [InlineData(400, false)]
    public async Task A_new_token_counts_as_taken_when_it_led_to_an_answer_about_a_mailbox(int status, bool taken)
    {
        // The first token ends within the first batch, the second one after it was sent for two questions.
        await AskAsync(6, (batch, ids) => Reply(ids, id => _batches[batch].Token switch
        {
            "token 1" => (id < 2 ? 401 : 500, null),
            "token 2" => (id == 0 ? status : id == 1 ? 400 : 401, null),
            _ => (200, null),
        }), concurrency: 1);

        // What was taken has ended; what never was is refused for another reason.
        Assert.Equal((status, 400), (_answers[0].Status, _answers[1].Status));
        Assert.All(_answers.Where(one => one.Key > 1), one => Assert.Equal(taken ? 200 : 401, one.Value.Status));
    }

    [Fact]
    public async Task Questions_answers_and_failures_are_counted_one_by_one()
    {
        await AskAsync(4, (batch, ids) => Reply(ids, id => batch > 0 ? (200, null) : id switch
        {
            0 => (500, null),
            1 => (503, 1),
            _ => (200, null),
        }), concurrency: 1);

        Assert.Equal((6L, 1L, 1L), (_weather.Requests, _weather.Failed, _weather.Throttled));
    }

    private Task AskAsync(int count, Func<int, int[], HttpResponseMessage> answer, int concurrency = 64,
        CancellationToken cancellationToken = default) =>
        AskAsync(count, (batch, ids, _) => Task.FromResult(answer(batch, ids)), concurrency, cancellationToken: cancellationToken);

    private async Task AskAsync(int count, Func<int, int[], CancellationToken, Task<HttpResponseMessage>> answer, int concurrency = 64,
        TimeSpan? requestTimeout = null, CancellationToken cancellationToken = default)
    {
        VerificationOptions options = new()
        {
            Clock = _clock,
            AnswerWithin = TimeSpan.FromMinutes(5),
            RequestTimeout = requestTimeout ?? TimeSpan.FromSeconds(100),
            MailboxConcurrency = concurrency,
            HandlerFactory = () => new StubHandler(async (request, token) =>
            {
                Assert.Equal("application/json", request.Content!.Headers.ContentType?.MediaType);
                JsonNode body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(token))!;
                int[] ids = [.. body["requests"]!.AsArray().Select(item => int.Parse((string)item!["id"]!, CultureInfo.InvariantCulture))];
                Assert.All(body["requests"]!.AsArray(), item => Assert.Equal($"/users/{(string)item!["id"]!}", (string)item["url"]!));
                int number;
                lock (_batches)
                {
                    number = _batches.Count;
                    _batches.Add((_clock.GetUtcNow(), request.Headers.Authorization!.Parameter!, ids));
                }
                return await answer(number, ids, token);
            }),
        };
        using TenantConnection connection = new(options);
        Credential credential = new(() => _noToken is null ? $"token {++_tokens}" : throw _noToken, connection);
        if (_directoryAnswers)
            connection.Lines.Directory.Note(connection.Lines.Directory.Now(), [null]);
        GraphBatches batches = new(connection, TenantEndpoints.ForSimulatedTenant(Tenant, 0), credential, count,
            index => $"/users/{index}", (index, item) =>
            {
                _answers.Add(index, item);
                _settled?.Invoke(index);
            });

        await batches.RunAsync(cancellationToken);

        _weather = connection.Lines.Weather;
        AdaptiveLimiter limiter = connection.Lines.Outlook.Limiter;
        _level = limiter.Level;
        _left = -_level;
        while (limiter.EnterAsync(first: false, cancellationToken).IsCompletedSuccessfully)
            _left++;
    }

    private static HttpResponseMessage Reply(IEnumerable<int> ids, Func<int, (int Status, int? RetryAfter)> answer)
    {
        JsonArray responses = [.. ids.Select(id =>
        {
            (int status, int? wait) = answer(id);
            JsonObject item = new() { ["id"] = $"{id}", ["status"] = status, ["body"] = new JsonObject() };
            if (wait is int seconds)
                item["headers"] = new JsonObject { ["Retry-After"] = $"{seconds}" };
            return item;
        })];
        return new(HttpStatusCode.OK) { Content = new StringContent(new JsonObject { ["responses"] = responses }.ToJsonString()) };
    }

    /// <summary>Gives one token until a service refuses it, then the next.</summary>
    private sealed class Credential(Func<string> next, TenantConnection connection) : TokenCredential
    {
        private string? _token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            _token ??= Issue(renewal: false);
            return new(_token, DateTimeOffset.MaxValue);
        }

        private string Issue(bool renewal)
        {
            string token = next();
            connection.Tokens.Add(token, renewal, _ => Task.FromResult(_token = Issue(renewal: true)));
            return token;
        }
    }
}
