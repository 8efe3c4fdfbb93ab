using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Running;

/// <summary>
/// The folder of a fleet's results: <c>fleet.jsonl</c> gets a line as each stack ends, so that a run that is ended, or dies, can go on
/// where it was; <c>fleet.json</c> and <c>fleet.html</c> are written at the end.
/// </summary>
/// <param name="path">Its full path.</param>
internal sealed class FleetFolder(string path) : IDisposable
{
    /// <summary>The file that holds a run's summary as JSON.</summary>
    public const string Summary = "fleet.json";

    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    private static readonly JsonSerializerOptions Strict =
        new(Compact) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    private StreamWriter? _lines;

    /// <summary>Its full path.</summary>
    public string FullPath => path;

    /// <summary>
    /// The outcomes of an earlier run that still hold: of stacks that were ready and whose files are the same as now.
    /// </summary>
    /// <exception cref="StackFileException">There is no earlier run.</exception>
    public IReadOnlyDictionary<string, StackOutcome> Earlier(IEnumerable<FleetStack> stacks)
    {
        string file = Path.Combine(path, "fleet.jsonl");
        if (!File.Exists(file))
            throw new StackFileException($"--resume: there is no {file}; expected the folder of an earlier run; leave --resume out, or "
                + "name its folder with --output");
        Dictionary<string, StackOutcome> earlier = new(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(file))
        {
            if (Parse(line) is { } outcome)
                earlier[outcome.Stack] = outcome;
        }
        return stacks
            .Where(stack => earlier.GetValueOrDefault(stack.Name) is { IsReady: true, Fingerprint: { } known }
                && known == stack.Fingerprint)
            .ToDictionary(stack => stack.Name, stack => earlier[stack.Name], StringComparer.Ordinal);
    }

    /// <summary>Begins a run: outcomes kept from an earlier one are its first lines.</summary>
    /// <exception cref="StackFileException">The folder cannot be written.</exception>
    public void Begin(IEnumerable<StackOutcome> kept) => Try(() =>
    {
        Directory.CreateDirectory(path);
        // Without a buffer: what a full disk refused is told once, and is not written again at the end.
        FileStream file = new(Path.Combine(path, "fleet.jsonl"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _lines = new StreamWriter(file) { AutoFlush = true };
        foreach (StackOutcome outcome in kept)
            _lines.WriteLine(JsonSerializer.Serialize(outcome, Compact));
    });

    /// <summary>Keeps what came of a stack.</summary>
    /// <exception cref="StackFileException">The folder cannot be written.</exception>
    public void Add(StackOutcome outcome) => Try(() => _lines!.WriteLine(JsonSerializer.Serialize(outcome, Compact)));

    /// <summary>Writes a result whole or not at all.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="StackFileException">The folder cannot be written.</exception>
    public string Write(string name, string content)
    {
        string file = Path.Combine(path, name);
        Try(() =>
        {
            File.WriteAllText(file + ".new", content);
            File.Move(file + ".new", file, overwrite: true);
        });
        return file;
    }

    /// <summary>The summary as JSON.</summary>
    public static string Json(FleetSummary summary) => JsonSerializer.Serialize(summary, Indented) + "\n";

    /// <summary>A summary that <see cref="Json"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static FleetSummary ParseSummary(string json) =>
        JsonSerializer.Deserialize<FleetSummary>(json, Strict) ?? throw new JsonException("it is null");

    public void Dispose() => _lines?.Dispose();

    /// <summary>A line of an earlier run; null where the run died while it wrote it.</summary>
    private static StackOutcome? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<StackOutcome>(line, Compact);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StackFileException($"--output: {path} cannot be written ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); "
                + "expected a folder that can be written, with room; name another one, and go on with --resume");
        }
    }
}
