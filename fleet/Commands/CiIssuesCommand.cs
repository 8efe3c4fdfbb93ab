using System.CommandLine;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Keeps one issue for each tenant that needs somebody.</summary>
internal sealed class CiIssuesCommand : Command
{
    private readonly CiResultOptions _results = new();

    private readonly Option<string> _require = new("--require")
    {
        Description = "The commands that must have a result for each stack, with blanks between; a stack without one is not right.",
        HelpName = "COMMANDS",
        DefaultValueFactory = _ => "drift verify",
    };

    private readonly Option<string> _label = new("--label")
    {
        Description = "The label by which the issues are found again; in Azure Boards a tag.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "tenant-onboarding",
    };

    private readonly Option<string> _type = new("--type")
    {
        Description = "The type of the work items in Azure Boards; a Scrum process has Impediment.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "Issue",
    };

    public CiIssuesCommand() : base("issues",
        "Keeps one issue for each tenant that needs somebody, and closes it when it is right again: on GitHub, with GITHUB_TOKEN, "
        + "GITHUB_REPOSITORY and GITHUB_API_URL; in Azure Pipelines a work item of Azure Boards, with SYSTEM_ACCESSTOKEN.")
    {
        _results.AddTo(this);
        Add(_require);
        Add(_label);
        Add(_type);
        _label.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && (string.IsNullOrWhiteSpace(text) || text.IndexOfAny([',', ';']) >= 0))
                result.AddError($"--label: \"{text}\" is no label; expected one name without a comma or a semicolon.");
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        IReadOnlyList<FleetSummary> runs = _results.Read(result);
        string[] required = result.GetRequiredValue(_require).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        CiIssues issues = new(Environment.GetEnvironmentVariable, Console.Out, () => new SocketsHttpHandler(), TimeProvider.System)
        {
            Label = result.GetRequiredValue(_label),
            Type = result.GetRequiredValue(_type),
            Stacks = StackFile.StacksIn(StackOptions.FindRoot()),
        };
        return await issues.RunAsync(runs, _results.Expected(result), required, _results.IsDryRun(result), cancellationToken);
    }
}
