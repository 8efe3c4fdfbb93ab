using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.HandOver.MailStore;

/// <summary>Posts forms to a management API and reads JSON. Time limits are the caller's.</summary>
internal sealed class MailStoreConnection : IDisposable
{
    private const long LargestAnswer = 256 * 1024 * 1024;
    private const int LongestQuote = 300;

    private readonly MailStoreTarget _target;
    private readonly ServerTrust _trust;
    private readonly HttpClient _client;

    public MailStoreConnection(MailStoreTarget target, NetworkCredential credential)
    {
        _target = target;
        _trust = new(target.Thumbprint);
        _client = new(_trust.CreateHandler())
        {
            BaseAddress = target.Url,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Basic",
                    Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"))),
            },
        };
    }

    /// <summary>Posts a form; the API takes nothing else, and an empty one needs its length too.</summary>
    /// <exception cref="MailStoreException">No answer came, or it is a refusal or no JSON.</exception>
    public async Task<JsonNode?> PostAsync(
        string path, IReadOnlyCollection<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        string call = path.Split('/')[^1];
        HttpStatusCode status;
        byte[] body;
        try
        {
            using HttpContent content = form.Count > 0 ? new FormUrlEncodedContent(form) : new ByteArrayContent([]);
            using HttpResponseMessage response = await _client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
            status = response.StatusCode;
            body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            if (_trust.Refusal is string refusal)
                throw new MailStoreException($"{_target.Name}: {refusal}.");
            string why = TransportErrors.InWords(exception) ?? TransportErrors.FirstLine(exception.Message).TrimEnd('.');
            throw new MailStoreException($"{_target.Name}: {call} was not answered ({why}); expected MailStore's management API. Check "
                + "that it is enabled in MailStore's service configuration, and that host, port and firewall are right.", lost: true);
        }
        string text = Encoding.UTF8.GetString(body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsSpan(3) : body);
        if (status == HttpStatusCode.OK && Parse(text) is (true, var json))
            return json;
        throw Refused(call, status, text);
    }

    public void Dispose() => _client.Dispose();

    private MailStoreException Refused(string call, HttpStatusCode status, string text) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
            $"{_target.Name}: the login is refused (HTTP {(int)status}); expected an administrator of MailStore who signs in with a "
            + "password that MailStore itself keeps. Correct MAILSTORE_USER and MAILSTORE_PASSWORD; a local administrator's password has "
            + "to be changed once before others than this machine may use it."),
        HttpStatusCode.NotFound => new(
            $"{_target.Name}: there is no {call} (HTTP 404); expected MailStore's management API. Name its port, which is 8463 for Server "
            + "and 8474 for the Service Provider Edition unless changed."),
        _ => new($"{_target.Name}: {call} is answered with HTTP {(int)status} and no result ({Quote(text)}); expected JSON. MailStore's "
            + "own log tells why."),
    };

    private static string Quote(string text) =>
        string.IsNullOrWhiteSpace(text) ? "an empty text" : Visible.Short(text.Trim(), LongestQuote);

    private static (bool IsJson, JsonNode? Json) Parse(string text)
    {
        try
        {
            // A name that is there twice would come out only when somebody looks at it.
            return (true, JsonNode.Parse(text, null, new JsonDocumentOptions { AllowDuplicateProperties = false }));
        }
        catch (JsonException)
        {
            return (false, null);
        }
    }
}
