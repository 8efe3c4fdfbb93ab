using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace SimulatedMailStore;

/// <summary>The functions of the management API.</summary>
/// <param name="options">What kind of MailStore.</param>
/// <param name="clock">Its clock.</param>
internal sealed class ManagementApi(MailStoreOptions options, TimeProvider clock)
{
    private const string InstanceArgument = "instanceID";

    private readonly Archive _archive = new(options);
    private readonly ConcurrentDictionary<string, Job> _jobs = new();

    private delegate Answer Function(IReadOnlyDictionary<string, string> form);

    /// <summary>Answers what is asked at a path below <c>/api/</c>.</summary>
    public async Task<Answer> AnswerAsync(string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellation)
    {
        if (path == "get-metadata")
            return new(HttpStatusCode.OK, Metadata());
        if (path == "get-status")
            return await StatusAsync(form, cancellation);
        if (path == "cancel-async")
            return Cancel(form);
        string name = path.StartsWith("invoke/", StringComparison.Ordinal) ? path["invoke/".Length..] : "";
        if (Functions.FirstOrDefault(function => function.Name == name) is not { Call: { } call } found)
            return Answer.Refusal(HttpStatusCode.NotFound, $"Unknown function '{name}'.");
        if (options.Instance is { } instance && found.OfInstance && form.GetValueOrDefault(InstanceArgument) != instance)
            return Answer.Error($"Instance '{form.GetValueOrDefault(InstanceArgument)}' does not exist.");
        return found.Arguments.FirstOrDefault(argument => !form.ContainsKey(argument)) is string missing
            ? Answer.Error($"Required argument '{missing}' is missing.")
            : call(form);
    }

    private IEnumerable<(string Name, string[] Arguments, bool OfInstance, Function Call)> Functions =>
        All().Where(function => !options.Lacks.Contains(function.Name));

    private IEnumerable<(string Name, string[] Arguments, bool OfInstance, Function Call)> All()
    {
        yield return (options.Instance is null ? "GetServerInfo" : "GetEnvironmentInfo", [], false, _ => Version());
        yield return ("GetDirectoryServicesConfiguration", [], true, _ => _archive.DirectoryServices());
        yield return ("SetDirectoryServicesConfiguration", ["config"], true, form => _archive.SetDirectoryServices(form["config"]));
        yield return ("SyncUsersWithDirectoryServices", [], true, form => Start(form.GetValueOrDefault("dryRun") == "true"));
        yield return ("GetUsers", [], true, _ => _archive.Users());
        yield return ("GetUserInfo", ["userName"], true, form => _archive.UserInfo(form["userName"]));
        if (options.Credentials is { } credentials)
            yield return ("GetCredentials", [], true, _ => Answer.Of(credentials.DeepClone()));
    }

    private static Answer Version() => Answer.Of(new JsonObject { ["version"] = "25.3.1.23021", ["machineName"] = "SIMULATED" });

    /// <summary>A list without the object that is around every result.</summary>
    private JsonArray Metadata() => [.. Functions.Select(function => new JsonObject
    {
        ["name"] = function.Name,
        ["args"] = new JsonArray([.. function.Arguments
            .Concat(options.Instance is not null && function.OfInstance ? [InstanceArgument] : [])
            .Select(argument => new JsonObject { ["name"] = argument, ["type"] = "string", ["nullable"] = false })]),
    })];

    private Answer Start(bool dryRun)
    {
        Job job = new(Guid.NewGuid().ToString("N"), options.JobSteps, options.JobEnd, () => _archive.Synchronize(dryRun));
        _jobs[job.Token] = job;
        return job.News(null);
    }

    private async Task<Answer> StatusAsync(IReadOnlyDictionary<string, string> form, CancellationToken cancellation)
    {
        if (Find(form) is not { } job)
            return Answer.Error("The status token is not valid.");
        int lastKnown = Number(form, "lastKnownStatusVersion") ?? 0;
        if (job.StandsStill(lastKnown))
            await Task.Delay(TimeSpan.FromMilliseconds(Number(form, "millisecondsTimeout") ?? 0), clock, cancellation);
        return job.News(lastKnown);
    }

    private Answer Cancel(IReadOnlyDictionary<string, string> form)
    {
        Find(form)?.Cancel();
        return Answer.Of(null);
    }

    private Job? Find(IReadOnlyDictionary<string, string> form) =>
        _jobs.GetValueOrDefault(form.GetValueOrDefault("token", ""));

    private static int? Number(IReadOnlyDictionary<string, string> form, string name) =>
        int.TryParse(form.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
