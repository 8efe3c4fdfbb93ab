using Spectre.Console;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Keys;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Rehearsal.Terminal;
using TenantOnboarding.Verification.Commands;

namespace TenantOnboarding.Rehearsal;

/// <summary>
/// What the parts of one rehearsal share: options, console, private keys, the folder of results, and the ways in which it can end.
/// </summary>
internal sealed class RehearsalContext(RehearsalOptions options, IAnsiConsole console)
{
    private readonly List<string> _written = [];

    /// <summary>What to rehearse.</summary>
    public RehearsalOptions Options => options;

    /// <summary>Where it is shown.</summary>
    public IAnsiConsole Console => console;

    /// <summary>What is shown besides trees and reports.</summary>
    public RehearsalPage Page { get; } = new(console);

    /// <summary>The private keys at hand.</summary>
    public PrivateKeys Keys { get; } = new();

    /// <summary>How far the rehearsal has come.</summary>
    public Phases Phases { get; } = new();

    /// <summary>What the last run of the program advised of.</summary>
    public IReadOnlyList<string> Advisories { get; set; } = [];

    /// <summary>How many requests of the last run changed the tenant.</summary>
    public int Writes { get; set; }

    /// <summary>The files written so far.</summary>
    public IReadOnlyList<string> Written => _written;

    /// <summary>Loads the private keys that the user gave.</summary>
    /// <exception cref="StackFileException">One cannot be used.</exception>
    public void LoadKeys()
    {
        try
        {
            foreach (string file in options.Certificates)
                Keys.Add(CertificateFile.Load(file, options.CertificatePassword));
        }
        catch (InputException exception)
        {
            throw new StackFileException(exception.Errors);
        }
    }

    /// <summary>The full path of a result.</summary>
    public string Output(string name) => Path.Combine(Path.GetFullPath(options.OutputDirectory), name);

    /// <summary>Writes a result.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="StackFileException">It cannot be written.</exception>
    public string WriteFile(string name, string content)
    {
        string file = Output(name);
        OutputFolder.Write(file, content);
        if (!_written.Contains(file))
            _written.Add(file);
        return file;
    }

    /// <summary>A run as the result of the rehearsal.</summary>
    public RehearsalResult Result(EngineRun run, int exitCode) => new()
    {
        ExitCode = exitCode,
        Outputs = run.Outputs,
        Steps = run.Steps,
        Writes = Writes,
        DeclaredResources = run.Declared,
        Resources = run.Resources,
        Advisories = Advisories,
    };

    /// <summary>Ends with a run that failed.</summary>
    public RehearsalResult Failed(EngineRun run, Pass pass)
    {
        if (!run.Refused)
            return BadInput(run.Errors);
        console.WriteLine();
        Page.WriteErrors(run.Errors);
        string done = pass.Preview ? "nothing was deployed" : $"done before that: {StepText.Counts(run.Steps, false)}";
        Page.WriteVerdict(false, $"NOT READY: the deploy failed, {done} (exit code {RehearsalExitCode.DeployFailed})");
        return Result(run, RehearsalExitCode.DeployFailed) with { Errors = run.Errors };
    }

    /// <summary>Ends with input that cannot be used.</summary>
    public RehearsalResult BadInput(IReadOnlyList<string> lines)
    {
        Page.WriteErrors(lines);
        Page.WriteVerdict(false, $"NOT READY: the input cannot be used, nothing was deployed (exit code {RehearsalExitCode.BadInput})");
        return new RehearsalResult { ExitCode = RehearsalExitCode.BadInput, Errors = lines, Advisories = Advisories };
    }

    /// <summary>Ends where the user ended it.</summary>
    public RehearsalResult Cancelled()
    {
        string[] lines =
        [
            $"cancelled during: {Phases.Current}",
            $"done:     {Phases.Done}",
            $"not done: {Phases.NotDone}",
        ];
        console.WriteLine();
        foreach (string line in lines)
            console.MarkupLine(Markup.Escape(line));
        Page.WriteVerdict(false, $"CANCELLED: nothing is proven; the simulated tenant is gone, and no real one was touched (exit code "
            + $"{RehearsalExitCode.Cancelled})");
        return new RehearsalResult { ExitCode = RehearsalExitCode.Cancelled, Errors = lines, Advisories = Advisories };
    }
}
