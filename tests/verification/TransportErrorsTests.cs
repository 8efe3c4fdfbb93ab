using System.Net.Sockets;
using System.Security.Authentication;
using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Why a request never got an answer, in words.</summary>
public sealed class TransportErrorsTests
{
    [Theory]
    [InlineData(SocketError.HostNotFound, "the name does not resolve")]
    [InlineData(SocketError.NoData, "the name does not resolve")]
    [InlineData(SocketError.TryAgain, "the name does not resolve")]
    [InlineData(SocketError.ConnectionRefused, "the connection is refused")]
    public void A_socket_says(SocketError error, string expected) =>
        Assert.Equal(expected, TransportErrors.InWords(new HttpRequestException("It failed.", new SocketException((int)error))));

    [Fact]
    public void Another_error_of_a_socket_has_the_systems_words()
    {
        SocketException exception = new((int)SocketError.NetworkUnreachable);

        Assert.Equal(exception.Message, TransportErrors.InWords(exception));
    }

    public static TheoryData<string?, Exception?> Causes => new()
    {
        { null, null },
        { null, new InvalidOperationException("It is something else.", new FormatException("It is no number.")) },
        { "the server's TLS certificate is not trusted (The remote Certificate is invalid)",
            new HttpRequestException("It failed.", new AuthenticationException("The remote Certificate is invalid\r\nmore")) },
        { "no connection with TLS 1.2 or later can be established (tlsv1 alert)",
            new AuthenticationException("It failed.", new InvalidOperationException("tlsv1 alert\nmore")) },
        { "no answer within the time allowed", new TaskCanceledException("It took too long.") },
        { "no answer within the time allowed", new InvalidOperationException("It failed.", new TimeoutException("Too long.")) },
        { "The response ended prematurely.", new HttpRequestException(" The response ended prematurely. \nmore") },
        { null, new HttpRequestException("Not found", null, System.Net.HttpStatusCode.NotFound) },
        { "the connection is refused", new AggregateException("Retry failed.",
            new HttpRequestException("It failed.", new SocketException((int)SocketError.ConnectionRefused)), new TimeoutException()) },
        { null, new AggregateException("Retry failed.", new InvalidOperationException("It is something else.")) },
        { null, new AggregateException("None.") },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void The_first_cause_that_has_words_says_why(string? expected, Exception? exception) =>
        Assert.Equal(expected, TransportErrors.InWords(exception));

    [Fact]
    public void That_a_service_did_not_answer_is_found_among_the_causes_of_another_error()
    {
        UnansweredException unanswered = new("IMAP", TimeSpan.FromMinutes(5), "no answer");

        Assert.Same(unanswered, UnansweredException.In(new InvalidOperationException("It failed.", unanswered)));
        Assert.Same(unanswered, UnansweredException.In(unanswered));
        Assert.Null(UnansweredException.In(new InvalidOperationException("It failed.", new TimeoutException())));
        Assert.Null(UnansweredException.In(null));
    }
}
