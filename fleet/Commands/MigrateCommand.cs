using System.CommandLine;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Fleet.Migration;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Brings stack files to the present form of the configuration, and off a protocol that ends.</summary>
internal sealed class MigrateCommand : Command
{
    private readonly StackOptions _stacks = new();
    private readonly Option<string?> _beside = new("--beside")
    {
        Description = "Add a protocol beside one that ends, wherever that is used, for example ews=graph.",
        HelpName = "OLD=NEW",
    };

    private readonly Option<string?> _retire = new("--retire")
    {
        Description = "Take a protocol away wherever another one is there beside it, for example ews.",
        HelpName = "PROTOCOL",
    };

    private readonly Option<bool> _write = new("--write") { Description = "Write the files; without it, only what would change is shown." };

    public MigrateCommand() : base("migrate",
        "Brings stack files to the present form of the configuration and shows each change; comments and all else stay as they are. "
        + "--beside and --retire lead off a protocol that ends.")
    {
        _stacks.AddTo(this);
        foreach (Option option in (Option[])[_beside, _retire, _write])
            Add(option);
        SetAction(result =>
        {
            string root = StackOptions.FindRoot();
            StackMigrator migrator = new(FleetCommand.TerminalConsole(), root, TimeProvider.System.GetUtcNow())
            {
                Writes = result.GetValue(_write),
            };
            IReadOnlyList<MigrationStep> steps = Steps(result.GetValue(_beside), result.GetValue(_retire));
            return migrator.Run(_stacks.Select(result, root, TimeProvider.System), steps);
        });
    }

    /// <summary>Every step that is to be taken.</summary>
    /// <exception cref="StackFileException">An option names no protocol.</exception>
    internal static IReadOnlyList<MigrationStep> Steps(string? beside, string? retire)
    {
        List<MigrationStep> steps = [.. MigrationSteps.All];
        List<string> errors = [];
        if (beside is not null)
        {
            string[] parts = beside.Split('=');
            if (parts.Length == 2 && Find(parts[0]) is { } used && Find(parts[1]) is { } successor && used != successor)
                steps.Add(ProtocolSteps.Beside(used, successor));
            else
                errors.Add($"--beside: \"{beside}\" names no two protocols; expected OLD=NEW of {Known}; for example ews=graph");
        }
        if (retire is not null && Find(retire) is { } protocol)
            steps.Add(ProtocolSteps.Retire(protocol));
        else if (retire is not null)
            errors.Add($"--retire: \"{retire}\" is no protocol; expected one of {Known}");
        return errors.Count == 0 ? steps : throw new StackFileException(errors);
    }

    private static string Known => string.Join(", ", MailboxProtocol.Known.Select(protocol => protocol.Key));

    private static MailboxProtocol? Find(string key) => MailboxProtocol.Known.FirstOrDefault(protocol => protocol.Key == key);
}
