using System.CommandLine;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>What workflows need: programs in place of shell in YAML.</summary>
internal sealed class CiCommand : Command
{
    public CiCommand() : base("ci", "For workflows: which stacks have a turn, what a pull request is told, who needs somebody.")
    {
        Add(new CiMatrixCommand());
        Add(new CiCommentCommand());
        Add(new CiIssuesCommand());
    }
}
