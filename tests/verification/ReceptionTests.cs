using System.Net;
using System.Text;
using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Which answers are answers, and which come in the place of one.</summary>
public sealed class ReceptionTests
{
    private static readonly DateTimeOffset Noon = new(2031, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(200, false)]
    [InlineData(400, false)]
    [InlineData(407, false)]
    [InlineData(408, true)]
    [InlineData(409, false)]
    [InlineData(428, false)]
    [InlineData(429, true)]
    [InlineData(430, false)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    [InlineData(502, true)]
    [InlineData(504, true)]
    [InlineData(505, false)]
    [InlineData(506, true)]
    [InlineData(599, true)]
    public void A_status_passes_or_stays(int status, bool passes) => Assert.Equal(passes, Reception.IsPassing(status));

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"value":[{"id":"1"}]}""", null)]
    [InlineData("""{"value":[{"id":"1"}]""", "half an answer")]
    [InlineData("[]", null)]
    [InlineData("[1,2]", null)]
    [InlineData("[1,2", "half an answer")]
    [InlineData("{", "half an answer")]
    [InlineData("[{}", "half an answer")]
    [InlineData("{]", "half an answer")]
    [InlineData("[}", "half an answer")]
    [InlineData(" \t\r\n{} \t\r\n", null)]
    [InlineData(" \t\r\n{\"a\": \t\r\n", "half an answer")]
    [InlineData("\"text\"", null)]
    [InlineData("1", null)]
    [InlineData(" ", null)]
    [InlineData("", null)]
    public async Task Json_that_does_not_end_as_it_begins_is_half_an_answer(string body, string? expected)
    {
        using HttpResponseMessage response = Response(200, body, "application/json");

        Assert.Equal(expected, (await TroubleAsync(response))?.Detail);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/jsonp")]
    [InlineData(null)]
    public async Task What_does_not_say_that_it_is_json_may_end_as_it_likes(string? type)
    {
        using HttpResponseMessage response = Response(200, "{", type);

        Assert.Null(await TroubleAsync(response));
    }

    [Fact]
    public async Task A_kind_of_json_is_json()
    {
        using HttpResponseMessage response = Response(404, "{", "application/problem+JSON");

        Assert.Equal(new Trouble("half an answer"), await TroubleAsync(response));
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(500, false)]
    [InlineData(408, false)]
    public async Task A_failure_that_passes_says_whether_to_slow_down_and_how_long(int status, bool throttled)
    {
        using HttpResponseMessage response = Response(status, "{}", "application/json");
        response.ReasonPhrase = "As it is called";
        response.Headers.RetryAfter = new(TimeSpan.FromSeconds(7));

        Trouble? trouble = await TroubleAsync(response);

        Assert.Equal(new Trouble($"{status} As it is called", throttled, TimeSpan.FromSeconds(7)), trouble);
        Assert.Equal(throttled, trouble!.ForAll);
    }

    [Theory]
    [InlineData(400, "AADSTS90033: A transient error has occurred.", "AADSTS90033")]
    [InlineData(400, "AADSTS700027: The certificate is not registered.", null)]
    [InlineData(401, "AADSTS90033: A transient error has occurred.", null)]
    public async Task A_refusal_of_a_sign_in_passes_where_entra_says_so(int status, string text, string? expected)
    {
        using HttpResponseMessage response = Response(status, $$"""{"error_description":"{{text}}"}""", "application/json");

        Assert.Equal(expected is null ? null : new Trouble(expected), await TroubleAsync(response));
    }

    [Theory]
    [InlineData("ErrorInternalServerTransientError")]
    [InlineData("ErrorInternalServerError")]
    [InlineData("ErrorMailboxStoreUnavailable")]
    [InlineData("ErrorTimeoutExpired")]
    [InlineData("ErrorConnectionFailed")]
    [InlineData("ErrorMailboxMoveInProgress")]
    public async Task Exchange_names_failures_that_pass_and_asks_nobody_to_slow_down_for_them(string code)
    {
        using HttpResponseMessage response = Response(200, $"<m:ResponseCode>{code}</m:ResponseCode>", "text/xml");

        Assert.Equal(new Trouble(code), await TroubleAsync(response));
    }

    [Theory]
    [InlineData("NoError", "text/xml")]
    [InlineData("ErrorNonExistentMailbox", "application/soap+XML")]
    public async Task A_response_code_of_exchange_is_an_answer_whatever_the_status(string code, string type)
    {
        using HttpResponseMessage response = Response(500, $"<ResponseCode xmlns=\"x\"> {code} </ResponseCode>", type);

        Assert.Null(await TroubleAsync(response));
    }

    [Theory]
    [InlineData("<html>ResponseCode</html>", "text/xml")]
    [InlineData("<m:ResponseCode>NoError</m:ResponseCode>", "text/html")]
    public async Task Without_a_response_code_in_xml_the_status_counts(string body, string type)
    {
        using HttpResponseMessage response = Response(500, body, type);

        Assert.Equal("500 Internal Server Error", (await TroubleAsync(response))?.Detail);
    }

    [Theory]
    [InlineData("<t:Value Name=\"BackOffMilliseconds\">1500</t:Value>", 7, 1_500)]
    [InlineData("<t:Value Name=\"BackOffMilliseconds\">1500</t:Value>", null, 1_500)]
    [InlineData("<t:Value Name=\"BackOffMilliseconds\">99999999999</t:Value>", 7, 7_000)]
    [InlineData("", 7, 7_000)]
    [InlineData("", null, null)]
    public async Task Exchange_that_is_busy_speaks_of_one_mailbox_and_its_own_words_come_before_the_header(
        string words, int? header, int? milliseconds)
    {
        using HttpResponseMessage response = Response(200, $"<m:ResponseCode>ErrorServerBusy</m:ResponseCode>{words}", "text/xml");
        response.Headers.RetryAfter = header is int seconds ? new(TimeSpan.FromSeconds(seconds)) : null;

        Trouble? trouble = await TroubleAsync(response);

        Assert.Equal(
            new Trouble("ErrorServerBusy", Throttled: true, milliseconds is int wait ? TimeSpan.FromMilliseconds(wait) : null)
            {
                OfOneQuestion = true,
            }, trouble);
        Assert.False(trouble!.ForAll);
    }

    [Theory]
    [InlineData(40, 0, 40)]
    [InlineData(40, 41, 0)]
    [InlineData(40, 40, 0)]
    public void A_date_to_come_back_at_counts_from_the_servers_own(int until, int sent, int expected)
    {
        using HttpResponseMessage response = Response(503, "", null);
        response.Headers.Date = Noon.AddSeconds(sent);
        response.Headers.RetryAfter = new(Noon.AddSeconds(until));

        Assert.Equal(TimeSpan.FromSeconds(expected), Reception.RetryAfter(response));
    }

    [Fact]
    public void A_date_without_the_servers_own_says_nothing()
    {
        using HttpResponseMessage response = Response(503, "", null);
        Assert.Null(Reception.RetryAfter(response));

        response.Headers.RetryAfter = new(Noon);

        Assert.Null(Reception.RetryAfter(response));
    }

    private static Task<Trouble?> TroubleAsync(HttpResponseMessage response) =>
        Reception.TroubleInAsync(response, CancellationToken.None);

    private static HttpResponseMessage Response(int status, string body, string? type) => new((HttpStatusCode)status)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = type is null ? null : new(type) } },
    };
}
