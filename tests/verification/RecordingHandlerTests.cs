using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What is kept of a request and its answer as evidence.</summary>
public sealed class RecordingHandlerTests : IDisposable
{
    private static readonly Uri Users = new("https://graph.example.test/v1.0/users?$top=1&sig=secret");
    private readonly TestClock _clock = new(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ExchangeRecorder _recorder = new();

    public RecordingHandlerTests() => ExchangeRecorder.Current = _recorder;

    public void Dispose() => ExchangeRecorder.Current = null;

    [Fact]
    public async Task Request_and_answer_are_kept_and_both_can_still_be_read()
    {
        using HttpMessageInvoker http = Invoker(async (request, token) =>
        {
            Assert.Equal("""{"a":1}""", await request.Content!.ReadAsStringAsync(token));
            _clock.Advance(TimeSpan.FromMilliseconds(120));
            return new(HttpStatusCode.Created)
            {
                Content = new StreamContent(new MemoryStream("""{"b":2}"""u8.ToArray())),
                Headers = { { "x-ms-request-id", "the service's" }, { "x-two", ["1", "2"] } },
            };
        });
        using HttpRequestMessage request = new(HttpMethod.Post, Users)
        {
            Content = new StreamContent(new MemoryStream("""{"a":1}"""u8.ToArray())) { Headers = { { "Content-Language", "de" } } },
        };

        using HttpResponseMessage answer = await http.SendAsync(request, CancellationToken.None);

        Assert.Equal("""{"b":2}""", await answer.Content.ReadAsStringAsync());
        Exchange kept = Assert.Single(_recorder.Exchanges);
        Assert.Equal(("POST", "https://graph.example.test/v1.0/users?$top=1&sig=(redacted)", """{"a":1}"""),
            (kept.Method, kept.Address, kept.RequestBody));
        Assert.Equal((201, """{"b":2}""", "the service's", TimeSpan.FromMilliseconds(120), (string?)null),
            (kept.Status, kept.ResponseBody, kept.RequestId, kept.Took, kept.Error));
        Assert.Equal((kept.ClientRequestId, "de", "1, 2"),
            (kept.RequestHeaders["client-request-id"], kept.RequestHeaders["Content-Language"], kept.ResponseHeaders["x-two"]));
    }

    [Fact]
    public async Task An_answer_without_an_id_of_the_service_has_none()
    {
        using HttpMessageInvoker http = Invoker((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)));

        await SendAsync(http);

        Exchange kept = Assert.Single(_recorder.Exchanges);
        Assert.Equal((null, null), (kept.RequestId, kept.RequestBody));
    }

    [Fact]
    public async Task Each_try_has_an_id_of_its_own_and_one_only()
    {
        List<string> ids = [];
        using HttpMessageInvoker http = Invoker((request, _) =>
        {
            ids.Add(Assert.Single(request.Headers.GetValues("client-request-id")));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        });
        using HttpRequestMessage request = new(HttpMethod.Get, Users);

        await http.SendAsync(request, CancellationToken.None);
        await http.SendAsync(request, CancellationToken.None);

        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(ids, _recorder.Exchanges.Select(exchange => exchange.ClientRequestId));
    }

    [Fact]
    public async Task Of_a_compressed_body_only_its_size_is_kept()
    {
        JsonContent content = JsonContent.Create(123);
        content.Headers.Add("Content-Encoding", ["gzip", "br"]);
        using HttpMessageInvoker http = Invoker((_, _) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content }));

        await SendAsync(http);

        Assert.Equal("(gzip, br, 3 bytes)", Assert.Single(_recorder.Exchanges).ResponseBody);
    }

    [Theory]
    [InlineData(true, "the connection is refused")]
    [InlineData(false, "It broke.")]
    public async Task A_request_without_an_answer_is_kept_with_why(bool refused, string expected)
    {
        HttpRequestException broken = new("It broke.\nmore",
            refused ? new SocketException((int)SocketError.ConnectionRefused) : new InvalidOperationException("for a reason"));
        using HttpMessageInvoker http = Invoker((_, _) =>
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            throw broken;
        });

        Assert.Same(broken, await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(http)));

        Exchange kept = Assert.Single(_recorder.Exchanges);
        Assert.Equal((expected, (int?)null, TimeSpan.FromSeconds(3)), (kept.Error, kept.Status, kept.Took));
    }

    [Fact]
    public async Task Where_no_evidence_is_kept_a_request_has_its_id_all_the_same()
    {
        ExchangeRecorder.Current = null;
        string? id = null;
        using HttpMessageInvoker http = Invoker((request, _) =>
        {
            id = Assert.Single(request.Headers.GetValues("client-request-id"));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("it", Encoding.UTF8) });
        });

        await SendAsync(http);

        Assert.True(Guid.TryParse(id, out _));
        Assert.Empty(_recorder.Exchanges);
    }

    private HttpMessageInvoker Invoker(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) =>
        new(new RecordingHandler(new StubHandler(answer), _clock));

    private static async Task SendAsync(HttpMessageInvoker http)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Users);
        using HttpResponseMessage answer = await http.SendAsync(request, CancellationToken.None);
    }
}
