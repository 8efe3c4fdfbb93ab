using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What is kept of the exchanges of a look: a few of each kind.</summary>
public sealed class ExchangeRecorderTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ExchangeRecorder _recorder = new();
    private int _sent;

    [Fact]
    public void Five_of_a_kind_are_kept_whatever_their_queries_ask()
    {
        Add(7, new() { SentAt = Begin, Method = "GET", Address = "https://graph/v1.0/users?$top=1", Status = 200 });
        Add(1, new() { SentAt = Begin, Method = "GET", Address = "https://graph/v1.0/users?$top=999", Status = 200 });

        Assert.Equal(Enumerable.Range(0, 5), Kept());
    }

    [Theory]
    [InlineData("POST", "https://graph/v1.0/users", 200, null, null)]
    [InlineData("GET", "https://graph/v1.0/groups", 200, null, null)]
    [InlineData("GET", "https://graph/v1.0/users", 404, null, null)]
    [InlineData("GET", "https://graph/v1.0/users", 200, "the answer ended", null)]
    [InlineData("GET", "https://graph/v1.0/users", 200, null, """{"error":{"code":"ErrorAccessDenied"}}""")]
    [InlineData("GET", "https://graph/v1.0/users", 200, null, """{"responses":[{"status":200},{"status": 404}]}""")]
    [InlineData("GET", "https://graph/v1.0/users", 200, null, "<m:ResponseCode>ErrorNonExistentMailbox</m:ResponseCode>")]
    [InlineData("GET", "https://graph/v1.0/users", 200, null, "S: * OK ready\nS: A1 NO [AUTHENTICATIONFAILED] No.")]
    public void Another_question_or_another_answer_is_another_kind(string method, string address, int status, string? error, string? body)
    {
        Exchange often = new() { SentAt = Begin, Method = "GET", Address = "https://graph/v1.0/users", Status = 200 };
        Add(6, often);

        Add(1, often with { Method = method, Address = address, Status = status, Error = error, ResponseBody = body });

        Assert.Equal([0, 1, 2, 3, 4, 6], Kept());
    }

    [Fact]
    public void A_good_answer_within_a_batch_is_no_kind_of_its_own()
    {
        Exchange often = new() { SentAt = Begin, Method = "POST", Address = "https://graph/v1.0/$batch", Status = 200 };
        Add(5, often);

        Add(1, often with { ResponseBody = """{"responses":[{"status":200}]}""" });

        Assert.Equal(5, _recorder.Exchanges.Count);
    }

    [Fact]
    public void They_are_in_the_order_in_which_they_were_sent_not_answered()
    {
        foreach (int second in (int[])[3, 1, 2])
            _recorder.Add(new() { SentAt = Begin.AddSeconds(second), Method = "GET", Address = $"https://graph/{second}" });

        Assert.Equal(["https://graph/1", "https://graph/2", "https://graph/3"], _recorder.Exchanges.Select(exchange => exchange.Address));
    }

    [Fact]
    public void Three_hundred_are_kept_in_all()
    {
        for (int i = 0; i < 310; i++)
            Add(1, new() { SentAt = Begin, Method = "GET", Address = $"https://graph/v1.0/users/{i}" });

        Assert.Equal(Enumerable.Range(0, 300), Kept());
    }

    [Theory]
    [InlineData("in-the-address", true)]
    [InlineData("IN-THE-QUESTION", true)]
    [InlineData("in-the-answer", true)]
    [InlineData("in-one-header", true)]
    [InlineData("in-the-answers-header", false)]
    [InlineData("nowhere", false)]
    public void An_exchange_mentions_what_stands_in_its_request_or_its_answer(string text, bool expected)
    {
        Exchange exchange = new()
        {
            SentAt = Begin,
            Method = "POST",
            Address = "https://graph/in-the-address",
            RequestHeaders = new Dictionary<string, string> { ["X-One"] = "something", ["X-Other"] = "<in-one-header>" },
            RequestBody = "it is in-the-question",
            ResponseHeaders = new Dictionary<string, string> { ["X-Other"] = "in-the-answers-header" },
            ResponseBody = "it is in-the-answer",
        };

        Assert.Equal(expected, exchange.Mentions(text));
    }

    [Fact]
    public void An_exchange_without_bodies_mentions_nothing() =>
        Assert.False(new Exchange { SentAt = Begin, Method = "GET", Address = "https://graph/" }.Mentions("anna"));

    private void Add(int times, Exchange exchange)
    {
        for (int i = 0; i < times; i++)
            _recorder.Add(exchange with { SentAt = Begin.AddSeconds(_sent++) });
    }

    /// <summary>The numbers of those that are kept.</summary>
    private IEnumerable<int> Kept() => _recorder.Exchanges.Select(exchange => (int)(exchange.SentAt - Begin).TotalSeconds);
}
