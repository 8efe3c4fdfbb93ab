using System.Text;
using System.Text.Json;
using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What the answer to a batch says of each of its items.</summary>
public sealed class GraphBatchReplyTests
{
    [Theory]
    [InlineData(0, null, "the batch has no answer for this mailbox", false, false)]
    [InlineData(429, null, "429", true, true)]
    [InlineData(429, "ApplicationThrottled", "429 ApplicationThrottled", true, false)]
    [InlineData(503, "serviceNotAvailable", "503 serviceNotAvailable", true, false)]
    [InlineData(504, null, "504", false, false)]
    [InlineData(500, "ApplicationThrottled", "500 ApplicationThrottled", false, false)]
    public void An_item_that_has_to_be_asked_again_says_why_and_whom_its_wait_is_for(
        int status, string? code, string detail, bool throttled, bool forAll)
    {
        Trouble trouble = new GraphBatchItem(status, new(code, null), TimeSpan.FromSeconds(7)).Trouble!;

        Assert.Equal((detail, throttled, forAll), (trouble.Detail, trouble.Throttled, trouble.ForAll));
        Assert.Equal(status == 0 ? null : TimeSpan.FromSeconds(7), trouble.Wait);
    }

    [Theory]
    [InlineData(429, null, false)]
    [InlineData(429, "ApplicationThrottled", true)]
    [InlineData(500, null, false)]
    [InlineData(503, null, true)]
    public void Limits_of_a_mailbox_and_its_server_are_those_of_one_question(int status, string? code, bool expected) =>
        Assert.Equal(expected, new GraphBatchItem(status, new(code, null)).Trouble!.OfOneQuestion);

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(404)]
    public void What_the_service_says_for_good_is_an_answer(int status) => Assert.Null(new GraphBatchItem(status, default).Trouble);

    [Theory]
    [InlineData(200)]
    [InlineData(299)]
    public void An_answer_to_the_batch_has_items(int status)
    {
        GraphBatchReply reply = Read(status, """
            {"responses":[
              {"id":"7","status":404,"headers":{"retry-AFTER":"12"},"body":{"error":{"code":"NotFound","message":"No."}}},
              {"id":"8","status":200,"body":{"value":"UserMailbox"}}]}
            """);

        Assert.Equal(new GraphBatchItem(404, new("NotFound", "No."), TimeSpan.FromSeconds(12)), reply.Of(7));
        Assert.Equal(new GraphBatchItem(200, default) { Value = "UserMailbox" }, reply.Of(8));
        Assert.Equal(new GraphBatchItem(0, default), reply.Of(9));
    }

    [Theory]
    [InlineData(199)]
    [InlineData(300)]
    [InlineData(403)]
    public void An_answer_that_refuses_the_batch_refuses_each_item(int status)
    {
        GraphBatchReply reply = Read(status, """{"responses":[{"id":"7","status":200}],"error":{"code":"Denied","message":"No."}}""");

        Assert.Equal(new GraphBatchItem(status, new("Denied", "No.")), reply.Of(7));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","headers":"none" """)]
    [InlineData(""","headers":{}""")]
    [InlineData(""","headers":{"Retry-After":"soon"}""")]
    [InlineData(""","headers":{"Retry-After":"-1"}""")]
    [InlineData(""","body":"none" """)]
    [InlineData(""","body":{"value":[1]}""")]
    [InlineData(""","body":{"error":"none"}""")]
    public void An_item_without_wait_error_and_value_has_none(string more) =>
        Assert.Equal(new GraphBatchItem(503, default), Read(200, $$"""{"responses":[{"id":"7","status":503{{more}}}]}""").Of(7));

    [Fact]
    public void A_wait_may_be_a_number_and_come_after_other_headers() => Assert.Equal(TimeSpan.FromSeconds(3),
        Read(200, """{"responses":[{"id":"7","status":503,"headers":{"Age":"1","Retry-After":3}}]}""").Of(7).Wait);

    [Fact]
    public void What_is_no_answer_to_a_batch_is_an_error()
    {
        Assert.ThrowsAny<JsonException>(() => Read(200, "no json"));
        Assert.Throws<KeyNotFoundException>(() => Read(200, "{}"));
    }

    [Theory]
    [InlineData("""{"error":{"code":"Denied"}}""", "Denied", null)]
    [InlineData("""{"error":{"message":"No.","code":7}}""", "7", "No.")]
    [InlineData("""{"error":"Denied"}""", null, null)]
    [InlineData("""{"other":{"code":"Denied"}}""", null, null)]
    [InlineData("[]", null, null)]
    [InlineData("no json", null, null)]
    public void An_error_is_read_from_a_body(string body, string? code, string? message) =>
        Assert.Equal(new ApiError(code, message), ApiError.In(body));

    private static GraphBatchReply Read(int status, string body) => GraphBatchReply.Read(status, Encoding.UTF8.GetBytes(body));
}
