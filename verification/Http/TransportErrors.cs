using System.Net.Sockets;
using System.Security.Authentication;

namespace TenantOnboarding.Verification.Http;

/// <summary>Puts into words why a request never got an answer.</summary>
internal static class TransportErrors
{
    /// <summary>Why a request never got an answer, or null where it did get one.</summary>
    public static string? InWords(Exception? exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException when cause.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase):
                    return $"the server's TLS certificate is not trusted ({FirstLine(cause.Message)})";
                case AuthenticationException:
                    return $"no connection with TLS 1.2 or later can be established ({FirstLine(cause.GetBaseException().Message)})";
                case SocketException socket:
                    return InWords(socket);
                case TaskCanceledException or TimeoutException:
                    return "no answer within the time allowed";
                case AggregateException { InnerExceptions: [Exception first, ..] } when InWords(first) is string why:
                    return why;
                case HttpRequestException { StatusCode: null, InnerException: null }:
                    return FirstLine(cause.Message);
                default:
                    break;
            }
        }
        return null;
    }

    /// <summary>The first line of a message that may have several.</summary>
    public static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    private static string InWords(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name does not resolve",
        SocketError.ConnectionRefused => "the connection is refused",
        _ => FirstLine(exception.Message),
    };
}
