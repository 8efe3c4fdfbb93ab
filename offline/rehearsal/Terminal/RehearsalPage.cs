using System.Globalization;
using Spectre.Console;
using TenantOnboarding.Rehearsal.Change;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using DeclaredIntegration = TenantOnboarding.Verification.Outputs.IntegrationOutputs;

namespace TenantOnboarding.Rehearsal.Terminal;

/// <summary>What a rehearsal shows besides the deploy's tree and the verification's report.</summary>
internal sealed class RehearsalPage(IAnsiConsole console)
{
    /// <summary>The first line: what this is, and what it is not.</summary>
    public void WriteHeading() =>
        console.MarkupLine(
            "[bold]Rehearsal in a simulated tenant on this machine: no real tenant is touched; only[/] pulumi up [bold]does that.[/]");

    /// <summary>The key pairs that the rehearsal made in the product's place.</summary>
    public void WriteStandIns(StandInCertificates standIns)
    {
        foreach (StandIn made in standIns.Made)
        {
            console.MarkupLine(
                $"The rehearsal plays the product: for {Markup.Escape(made.Path)} it made its own RSA {made.KeySize} key pair, since the "
                    + "private key is not at hand "
                + $"[grey](--certificate gives it); public part: {Markup.Escape(Shown(made.PublicPart))}, thumbprint {made.Thumbprint}[/]");
        }
    }

    /// <summary>The stack outputs, as far as a person wants them.</summary>
    public void WriteOutputs(OutputsDocument document)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]Stack outputs[/]  [grey]tenant {document.Tenant.Id}, {Markup.Escape(document.Tenant.Domain)}[/]");
        foreach ((string name, DeclaredIntegration integration) in document.Integrations)
        {
            console.MarkupLine($"  [bold]{Markup.Escape(name)}[/]  {Markup.Escape(integration.DisplayName)}");
            Line("client id", integration.ClientId.ToString());
            Line("redirect URI", integration.RedirectUri);
            foreach (CertificateOutputs certificate in integration.Certificates)
                Line("certificate",
                    string.Create(CultureInfo.InvariantCulture, $"{certificate.Thumbprint}, until {certificate.NotAfter:yyyy-MM-dd}"));
            foreach (IGrouping<string, PermissionOutputs> api in integration.Permissions.GroupBy(permission => permission.Api))
                Line("permissions", $"{api.Key}: {string.Join(", ", api.Select(Permission))}");
            Line("mailboxes", integration.MailboxScope is { } scope ? $"those of {scope.Name}" : null);
            Line("Exchange role", integration.ExchangeRole?.DisplayName);
            Line("key vault", integration.KeyVault is { } vault ? $"{vault.VaultUri} (simulated)" : null);
        }

        static string Permission(PermissionOutputs permission) =>
            permission.Type == PermissionType.Delegated ? $"{permission.Value} (delegated)" : permission.Value;

        void Line(string label, string? value)
        {
            if (value is not null)
                console.MarkupLine($"    [grey]{label,-15}[/]{Markup.Escape(value)}");
        }
    }

    /// <summary>Who may do more, who less.</summary>
    public void WritePermissionChanges(IReadOnlyList<AccessChange> changes)
    {
        console.WriteLine();
        console.MarkupLine("[bold]What the change means for access[/]");
        if (changes.Count == 0)
            console.MarkupLine("  the same access as before");
        foreach (AccessChange change in changes)
            console.MarkupLine($"  {(change.Widens ? "[red bold]WIDENS [/]" : "[green]NARROWS[/]")} {Markup.Escape(change.Integration)}: "
                + $"{Markup.Escape(change.Text)}");
    }

    /// <summary>What was seen between the writes of a change.</summary>
    public void WriteWatch(KeyWatch watch)
    {
        console.WriteLine();
        console.MarkupLine("[bold]Sign-in during the change[/]");
        foreach (string line in watch.Summary)
            console.MarkupLine($"  {Markup.Escape(line)}");
        foreach (string interruption in watch.Interruptions)
            console.MarkupLine($"  [red]INTERRUPTED {Markup.Escape(interruption)}[/]");
    }

    /// <summary>The last line.</summary>
    public void WriteVerdict(bool ready, string text) =>
        console.MarkupLine(ready ? $"[green bold]{Markup.Escape(text)}[/]" : $"[red bold]{Markup.Escape(text)}[/]");

    /// <summary>The verdict of a verification in one line.</summary>
    public static string Sentence(VerificationReport report) => report.Verdict.IsReady
        ? $"READY: {report.Counts}"
        : $"NOT READY: {report.Counts} (exit code {(int)report.Verdict.ExitCode})";

    /// <summary>Why something cannot be rehearsed. An error of several lines indents all but the first.</summary>
    public void WriteErrors(IReadOnlyList<string> lines)
    {
        bool explained = false;
        foreach (string line in lines)
        {
            console.MarkupLine(explained && line.StartsWith(' ') ? Markup.Escape(line) : $"[red]error:[/] {Markup.Escape(line)}");
            explained = true;
        }
    }

    /// <summary>What the played administrator did with each script; null where it was not run.</summary>
    public void WriteExchange(IReadOnlyList<(string Name, string Script, IReadOnlyList<string>? Done)> scripts)
    {
        if (scripts.Count == 0)
            return;
        console.WriteLine();
        console.MarkupLine("[bold]Exchange, which no Pulumi provider can declare[/]");
        foreach ((string name, string script, IReadOnlyList<string>? done) in scripts)
        {
            if (done is null)
            {
                console.MarkupLine($"  {Markup.Escape(name)}: {Markup.Escape(Shown(script))} was not run");
                continue;
            }

            console.MarkupLine($"  {Markup.Escape(name)}: the rehearsal plays the administrator who runs {Markup.Escape(Shown(script))}");
            foreach (string line in done.DefaultIfEmpty("nothing had to be changed"))
                console.MarkupLine($"    {Markup.Escape(line)}");
        }
    }

    /// <summary>What works and needs attention.</summary>
    public void WriteWarnings(IEnumerable<string> warnings, string indent)
    {
        foreach (string warning in warnings)
            console.MarkupLine($"{indent}[yellow]warning:[/] {Markup.Escape(warning)}");
    }

    /// <summary>A path as a person in the current folder would write it.</summary>
    public static string Shown(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
