namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>
/// Repeats what the program itself reads from Graph, as the deployer's own requests are repeated. Writes go through as they are.
/// </summary>
internal sealed class EnduringReads(HttpMessageHandler inner, Endurance endurance) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get)
            return await base.SendAsync(request, cancellationToken);
        int retries = ProviderTiming.Retries(ProviderTiming.ShortOperation);
        long began = endurance.Begin();
        for (int retry = 0; ; retry++)
        {
            try
            {
                HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
                // Here, and not where it is read, a connection shows that breaks in the middle of an answer.
                await answer.Content.LoadIntoBufferAsync(cancellationToken);
                endurance.Count(answer.StatusCode);
                TimeSpan? asked = answer.Headers.RetryAfter?.Delta;
                if (!Endurance.Passes(answer.StatusCode)
                    || !await endurance.WaitAsync(retry, retries, began, asked, false, cancellationToken))
                {
                    return answer;
                }
                answer.Dispose();
            }
            catch (Exception exception) when (Endurance.Passes(exception))
            {
                endurance.Count(null);
                if (!await endurance.WaitAsync(retry, retries, began, null, false, cancellationToken))
                    throw;
            }
        }
    }
}
