using System.CommandLine;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>How a run goes: the options of every command that gives each stack a turn.</summary>
internal sealed class RunOptions
{
    private const int MostParallel = 64;

    private readonly Option<int>? _parallel;
    private readonly Option<string> _output;
    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on with the run whose results lie in the output folder: what was ready and has not changed since is kept.",
    };

    /// <param name="folder">The folder of results unless given.</param>
    /// <param name="alone">Whether stacks have their turns one after the other, whatever the user says.</param>
    public RunOptions(string folder, bool alone = false)
    {
        _parallel = alone ? null : new("--parallel")
        {
            Description = "How many stacks at a time, 1 to 64; the number of processors unless given.",
            HelpName = "N",
            DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MostParallel),
        };
        _parallel?.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && int.TryParse(text, out int number) && number is < 1 or > MostParallel)
                result.AddError($"--parallel: {text} is out of range; expected 1 to {MostParallel}.");
        });
        _output = new("--output")
        {
            Description = "Where fleet.html, fleet.json, fleet.jsonl and a folder for each stack are written.",
            HelpName = "DIR",
            DefaultValueFactory = _ => folder,
        };
        _output.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && string.IsNullOrWhiteSpace(text))
                result.AddError($"--output: is empty; expected a folder, for example {folder}.");
        });
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        if (_parallel is not null)
            command.Add(_parallel);
        command.Add(_output);
        command.Add(_resume);
    }

    /// <summary>How many stacks at a time.</summary>
    public int Parallel(ParseResult result) => _parallel is null ? 1 : result.GetRequiredValue(_parallel);

    /// <summary>The full path of the folder of results.</summary>
    public string Output(ParseResult result) => Path.GetFullPath(result.GetRequiredValue(_output));

    /// <summary>Whether an earlier run goes on.</summary>
    public bool Resume(ParseResult result) => result.GetValue(_resume);
}
