using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>
/// Reads the events that <c>pulumi up --json</c> writes while it works, one JSON object a line (sdk/go/common/apitype/events.go), and
/// tells of them in the words of the built-in engine.
/// </summary>
/// <param name="progress">Hears of the run as it goes, or null.</param>
internal sealed partial class EngineEvents(IDeploymentProgress? progress)
{
    /// <summary>What the engine says of a protected resource that would go (pkg/resource/deploy/step.go and step_generator.go).</summary>
    private const string DeletionRefused = "because it is protected";
    private const string ReplacementRefused = "as it is currently marked for protection";

    private readonly List<DeploymentStep> _steps = [];
    private readonly List<DeclaredResource> _declared = [];
    private readonly List<DeploymentFailure> _failures = [];
    private readonly List<string> _errors = [];
    private readonly List<string> _advisories = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>What was done to each resource, in order.</summary>
    public IReadOnlyList<DeploymentStep> Steps => _steps;

    /// <summary>What the program declared, components included, in the order in which the engine heard of it.</summary>
    public IReadOnlyList<DeclaredResource> Declared => _declared;

    /// <summary>The resources that failed.</summary>
    public IReadOnlyList<DeploymentFailure> Failures => _failures;

    /// <summary>What was said of the run as a whole: the program's own errors, line by line.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The warnings of the program, the provider and the engine.</summary>
    public IReadOnlyList<string> Advisories => _advisories;

    /// <summary>The stack's outputs as far as they are known; null before the program has returned them.</summary>
    public JsonObject? Outputs { get; private set; }

    /// <summary>Takes one line. What is no event is passed over: a program may print what it likes.</summary>
    public void Take(string line)
    {
        if (!line.StartsWith('{') || Parse(line) is not { } json)
            return;
        if (json["diagnosticEvent"] is JsonObject diagnostic)
            TakeDiagnostic(diagnostic);
        else if (json["resourcePreEvent"]?["metadata"] is JsonObject begun)
            Begin(new StepMetadata(begun));
        else if (json["resOutputsEvent"]?["metadata"] is JsonObject done)
            End(new StepMetadata(done));
        else if (json["resOpFailedEvent"]?["metadata"] is JsonObject failed)
            Fail(new StepMetadata(failed));
    }

    private void Begin(StepMetadata step)
    {
        if (step.IsBookkeeping)
            return;
        if (step.IsDeclared && _seen.Add(step.Urn))
        {
            _declared.Add(new DeclaredResource(step.Type, step.Name, step.Inputs, null));
            if (step.IsComponent)
                progress?.Component(step.Type, step.Name);
        }
        if (!step.IsComponent && step.Kind is not null)
            progress?.Started(step.Type, step.Name);
    }

    private void End(StepMetadata step)
    {
        if (step.IsStack)
            Outputs = step.IsDeclared && step.NewOutputs is { Count: > 0 } outputs ? outputs : Outputs;
        if (step.IsBookkeeping || step.IsComponent || step.Kind is not { } kind)
            return;
        int order = _steps.Count + 1;
        DeploymentStep done = new(order, kind, step.Type, step.Name, step.Id, step.Changes, step.Inputs, Simulated: false, Note: null)
        {
            Parent = step.Parent,
            Protect = step.Protect,
        };
        _steps.Add(done);
        progress?.Finished(done);
    }

    private void Fail(StepMetadata step)
    {
        if (!_failures.Exists(failure => failure.Type == step.Type && failure.Name == step.Name))
            Add(new DeploymentFailure(step.Type, step.Name, "failed without a reason"));
    }

    private void TakeDiagnostic(JsonObject diagnostic)
    {
        string message = Tags().Replace(diagnostic.Text("message") ?? "", "");
        string[] lines = [.. message.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
        Urn? urn = diagnostic.Text("urn") is { Length: > 0 } text ? new Urn(text) : null;
        bool ofStack = urn is null || urn.Type == StepMetadata.StackType;
        switch (diagnostic.Text("severity"))
        {
            case "warning":
                string warning = string.Join(" ", lines.Select(line => line.Trim()));
                _advisories.Add(ofStack ? warning : $"{urn!.Name} ({urn.ShortType}): {warning}");
                break;
            // The engine closes with one that only says which command failed.
            case "error" when lines is not (["update failed"] or ["preview failed"] or []):
                if (ofStack)
                    _errors.AddRange(lines);
                else
                    Add(Failure(urn!, string.Join("\n  ", lines.Select(line => line.Trim()))));
                break;
        }
    }

    private static DeploymentFailure Failure(Urn urn, string message) =>
        message.Contains(DeletionRefused, StringComparison.Ordinal) ? DeploymentFailure.Protected(urn.Type, urn.Name, "deleted")
        : message.Contains(ReplacementRefused, StringComparison.Ordinal) ? DeploymentFailure.Protected(urn.Type, urn.Name, "replaced")
        : new DeploymentFailure(urn.Type, urn.Name, message);

    private void Add(DeploymentFailure failure)
    {
        if (_failures.Contains(failure))
            return;
        _failures.Add(failure);
        progress?.Failed(failure);
    }

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Pulumi's own marks for colours.</summary>
    [GeneratedRegex("<\\{%[^%]*%\\}>")]
    private static partial Regex Tags();
}
