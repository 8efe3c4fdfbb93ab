using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Azure.Core;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Http;

/// <summary>
/// Puts questions about mailboxes to Microsoft Graph in batches. Each item of a batch is answered, refused and throttled by itself, inside
/// an answer that says 200: what failed goes into a later batch, when its own wait is over.
/// </summary>
/// <param name="connection">The way to the tenant.</param>
/// <param name="endpoints">Where it answers.</param>
/// <param name="credential">Who asks.</param>
/// <param name="count">How many questions.</param>
/// <param name="url">The question of a number from 0: a path below the version.</param>
/// <param name="answered">Told the answer to each question once: in any order, one call at a time.</param>
internal sealed class GraphBatches(TenantConnection connection, TenantEndpoints endpoints, TokenCredential credential, int count,
    Func<int, string> url, Action<int, GraphBatchItem> answered)
{
    /// <summary>Microsoft Graph's limit of requests in a batch.</summary>
    public const int Most = 20;

    /// <summary>How many items about mailboxes Graph works on at once, so that a batch of so many takes no longer than one item.</summary>
    private const int AtOnce = 4;

    /// <summary>Questions that may be put again within so long of each other go together.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(20);

    private readonly ServiceLine _line = connection.Lines.Outlook;
    private readonly PriorityQueue<int, TimeSpan> _later = new();
    private readonly Dictionary<int, ServiceLine.Patience> _patience = [];
    private readonly HashSet<int> _renewed = [];
    private readonly Lock _gate = new();
    private readonly long _begun = connection.Lines.Outlook.Now();
    private int _next;
    private bool _gaveUp;

    private TimeSpan Now => _line.Since(_begun);

    /// <summary>Ends when every question has its answer.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> underWay = [];
        try
        {
            while (true)
            {
                // Looked at once: one that fails a moment later is seen the next time.
                Task[] ended = [.. underWay.Where(task => task.IsCompleted)];
                underWay.RemoveAll(ended.Contains);
                await Task.WhenAll(ended);
                if (Due() is not TimeSpan due)
                {
                    if (underWay.Count == 0)
                        return;
                    await Task.WhenAny(underWay);
                }
                else if (due > TimeSpan.Zero)
                {
                    await WaitAsync(due, underWay, failed.Token);
                }
                else if (_gaveUp && _line.IsSilent)
                {
                    GiveUp("nothing is answered any more");
                }
                else if (await EnterAsync(failed.Token))
                {
                    underWay.Add(BatchAsync(failed.Token));
                }
            }
        }
        catch
        {
            await failed.CancelAsync();
            await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>How long until a question may be put, zero or less where it may be now; null where none is left to put.</summary>
    private TimeSpan? Due()
    {
        lock (_gate)
        {
            return _next < count ? TimeSpan.Zero
                : _later.TryPeek(out _, out TimeSpan due) ? due - Now
                : null;
        }
    }

    private async Task WaitAsync(TimeSpan due, List<Task> underWay, CancellationToken cancellationToken)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task wait = _line.WaitAsync(due, enough.Token);
        await Task.WhenAny([.. underWay, wait]);
        await enough.CancelAsync();
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _line.EnterAsync(_later.Count > 0, cancellationToken);
            return true;
        }
        catch (UnansweredException exception)
        {
            GiveUp(exception.Message);
            return false;
        }
    }

    /// <summary>Leaves what has not been asked, or not answered, as it is.</summary>
    private void GiveUp(string why)
    {
        lock (_gate)
        {
            while (Take(1, TimeSpan.MaxValue) is [int index])
                Settle(index, GraphBatchItem.Unanswered(why));
        }
    }

    private async Task BatchAsync(CancellationToken cancellationToken)
    {
        long asked = _line.Now();
        int[] indexes = [];
        try
        {
            lock (_gate)
                indexes = Take(Size(), Now);
            string token = "";
            (GraphBatchReply? reply, Trouble? trouble) = await _line.OnceAsync(async ended =>
            {
                token = (await credential.GetTokenAsync(new TokenRequestContext([endpoints.GraphScope]), ended)).Token;
                return await SendAsync(indexes, token, ended);
            }, cancellationToken);
            if (reply is not null)
            {
                await ReadAsync(indexes, reply, token, asked, cancellationToken);
                return;
            }
            _line.Note(asked, trouble);
            foreach (int index in indexes)
                Again(index, trouble!);
        }
        catch (UnansweredException exception)
        {
            // There is no token to be had.
            lock (_gate)
            {
                _gaveUp = true;
                foreach (int index in indexes)
                    Settle(index, GraphBatchItem.Unanswered(exception.Message));
            }
        }
        finally
        {
            _line.Limiter.Leave();
        }
    }

    /// <summary>
    /// While the level is being found, and at the end, batches of which all items are worked on at once: they tell sooner, and keep all
    /// places busy. In between full ones, which take as long for each item and cost less.
    /// </summary>
    private int Size()
    {
        int left = count - _next + _later.Count;
        int even = (left + _line.Limiter.Level - 1) / _line.Limiter.Level;
        return _line.Limiter.IsStarting ? AtOnce : Math.Clamp((even + AtOnce - 1) / AtOnce * AtOnce, AtOnce, Most);
    }

    /// <summary>Questions that may be put at a moment, those that were put before first.</summary>
    private int[] Take(int most, TimeSpan moment)
    {
        List<int> taken = [];
        while (taken.Count < most && _later.TryPeek(out int index, out TimeSpan due) && due <= moment)
        {
            _later.Dequeue();
            taken.Add(index);
        }
        while (taken.Count < most && _next < count)
            taken.Add(_next++);
        return [.. taken];
    }

    private async Task<(GraphBatchReply? Reply, Trouble? Trouble)> SendAsync(
        int[] indexes, string token, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(endpoints.GraphUrl, "/v1.0/$batch"))
        {
            Content = new ByteArrayContent(Body(indexes)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        request.Options.Set(AskingHandler.Once, true);
        try
        {
            using HttpResponseMessage response = await connection.Http.SendAsync(request, cancellationToken);
            if (await Reception.TroubleInAsync(response, cancellationToken) is Trouble trouble)
                return (null, trouble);
            return (GraphBatchReply.Read((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken)), null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException && IsChance(exception))
        {
            return (null, new(TransportErrors.InWords(exception) ?? exception.Message));
        }
    }

    /// <summary>Whether Graph is known to be there, so that what was lost is worth another try: also the very first batch.</summary>
    private bool IsChance(Exception exception) => _line.HasAnswered || connection.Lines.Directory.HasAnswered
        || !AskingHandler.IsUnconnected(exception, AskingHandler.FirstConnections);

    private byte[] Body(int[] indexes)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("requests");
            foreach (int index in indexes)
            {
                writer.WriteStartObject();
                writer.WriteString("id", index.ToString(CultureInfo.InvariantCulture));
                writer.WriteString("method", "GET");
                writer.WriteString("url", url(index));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return body.ToArray();
    }

    private async Task ReadAsync(int[] indexes, GraphBatchReply reply, string token, long asked, CancellationToken cancellationToken)
    {
        GraphBatchItem[] items = [.. indexes.Select(reply.Of)];
        if (items.Any(item => item.Status is 403 or 404 or (>= 200 and < 300)))
            connection.Tokens.Accept(token);
        // The token of the batch is that of its items, and may have ended between them.
        bool renewed = items.Any(item => item.Status == 401)
            && await connection.Tokens.ReplaceAsync(token, cancellationToken) is not null;
        _line.Note(asked, [.. items.Select(item => item.Trouble)]);
        for (int i = 0; i < indexes.Length; i++)
        {
            if (items[i].Trouble is Trouble trouble)
                Again(indexes[i], trouble);
            else if (items[i].Status == 401 && renewed && _renewed.Add(indexes[i]))
                Again(indexes[i], new("401", Wait: TimeSpan.Zero));
            else
                Settle(indexes[i], items[i]);
        }
    }

    private void Again(int index, Trouble trouble)
    {
        lock (_gate)
        {
            if (!_patience.TryGetValue(index, out ServiceLine.Patience? patience))
                _patience[index] = patience = _line.NewPatience();
            if (patience.Next(trouble) is TimeSpan wait)
            {
                // Never sooner than it may.
                _later.Enqueue(index, TimeSpan.FromTicks(((Now + wait).Ticks / Together.Ticks + 1) * Together.Ticks));
                return;
            }
            _gaveUp = true;
            Settle(index, GraphBatchItem.Unanswered(trouble.Detail));
        }
    }

    private void Settle(int index, GraphBatchItem item)
    {
        lock (_gate)
        {
            _patience.Remove(index);
            answered(index, item);
        }
    }
}
