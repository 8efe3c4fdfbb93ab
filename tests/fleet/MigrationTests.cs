using System.Text;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Migration;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Fleet;

public sealed class MigrationTests : IDisposable
{
    private const string Schema = "# yaml-language-server: $schema=components/Configuration/stack.schema.json\n";

    private readonly FleetHarness _fleet = new();
    private readonly StringWriter _console = new();

    public void Dispose()
    {
        _console.Dispose();
        _fleet.Dispose();
    }

    [Fact]
    public void A_file_at_the_present_form_stays_byte_for_byte()
    {
        byte[] before = File.ReadAllBytes(_fleet.With("a").File("a"));

        Assert.Equal(FleetExitCode.Ready, Run(writes: true));

        Assert.Equal(before, File.ReadAllBytes(_fleet.File("a")));
        Assert.Equal("1 stack at the present form, 0 written\n", _console.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_sample_is_at_the_present_form() => Assert.All(Samples.Names, sample =>
    {
        string folder = Path.Combine(Repository.Root, "samples", sample);
        string text = File.ReadAllText(Path.Combine(folder, "stack.yaml"));

        Assert.Equal(text, StackMigration.Of(sample, text, MigrationSteps.All, Repository.Root, Now).After);
    });

    [Fact]
    public void What_is_written_otherwise_today_is_shown_and_written_only_on_request()
    {
        _fleet.With("a", (Schema, ""), ("  tenant-onboarding:domain:", "  azuread:environment: usgovernmentl4 # GCC High\n  tenant-onboarding:domain:"));
        string before = File.ReadAllText(_fleet.File("a"));

        Assert.Equal(FleetExitCode.Ready, Run());

        Assert.Equal(before, File.ReadAllText(_fleet.File("a")));
        Assert.Equal("""
            Pulumi.a.yaml
              schema: names the schema, by which an editor completes and checks settings
              cloud: calls the cloud by this program's name for it, instead of the azuread provider's other one
                +# yaml-language-server: $schema=components/Configuration/stack.schema.json
                -  azuread:environment: usgovernmentl4 # GCC High
                +  azuread:environment: usgovernment # GCC High
            0 stacks at the present form, 1 would change; --write writes them

            """.ReplaceLineEndings("\n"), _console.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Comments_line_ends_and_byte_order_mark_stay_and_a_second_time_changes_nothing()
    {
        string text = "# ours\n" + File.ReadAllText(_fleet.With("a", (Schema, "")).File("a"));
        File.WriteAllText(_fleet.File("a"), text.ReplaceLineEndings("\r\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Run(writes: true);
        byte[] once = File.ReadAllBytes(_fleet.File("a"));
        Run(writes: true);

        string expected = text.Replace("config:", Schema + "config:", StringComparison.Ordinal).ReplaceLineEndings("\r\n");
        Assert.Equal([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(expected)], once);
        Assert.Equal(once, File.ReadAllBytes(_fleet.File("a")));
    }

    [Fact]
    public void A_successor_comes_beside_a_protocol_that_ends_and_later_the_protocol_goes()
    {
        _fleet.With("flow");
        _fleet.With("block", ("      mailboxAccess: [ ews ]                       #", "      mailboxAccess:\n      - ews # by hand\n      #"));
        _fleet.With("other", ("[ ews ]", "[ imap ]"));
        string other = File.ReadAllText(_fleet.File("other"));

        Run(writes: true, beside: "ews=graph");
        Assert.Contains("mailboxAccess: [ ews, graph ]                       # what", File.ReadAllText(_fleet.File("flow")), StringComparison.Ordinal);
        Assert.Contains("mailboxAccess:\n      - ews # by hand\n      - graph\n", File.ReadAllText(_fleet.File("block")), StringComparison.Ordinal);
        byte[] once = File.ReadAllBytes(_fleet.File("flow"));
        Run(writes: true, beside: "ews=graph");
        Assert.Equal(once, File.ReadAllBytes(_fleet.File("flow")));

        Run(writes: true, retire: "ews");
        Assert.Contains("mailboxAccess: [ graph ]                       # what", File.ReadAllText(_fleet.File("flow")), StringComparison.Ordinal);
        Assert.Contains("mailboxAccess:\n      - graph\n", File.ReadAllText(_fleet.File("block")), StringComparison.Ordinal);
        Assert.Equal(other, File.ReadAllText(_fleet.File("other")));
        Assert.All(_fleet.Select(), stack => Assert.NotNull(stack.Configuration));
    }

    [Fact]
    public void The_only_protocol_of_a_product_is_not_taken_away()
    {
        string before = File.ReadAllText(_fleet.With("a").File("a"));

        Run(writes: true, retire: "ews");

        Assert.Equal(before, File.ReadAllText(_fleet.File("a")));
        Assert.Contains("left: mailstore uses ews alone, and was left as it is; add a successor first, for example with --beside ews=graph",
            _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_bring_a_mistake_is_left_as_it_is_and_keeps_no_other_from_its_turn()
    {
        _fleet.With("a", ("      userSync:", "      mailboxes: { administrativeUnit: Archive }\n      userSync:")).With("b");
        _fleet.Write("Pulumi.c.yaml", "config: [");
        string before = File.ReadAllText(_fleet.File("a"));

        Assert.Equal(FleetExitCode.BadInput, Run(writes: true, beside: "ews=imap"));

        Assert.Equal(before, File.ReadAllText(_fleet.File("a")));
        Assert.Contains("[ ews, imap ]", File.ReadAllText(_fleet.File("b")), StringComparison.Ordinal);
        string shown = _console.ToString().ReplaceLineEndings("\n");
        Assert.Contains("Pulumi.a.yaml  left as it is\n  error: tenant-onboarding:integrations.mailstore.mailboxes.administrativeUnit", shown,
            StringComparison.Ordinal);
        Assert.Contains("Pulumi.c.yaml  left as it is\n  error: Pulumi.c.yaml(", shown, StringComparison.Ordinal);
        Assert.EndsWith("0 stacks at the present form, 1 written, 2 left as they are\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_full_leaves_the_file_as_it_was()
    {
        string before = File.ReadAllText(_fleet.With("a", (Schema, "")).File("a"));

        Assert.Equal(FleetExitCode.BadInput, Run(writes: true, write: (file, bytes) =>
        {
            File.WriteAllBytes(file, bytes[..10]);
            throw new IOException("No space left on device");
        }));

        Assert.Equal(before, File.ReadAllText(_fleet.File("a")));
        Assert.Empty(Directory.GetFiles(_fleet.Root, "*.new"));
        Assert.Contains("error: No space left on device", _console.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ews", null, "--beside: \"ews\" names no two protocols; expected OLD=NEW of ews, graph, imap, exchange-powershell; for example "
        + "ews=graph")]
    [InlineData(null, "pop", "--retire: \"pop\" is no protocol; expected one of ews, graph, imap, exchange-powershell")]
    public void An_option_that_names_no_protocol_is_refused(string? beside, string? retire, string error) =>
        Assert.Equal(error, Assert.Throws<StackFileException>(() => MigrateCommand.Steps(beside, retire)).Message);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private int Run(bool writes = false, string? beside = null, string? retire = null, Action<string, byte[]>? write = null) =>
        new StackMigrator(RehearsalCommand.PlainConsole(_console), _fleet.Root, Now) { Writes = writes, Write = write }
            .Run(_fleet.Select(), MigrateCommand.Steps(beside, retire));
}
