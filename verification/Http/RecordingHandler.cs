using System.Net.Http.Headers;

namespace TenantOnboarding.Verification.Http;

/// <summary>Gives each request an id that Microsoft's support can find it by, and tells the recorder of the look about it.</summary>
internal sealed class RecordingHandler(HttpMessageHandler inner, TimeProvider clock) : DelegatingHandler(inner)
{
    private const string IdHeader = "client-request-id";

    private static readonly string[] ServiceIds = ["request-id", "x-ms-request-id"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Another try is another request, so it has an id of its own.
        string id = Guid.NewGuid().ToString();
        request.Headers.Remove(IdHeader);
        request.Headers.Add(IdHeader, id);
        if (ExchangeRecorder.Current is not ExchangeRecorder recorder)
            return await base.SendAsync(request, cancellationToken);

        Exchange exchange = new()
        {
            SentAt = clock.GetUtcNow(),
            Method = request.Method.Method,
            Address = Redaction.Address(request.RequestUri!),
            RequestHeaders = Headers(request.Headers, request.Content?.Headers),
            RequestBody = await BodyAsync(request.Content, cancellationToken),
            ClientRequestId = id,
        };
        long stamp = clock.GetTimestamp();
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            recorder.Add(exchange with
            {
                Took = clock.GetElapsedTime(stamp),
                Status = (int)response.StatusCode,
                ResponseHeaders = Headers(response.Headers, response.Content.Headers),
                ResponseBody = await BodyAsync(response.Content, cancellationToken),
                RequestId = ServiceIds.Select(name => response.Headers.TryGetValues(name, out IEnumerable<string>? values)
                    ? string.Join(", ", values) : null).FirstOrDefault(value => value is not null),
            });
            return response;
        }
        catch (HttpRequestException exception)
        {
            recorder.Add(exchange with
            {
                Took = clock.GetElapsedTime(stamp),
                Error = TransportErrors.InWords(exception) ?? TransportErrors.FirstLine(exception.Message),
            });
            throw;
        }
    }

    private static async Task<string?> BodyAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
            return null;
        await content.LoadIntoBufferAsync(cancellationToken);
        return content.Headers.ContentEncoding.Count > 0
            ? $"({string.Join(", ", content.Headers.ContentEncoding)}, {content.Headers.ContentLength} bytes)"
            : Redaction.Body(await content.ReadAsStringAsync(cancellationToken), content.Headers.ContentType?.MediaType);
    }

    private static Dictionary<string, string> Headers(params IEnumerable<HttpHeaders?> all) => all.OfType<HttpHeaders>()
        .SelectMany(headers => headers)
        .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(header => header.Key, header => Redaction.Header(header.Key, string.Join(", ", header.SelectMany(one => one.Value))));
}
