using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using TenantOnboarding.Verification.Http;
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

    [Fact]
    public async Task Every_question_is_answered_once_in_batches_of_twenty_at_most()
    {
        await AskAsync(97, (_, ids) => Reply(ids, _ => (200, null)));

        Assert.Equal(Enumerable.Range(0, 97), _answers.Keys.Order());
        Assert.All(_answers.Values, item => Assert.Equal(200, item.Status));
        Assert.Equal(97, _batches.Sum(batch => batch.Ids.Length));
        Assert.All(_batches, batch => Assert.InRange(batch.Ids.Length, 1, GraphBatches.Most));
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
        }, stop.Token));

        Assert.InRange(_answers.Count, 1, 399);
    }

    private async Task AskAsync(int count, Func<int, int[], HttpResponseMessage> answer, CancellationToken cancellationToken = default)
    {
        VerificationOptions options = new()
        {
            Clock = _clock,
            AnswerWithin = TimeSpan.FromMinutes(5),
            HandlerFactory = () => new StubHandler(async (request, token) =>
            {
                JsonNode body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(token))!;
                int[] ids = [.. body["requests"]!.AsArray().Select(item => int.Parse((string)item!["id"]!, CultureInfo.InvariantCulture))];
                Assert.All(body["requests"]!.AsArray(), item => Assert.Equal($"/users/{(string)item!["id"]!}", (string)item["url"]!));
                int number;
                lock (_batches)
                {
                    number = _batches.Count;
                    _batches.Add((_clock.GetUtcNow(), request.Headers.Authorization!.Parameter!, ids));
                }
                return answer(number, ids);
            }),
        };
        using TenantConnection connection = new(options);
        Credential credential = new(() => $"token {++_tokens}", connection);
        GraphBatches batches = new(connection, TenantEndpoints.ForSimulatedTenant(Tenant, 0), credential, count,
            index => $"/users/{index}", (index, item) => _answers.Add(index, item));

        await batches.RunAsync(cancellationToken);
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
