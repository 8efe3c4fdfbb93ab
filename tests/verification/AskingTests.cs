using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>How HTTP requests are sent until they are answered.</summary>
public sealed class AskingTests
{
    private static readonly Uri Users = new("https://graph.example.test/v1.0/users");
    private static readonly Uri Ews = new("https://outlook.example.test/EWS/Exchange.asmx");
    private readonly TestClock _clock = new(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(90));

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_failure_that_passes_is_asked_again_with_the_same_body(int status)
    {
        List<string> bodies = [];
        using Asked asked = new(_clock, new StubHandler(async (request, token) =>
        {
            bodies.Add(await request.Content!.ReadAsStringAsync(token));
            return new(bodies.Count < 7 ? (HttpStatusCode)status : HttpStatusCode.OK);
        }));

        using HttpResponseMessage answer = await asked.Http.PostAsync(Users, new StringContent("the body"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Enumerable.Repeat("the body", 7), bodies);
        Assert.Equal(status is 429 or 503 ? (7L, 0L, 6L) : (7L, 6L, 0L),
            (asked.Lines.Weather.Requests, asked.Lines.Weather.Failed, asked.Lines.Weather.Throttled));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(501)]
    public async Task A_refusal_is_an_answer(int status)
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ =>
        {
            calls++;
            return new((HttpStatusCode)status);
        }));

        using HttpResponseMessage answer = await asked.Http.GetAsync(Users);

        Assert.Equal((status, 1), ((int)answer.StatusCode, calls));
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_service_before_its_retry_after_has_run_out()
    {
        List<DateTimeOffset> times = [];
        using Asked asked = new(_clock, new StubHandler(_ =>
        {
            lock (times)
            {
                times.Add(_clock.GetUtcNow());
                if (times.Count > 1)
                    return new(HttpStatusCode.OK);
            }
            HttpResponseMessage response = new(HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(17));
            return response;
        }));
        DateTimeOffset before = _clock.GetUtcNow();

        await asked.Http.GetAsync(Users);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => asked.Http.GetAsync(Users)));

        Assert.Equal(7, times.Count);
        Assert.All(times[1..], time => Assert.True(time >= before.AddSeconds(17), $"{time - before} after the first"));
        Assert.Equal(TimeSpan.FromSeconds(17), asked.Lines.Weather.Waited);
    }

    [Fact]
    public async Task A_date_to_come_back_at_counts_from_the_servers_own_clock()
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ =>
        {
            HttpResponseMessage response = new(++calls == 1 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
            // The server's clock is years away from this one.
            response.Headers.Date = new(2031, 1, 1, 12, 0, 0, TimeSpan.Zero);
            response.Headers.RetryAfter = new(new DateTimeOffset(2031, 1, 1, 12, 0, 40, TimeSpan.Zero));
            return response;
        }));
        DateTimeOffset before = _clock.GetUtcNow();

        using HttpResponseMessage answer = await asked.Http.GetAsync(Users);

        Assert.Equal(TimeSpan.FromSeconds(40), _clock.GetUtcNow() - before);
    }

    [Fact]
    public async Task A_service_that_never_answers_is_asked_a_bounded_number_of_times_until_the_deadline()
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ =>
        {
            calls++;
            return new(HttpStatusCode.BadGateway);
        }));
        DateTimeOffset before = _clock.GetUtcNow();

        UnansweredException exception = await Assert.ThrowsAsync<UnansweredException>(() => asked.Http.GetAsync(Users));

        Assert.Equal(("Microsoft Graph", "502 Bad Gateway"), (exception.Service, exception.Message));
        Assert.InRange(calls, 20, 60);
        Assert.InRange((_clock.GetUtcNow() - before).TotalSeconds, 280, 300);
    }

    [Fact]
    public async Task Once_a_service_has_been_silent_for_the_deadline_later_questions_give_up_soon()
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ =>
        {
            calls++;
            return new(HttpStatusCode.BadGateway);
        }));
        await Assert.ThrowsAsync<UnansweredException>(() => asked.Http.GetAsync(Users));
        _clock.Advance(TimeSpan.FromSeconds(30));
        int before = calls;

        await Assert.ThrowsAsync<UnansweredException>(() => asked.Http.GetAsync(Users));

        Assert.Equal(3, calls - before);
    }

    [Fact]
    public async Task A_wait_that_is_longer_than_the_deadline_is_not_waited_for()
    {
        using Asked asked = new(_clock, new StubHandler(_ =>
        {
            HttpResponseMessage response = new(HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter = new(TimeSpan.FromHours(1));
            return response;
        }));
        DateTimeOffset before = _clock.GetUtcNow();

        await Assert.ThrowsAsync<UnansweredException>(() => asked.Http.GetAsync(Users));

        UnansweredException second = await Assert.ThrowsAsync<UnansweredException>(() => asked.Http.GetAsync(Users));
        Assert.Equal(("the service asks to wait 3600 s", before), (second.Message, _clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again()
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ => ++calls % 2 == 1
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.")
            : new(HttpStatusCode.OK)));

        using HttpResponseMessage answer = await asked.Http.GetAsync(Users);

        Assert.Equal((HttpStatusCode.OK, 2, 1L), (answer.StatusCode, calls, asked.Lines.Weather.Failed));
    }

    [Fact]
    public async Task An_address_that_has_never_answered_is_unreachable_after_three_connections()
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ =>
        {
            calls++;
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        }));

        await Assert.ThrowsAsync<HttpRequestException>(() => asked.Http.GetAsync(Users));

        Assert.Equal(AskingHandler.FirstConnections, calls);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_no_weather()
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ =>
        {
            calls++;
            throw new HttpRequestException(HttpRequestError.SecureConnectionError, "The SSL connection could not be established",
                new System.Security.Authentication.AuthenticationException("The remote certificate is invalid"));
        }));

        await Assert.ThrowsAsync<HttpRequestException>(() => asked.Http.GetAsync(Users));

        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData("""{"value":[{"id":"1"},{"id":""")]
    [InlineData("""{"value":[{"id":"1"}]""")]
    public async Task Half_an_answer_is_asked_for_again(string half)
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ => new(HttpStatusCode.OK)
        {
            Content = new StringContent(++calls == 1 ? half : """{"value":[]}""", Encoding.UTF8, "application/json"),
        }));

        Assert.Equal("""{"value":[]}""", await asked.Http.GetStringAsync(Users));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_request_without_answer_is_sent_again_after_its_time()
    {
        TestClock clock = new(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(5));
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int calls = 0;
        using Asked sent = new(clock, new StubHandler(async (_, cancelled) =>
        {
            if (++calls > 1)
                return new(HttpStatusCode.OK);
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancelled);
            throw new InvalidOperationException("It waits for ever.");
        }));

        Task<HttpResponseMessage> request = sent.Http.GetAsync(Users);
        await asked.Task;
        clock.Advance(TimeSpan.FromSeconds(100));

        using HttpResponseMessage answer = await request;
        Assert.Equal((HttpStatusCode.OK, 2), (answer.StatusCode, calls));
    }

    [Fact]
    public async Task Exchange_that_is_busy_is_left_alone_for_as_long_as_it_says()
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ => new(++calls == 1 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK)
        {
            Content = new StringContent(calls == 1 ? Fault("ErrorServerBusy", 12_345) : Fault("NoError"), Encoding.UTF8, "text/xml"),
        }));
        DateTimeOffset before = _clock.GetUtcNow();

        using HttpResponseMessage answer = await asked.Http.PostAsync(Ews, new StringContent("question"));

        Assert.Equal((HttpStatusCode.OK, 2), (answer.StatusCode, calls));
        Assert.Equal(TimeSpan.FromMilliseconds(12_345), _clock.GetUtcNow() - before);
        Assert.Equal(4, asked.Lines.Exchange.Limiter.Level);
    }

    [Theory]
    [InlineData("ErrorNonExistentMailbox", 1)]
    [InlineData("ErrorMailboxStoreUnavailable", 2)]
    public async Task A_fault_of_exchange_is_an_answer_unless_it_passes(string code, int expected)
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ => ++calls > 1 ? new(HttpStatusCode.OK) : new(HttpStatusCode.InternalServerError)
        {
            Content = new StringContent(Fault(code), Encoding.UTF8, "text/xml"),
        }));

        using HttpResponseMessage answer = await asked.Http.PostAsync(Ews, new StringContent("question"));

        Assert.Equal(expected, calls);
    }

    [Fact]
    public async Task A_token_that_is_no_longer_taken_is_replaced_once()
    {
        List<string?> sent = [];
        int issued = 0;
        using Asked asked = new(_clock, new StubHandler(request =>
        {
            sent.Add(request.Headers.Authorization?.Parameter);
            return new(request.Headers.Authorization?.Parameter == "old" ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);
        }));
        asked.Tokens.Add("old", renewal: false, _ => Task.FromResult($"new {++issued}"));

        using HttpResponseMessage answer = await asked.GetAsync(Users, "old");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["old", "new 1"], sent);
    }

    [Fact]
    public async Task A_new_token_that_was_never_taken_is_not_replaced_again()
    {
        int issued = 0;
        using Asked asked = new(_clock, new StubHandler(_ => new(HttpStatusCode.Unauthorized)));
        asked.Tokens.Add("old", renewal: false, Renew);

        for (int i = 0; i < 10; i++)
        {
            using HttpResponseMessage answer = await asked.GetAsync(Users, issued == 0 ? "old" : "new");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
        Assert.Equal(1, issued);

        Task<string> Renew(CancellationToken cancellationToken)
        {
            issued++;
            asked.Tokens.Add("new", renewal: true, Renew);
            return Task.FromResult("new");
        }
    }

    [Fact]
    public async Task A_new_token_that_was_taken_is_replaced_too_when_it_ends()
    {
        List<string> sent = [];
        HashSet<string> ended = ["token 0"];
        using Asked asked = new(_clock, new StubHandler(request =>
        {
            sent.Add(request.Headers.Authorization!.Parameter!);
            return new(ended.Contains(sent[^1]) ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);
        }));
        int issued = 0;
        Issue(renewal: false);

        await asked.GetAsync(Users, "token 0");
        ended.Add("token 1");
        await asked.GetAsync(Users, "token 1");
        await asked.GetAsync(Users, "token 2");
        ended.Add("token 2");
        await asked.GetAsync(Users, "token 2");

        Assert.Equal(["token 0", "token 1", "token 1", "token 2", "token 2", "token 2", "token 3"], sent);

        string Issue(bool renewal)
        {
            string token = $"token {issued++}";
            asked.Tokens.Add(token, renewal, _ => Task.FromResult(Issue(renewal: true)));
            return token;
        }
    }

    [Fact]
    public async Task A_new_token_that_a_service_took_at_once_counts_as_taken()
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ => new(++calls == 2 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK)));
        asked.Tokens.Add("renewed", renewal: true, _ => Task.FromResult("other"));

        await asked.GetAsync(Users, "renewed");
        using HttpResponseMessage answer = await asked.GetAsync(Users, "renewed");

        Assert.Equal((HttpStatusCode.OK, 3), (answer.StatusCode, calls));
    }

    [Fact]
    public async Task A_batch_says_nothing_about_its_token()
    {
        int calls = 0, renewed = 0;
        using Asked asked = new(_clock, new StubHandler(_ => new(++calls == 1 ? HttpStatusCode.OK : HttpStatusCode.Unauthorized)));
        asked.Tokens.Add("new", renewal: true, _ => Task.FromResult($"other {++renewed}"));

        await asked.GetAsync(Users, "new", once: true);
        await asked.GetAsync(Users, "new", once: true);

        Assert.Equal((2, 0), (calls, renewed));
    }

    [Fact]
    public async Task A_new_token_of_a_batch_is_not_known_to_be_taken_before_its_items_are()
    {
        int issued = 0;
        List<string> sent = [];
        using Asked asked = new(_clock, new StubHandler(request =>
        {
            sent.Add(request.Headers.Authorization!.Parameter!);
            return new(sent.Count == 2 ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        }));
        Issue(renewal: false);

        await asked.GetAsync(Users, "token 0", once: true);
        await asked.GetAsync(Users, "token 1", once: true);

        Assert.Equal(["token 0", "token 1", "token 1"], sent);

        string Issue(bool renewal)
        {
            string token = $"token {issued++}";
            asked.Tokens.Add(token, renewal, _ => Task.FromResult(Issue(renewal: true)));
            return token;
        }
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_request_whose_sender_judges_the_answer_is_sent_once(bool once, int expected)
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ => new(++calls == 1 ? HttpStatusCode.BadGateway : HttpStatusCode.OK)));

        await asked.GetAsync(Users, "token", once);

        Assert.Equal(expected, calls);
    }

    [Fact]
    public async Task A_body_that_can_be_read_only_once_is_sent_again_whole()
    {
        List<string> bodies = [];
        using Asked asked = new(_clock, new StubHandler(async (request, token) =>
        {
            using MemoryStream body = new();
            await request.Content!.CopyToAsync(body, token);
            bodies.Add(Encoding.UTF8.GetString(body.ToArray()));
            return new(bodies.Count == 1 ? HttpStatusCode.BadGateway : HttpStatusCode.OK);
        }));

        await asked.Http.PostAsync(Users, new Body(() => "the body"));

        Assert.Equal(["the body", "the body"], bodies);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_in_its_body_is_asked_for_again_and_let_go()
    {
        Body broken = new(() => throw new IOException("The connection was reset."));
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ => new(HttpStatusCode.OK)
        {
            Content = ++calls == 1 ? broken : new StringContent("whole"),
        }));

        Assert.Equal("whole", await asked.Http.GetStringAsync(Users));
        Assert.True(broken.IsDisposed);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_in_its_body_is_no_answer_to_who_sends_once()
    {
        using Asked asked = new(_clock, new StubHandler(_ => new(HttpStatusCode.OK)
        {
            Content = new Body(() => throw new IOException("The connection was reset.")),
        }));

        await Assert.ThrowsAsync<HttpRequestException>(() => asked.GetAsync(Users, "token", once: true));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task An_answer_that_another_one_is_asked_for_is_let_go(HttpStatusCode status)
    {
        Body first = new(() => "");
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ =>
            ++calls == 1 ? new(status) { Content = first } : new(HttpStatusCode.OK)));
        asked.Tokens.Add("old", renewal: false, _ => Task.FromResult("new"));

        using HttpResponseMessage answer = await asked.GetAsync(Users, "old");

        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, first.IsDisposed));
    }

    [Theory]
    [InlineData(true, "the connection is refused")]
    [InlineData(false, "It broke.")]
    public async Task A_service_that_no_longer_answers_is_given_up_with_why_in_words(bool refused, string expected)
    {
        int calls = 0;
        using Asked asked = new(_clock, new StubHandler(_ => ++calls == 1
            ? new(HttpStatusCode.OK)
            : throw new HttpRequestException(HttpRequestError.ConnectionError, "It broke.",
                refused ? new SocketException((int)SocketError.ConnectionRefused) : new InvalidOperationException("for a reason"))));
        await asked.Http.GetAsync(Users);

        UnansweredException exception = await Assert.ThrowsAsync<UnansweredException>(() => asked.Http.GetAsync(Users));

        Assert.Equal(expected, exception.Message);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, 1, false)]
    [InlineData(HttpRequestError.NameResolutionError, 2, true)]
    [InlineData(HttpRequestError.ConnectionError, 2, true)]
    [InlineData(HttpRequestError.SecureConnectionError, 2, true)]
    [InlineData(HttpRequestError.ProxyTunnelError, 1, false)]
    [InlineData(HttpRequestError.ProxyTunnelError, 2, true)]
    [InlineData(HttpRequestError.ProxyTunnelError, 3, true)]
    [InlineData(HttpRequestError.ResponseEnded, 3, false)]
    public void No_connection_came_about_where_three_tries_in_a_row_found_none(HttpRequestError error, int tries, bool expected) =>
        Assert.Equal(expected, AskingHandler.IsUnconnected(new HttpRequestException(error, "No."), tries));

    [Fact]
    public void A_loss_that_is_no_failed_request_is_one_of_a_connection() =>
        Assert.False(AskingHandler.IsUnconnected(new IOException("The connection was reset."), AskingHandler.FirstConnections));

    private static string Fault(string code, int? backOff = null) =>
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
        + $"<e:ResponseCode xmlns:e=\"http://schemas.microsoft.com/exchange/services/2006/errors\">{code}</e:ResponseCode>"
        + (backOff is null ? "" : $"<t:Value Name=\"BackOffMilliseconds\">{backOff}</t:Value>") + "</s:Body></s:Envelope>";

    /// <summary>A client that asks a stub until it is answered.</summary>
    private sealed class Asked : IDisposable
    {
        public Asked(TestClock clock, StubHandler stub)
        {
            Tokens = new(clock);
            Lines = new(new(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(100), clock), 64);
            Http = new(new AskingHandler(stub, Lines, Tokens)) { Timeout = Timeout.InfiniteTimeSpan };
        }

        public BearerTokens Tokens { get; }

        public ServiceLines Lines { get; }

        public HttpClient Http { get; }

        public async Task<HttpResponseMessage> GetAsync(Uri address, string token, bool once = false)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address)
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            };
            request.Options.Set(AskingHandler.Once, once);
            return await Http.SendAsync(request);
        }

        public void Dispose() => Http.Dispose();
    }

    /// <summary>A body that can be read once, as one from the network.</summary>
    private sealed class Body(Func<string> read) : HttpContent
    {
        private bool _wasRead;

        public bool IsDisposed { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            if (_wasRead)
                throw new InvalidOperationException("It was read already.");
            _wasRead = true;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(read()));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
