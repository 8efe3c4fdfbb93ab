using System.CommandLine;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Prints the matrix of a workflow: a job for each stack, or for each that a change touches.</summary>
internal sealed class CiMatrixCommand : Command
{
    private const string GitHub = "github";
    private const string Azure = "azure";

    private readonly StackOptions _stacks = new();

    private readonly Option<string?> _base = new("--base")
    {
        Description = "Only stacks that differ from this commit, branch or tag: by their file, a certificate that it names, or the "
            + "program. Empty or not given: every stack.",
        HelpName = "COMMIT",
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many jobs at most, 1 to {Matrix.MostJobs}; more stacks share jobs. Default {Matrix.MostJobs}, GitHub's limit.",
        HelpName = "N",
        DefaultValueFactory = _ => Matrix.MostJobs,
    };

    private readonly Option<string?> _environment = new("--environment")
    {
        Description = "One environment, and NAME-preview, for all stacks; empty or not given: each has its own, named after it.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _batches = new("--batches")
    {
        Description = "A matrix of matrices, for any number of stacks: a job calls a workflow for each batch, and that one has a job for "
            + "each stack, with environments of its own. The output shards has jobs that share the stacks, for what needs no identity.",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "github: for fromJSON, and into GITHUB_OUTPUT. azure: for Azure Pipelines, and as its output variables.",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => GitHub,
    };

    public CiMatrixCommand() : base("matrix",
        "Prints the matrix of a workflow as JSON: for each job its name, its stacks and its two environments. Asks no tenant.")
    {
        _format.AcceptOnlyFromAmong(GitHub, Azure);
        _limit.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && int.TryParse(text, out int number) && number is < 1 or > Matrix.MostJobs)
                result.AddError($"--limit: {text} is out of range; expected 1 to {Matrix.MostJobs}.");
        });
        _stacks.AddTo(this);
        foreach (Option option in (Option[])[_base, _limit, _environment, _batches, _format])
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(_batches) && (result.GetValue(_format) == Azure || !string.IsNullOrEmpty(result.GetValue(_environment))))
                result.AddError("--batches: is given together with --environment or --format azure; expected it alone, because each stack "
                    + "has its own environment, and only GitHub has such a matrix.");
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        string root = StackOptions.FindRoot();
        MatrixPlan plan = new(root, _stacks.Select(result, root, TimeProvider.System));
        string? environment = result.GetValue(_environment) is { Length: > 0 } name ? name : null;
        MatrixOutput output = new(Console.Out, Environment.GetEnvironmentVariable);
        if (result.GetValue(_batches))
            output.WriteForGitHub(
                new MatrixBatches(await plan.DueAsync(result.GetValue(_base), cancellationToken), result.GetValue(_limit)));
        else
            Write(output, await plan.MakeAsync(result.GetValue(_base), result.GetValue(_limit), environment, cancellationToken),
                result.GetValue(_format) == Azure);
        foreach (string notice in plan.Notices)
            await Console.Error.WriteLineAsync(notice);
        return Results.FleetExitCode.Ready;
    }

    private static void Write(MatrixOutput output, Matrix matrix, bool azure)
    {
        if (azure)
            output.WriteForAzure(matrix);
        else
            output.WriteForGitHub(matrix);
    }
}
