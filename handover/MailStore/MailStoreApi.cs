using System.Globalization;
using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.HandOver.MailStore;

/// <summary>
/// Calls functions of a management API and follows those that take a while. Source: MailStore's help, "Administration API - Using the API"
/// and "Management API - Using the API": a running job is asked for with <c>get-status</c>, which waits on the server for news.
/// </summary>
/// <param name="target">The MailStore.</param>
/// <param name="connection">The connection to it.</param>
/// <param name="deadline">How long a call may take, with its job.</param>
/// <param name="clock">The clock.</param>
/// <param name="progress">Told what a job is doing.</param>
internal sealed class MailStoreApi(
    MailStoreTarget target, MailStoreConnection connection, TimeSpan deadline, TimeProvider clock, Action<string> progress)
{
    private const int ServerWaits = 5000;
    private const int Losses = 3;
    private const string InstanceArgument = "instanceID";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CancelWithin = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, bool> _functions = new(StringComparer.Ordinal);

    /// <summary>Whether this MailStore knows a function; after <see cref="OpenAsync"/>.</summary>
    public bool Knows(string function) => _functions.ContainsKey(function);

    /// <summary>Asks which functions there are.</summary>
    /// <param name="needed">Functions without which it makes no sense to go on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MailStoreException">It does not answer, is of another edition, or lacks a function.</exception>
    public async Task OpenAsync(IReadOnlyList<string> needed, CancellationToken cancellationToken)
    {
        const string call = "get-metadata";
        JsonNode? metadata = await WithinAsync(call, token => connection.PostAsync($"api/{call}", [], token), cancellationToken);
        JsonArray? list = metadata as JsonArray ?? (metadata as JsonObject)?["result"] as JsonArray;
        foreach (JsonObject function in (list ?? []).OfType<JsonObject>())
        {
            if (function["name"] is JsonValue name && name.TryGetValue(out string? text))
                _functions[text] = (function["args"] as JsonArray ?? []).OfType<JsonObject>().Any(argument =>
                    argument["name"] is JsonValue one && one.TryGetValue(out string? called) && called == InstanceArgument);
        }
        string[] missing = [.. needed.Where(function => !Knows(function))];
        if (missing.Length > 0)
            throw new MailStoreException($"{target.Name}: found {Words.Count(_functions.Count, "function")}, and not "
                + $"{string.Join(", ", missing)} among them; expected a MailStore whose management API has them. Update MailStore, or "
                + "enter the values by hand, from the sheet.");
        if (_functions[needed[0]] != target.Instance is not null)
            throw new MailStoreException(target.Instance is null
                ? $"{target.Name}: found a Service Provider Edition, expected MailStore Server. Give --spe --instance ID."
                : $"{target.Name}: found MailStore Server, expected a Service Provider Edition. Leave --spe and --instance out.");
    }

    /// <summary>Calls a function and waits for its end.</summary>
    /// <exception cref="MailStoreException">It does not answer, refuses, fails, or does not end in time.</exception>
    public async Task<MailStoreAnswer> InvokeAsync(
        string function, CancellationToken cancellationToken, params (string Name, string Value)[] arguments)
    {
        List<KeyValuePair<string, string>> form = [.. arguments.Select(one => KeyValuePair.Create(one.Name, one.Value))];
        if (target.Instance is string instance && _functions.GetValueOrDefault(function))
            form.Add(KeyValuePair.Create(InstanceArgument, instance));
        string? job = null;
        try
        {
            return await WithinAsync(function, async token =>
            {
                MailStoreAnswer answer = await AskAsync(function, $"api/invoke/{function}", form, token);
                while (answer.IsRunning)
                {
                    job = answer.Token;
                    progress(News(function, answer));
                    answer = await NextAsync(function, answer, token);
                }
                job = null;
                return answer.Succeeded ? answer : throw Failed(function, answer);
            }, cancellationToken);
        }
        finally
        {
            // Left alone, it would go on without anybody who waits for it.
            if (job is not null)
                await CancelAsync(job);
        }
    }

    private async Task<MailStoreAnswer> NextAsync(string function, MailStoreAnswer known, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] form =
        [
            new("token", known.Token!),
            new("lastKnownStatusVersion", known.StatusVersion.ToString(CultureInfo.InvariantCulture)),
            new("millisecondsTimeout", ServerWaits.ToString(CultureInfo.InvariantCulture)),
        ];
        for (int losses = 0; ; losses++)
        {
            try
            {
                MailStoreAnswer next = await AskAsync(function, "api/get-status", form, cancellationToken);
                if (next.IsRunning && next.StatusVersion == known.StatusVersion)
                    await Task.Delay(Pause, clock, cancellationToken);
                return next with { Log = next.Log.StartsWith(known.Log, StringComparison.Ordinal) ? next.Log : known.Log + next.Log };
            }
            // The job goes on whether or not anybody hears of it.
            catch (MailStoreException exception) when (exception.Lost && losses < Losses)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    private async Task<MailStoreAnswer> AskAsync(
        string function, string path, IReadOnlyCollection<KeyValuePair<string, string>> form, CancellationToken cancellationToken) =>
        MailStoreAnswer.Read(await connection.PostAsync(path, form, cancellationToken)) ?? throw new MailStoreException(
            $"{target.Name}: {function} is answered with JSON that has no statusCode; expected the answer of MailStore's management API. "
            + "Check the address.");

    private async Task<T> WithinAsync<T>(string function, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(deadline, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailStoreException($"{target.Name}: {function} did not end within {Words.Span(deadline)}; expected an "
                + "end. Look at what MailStore is doing, or give more time with --deadline.", lost: true);
        }
    }

    private async Task CancelAsync(string job)
    {
        using CancellationTokenSource limit = new(CancelWithin, clock);
        try
        {
            await connection.PostAsync("api/cancel-async", [new("token", job)], limit.Token);
        }
        catch (Exception exception) when (exception is MailStoreException or OperationCanceledException)
        {
            progress("MailStore did not take the request to end its job: it goes on there");
        }
    }

    private MailStoreException Failed(string function, MailStoreAnswer answer) => new(
        $"{target.Name}: {function} ended as '{Visible.Short(answer.StatusCode, 40)}' "
        + $"({Visible.Short(answer.Error ?? "without a reason", 500).TrimEnd('.')}); expected success. MailStore's own log tells more.");

    private static string News(string function, MailStoreAnswer answer) => string.Create(CultureInfo.InvariantCulture,
        $"{function}: {(answer.Percent is double percent ? $"{percent:0} %" : "running")}")
        + (string.IsNullOrWhiteSpace(answer.StatusText) ? "" : $", {Visible.Short(answer.StatusText, 100)}");
}
