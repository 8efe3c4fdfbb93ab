using System.CommandLine;
using TenantOnboarding.Fleet.Ci;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Tells a pull request, in one comment, what it does to each stack.</summary>
internal sealed class CiCommentCommand : Command
{
    private readonly CiResultOptions _results = new();

    private readonly Option<int?> _number = new("--pull-request")
    {
        Description = "The pull request's number; unless given, that of the event that started the workflow.",
        HelpName = "N",
    };

    public CiCommentCommand() : base("comment",
        "Tells a pull request in one comment what it does to each stack: what widens, narrows, goes, changes and comes. Needs "
        + "GITHUB_TOKEN; GITHUB_REPOSITORY and GITHUB_API_URL say where. In Azure Pipelines it needs SYSTEM_ACCESSTOKEN.")
    {
        _results.AddTo(this);
        Add(_number);
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken) => new CiComment(
        Environment.GetEnvironmentVariable, Console.Out, () => new SocketsHttpHandler(), TimeProvider.System).RunAsync(
            StackStory.Of(_results.Read(result), _results.Expected(result)), result.GetValue(_number), _results.IsDryRun(result),
            cancellationToken);
}
