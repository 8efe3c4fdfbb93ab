using System.Text.RegularExpressions;
using Azure.Identity;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;

namespace TenantOnboarding.Components.Tenant;

/// <summary>
/// Why a look-up failed, in words. The provider tells it in a message alone: under the engine wrapped as a gRPC status, in a rehearsal
/// and in tests as it is, so both are recognised by their words.  </summary>  <param name="Kind">What it failed of.</param>  <param
/// name="Words">The cause on one line, without wrapping.</param>  <param name="Code">Entra's code, for example <c>AADSTS7000215</c>, or
/// null.</param>
internal sealed partial record LookupFailure(LookupFailureKind Kind, string Words, string? Code = null)
{
    private const int LongestWords = 400;

    /// <summary>Reads what an exception of a provider's function, of Microsoft Graph or of its sign-in says.</summary>
    public static LookupFailure Of(Exception exception)
    {
        string all = string.Join(' ', Chain(exception).Select(Message));
        if (EntraPattern().Match(all) is { Success: true } entra)
        {
            string code = entra.Groups["code"].Value;
            return new LookupFailure(LookupFailureKind.SignInRefused, $"{code}: {OneLine(entra.Groups["words"].Value)}", code);
        }

        string words = Unwrap(Message(exception));
        LookupFailureKind kind = Chain(exception).Any(cause => cause is CredentialUnavailableException) || CredentialPattern().IsMatch(all)
            ? LookupFailureKind.NoCredential
            : Chain(exception).Any(cause => cause is AuthenticationFailedException) || RefusalPattern().IsMatch(all)
                ? LookupFailureKind.SignInRefused
            : exception is ApiException { ResponseStatusCode: 403 } || RightPattern().IsMatch(all) ? LookupFailureKind.RightMissing
            : exception is HttpRequestException or TaskCanceledException || NetworkPattern().IsMatch(all) ? LookupFailureKind.Unreachable
            : LookupFailureKind.Other;
        return new LookupFailure(kind, words);
    }

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private static string Message(Exception exception) =>
        exception is ODataError { Error: { } error } ? $"{error.Code}: {error.Message}" : exception.Message;

    private static string Unwrap(string message)
    {
        if (StatusPattern().Match(message) is { Success: true } status)
            message = status.Groups["detail"].Value;
        return OneLine(WrappingPattern().Replace(message, ""));
    }

    private static string OneLine(string text)
    {
        string line = BlankPattern().Replace(text, " ").Trim();
        return line.Length <= LongestWords ? line : line[..(LongestWords - 1)] + "…";
    }

    [GeneratedRegex("""(?<code>AADSTS[0-9]+): (?<words>.*?)(?=\s*(?:Trace ID:|Correlation ID:|["\r\n]|\\r|\\n|$))""")]
    private static partial Regex EntraPattern();

    [GeneratedRegex(
        "failed to load Azure credentials|could not configure AzureCli Authorizer|launching Azure CLI|[Pp]lease run 'az login'")]
    private static partial Regex CredentialPattern();

    [GeneratedRegex("unable to obtain access token|clientCredentialsToken|invalid_client|unauthorized_client|InvalidAuthenticationToken")]
    private static partial Regex RefusalPattern();

    [GeneratedRegex("Authorization_RequestDenied|Insufficient privileges|unexpected status 403|accessDenied", RegexOptions.IgnoreCase)]
    private static partial Regex RightPattern();

    [GeneratedRegex(
        "dial tcp|no such host|connection refused|connection reset|i/o timeout|TLS handshake|x509:|context deadline exceeded|"
            + "server misbehaving", RegexOptions.IgnoreCase)]
    private static partial Regex NetworkPattern();

    [GeneratedRegex("""^Status\(StatusCode="?[A-Za-z]+"?, Detail="(?<detail>.*?)"(?:, DebugException=.*)?\)\s*$""",
        RegexOptions.Singleline)]
    private static partial Regex StatusPattern();

    /// <summary>What Pulumi's engine, its bridge and Terraform's error lists put before a message.</summary>
    [GeneratedRegex(@"invocation of \S+ returned an error: |invoking \S+: |[0-9]+ errors? occurred:\s*\*\s*|\[[a-z_]+\] ")]
    private static partial Regex WrappingPattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex BlankPattern();
}
