using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions;
using Spectre.Console;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Tenant;
using TenantOnboarding.Fleet.Discovery;
using TenantOnboarding.Fleet.Drafts;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Discovers tenant by tenant. One that cannot be read is named with the reason and keeps no other from its turn.</summary>
/// <param name="console">Where it is shown.</param>
/// <param name="now">The moment by which ends are judged.</param>
/// <param name="cloud">The cloud that holds the tenants.</param>
internal sealed class TenantDiscovery(IAnsiConsole console, DateTimeOffset now, Cloud cloud)
{
    /// <summary>Where stack files are written; null: nowhere.</summary>
    public DraftFolder? Folder { get; init; }

    /// <summary>The stack's name; null: after the tenant's domain.</summary>
    public string? Stack { get; init; }

    /// <summary>Where what is found is kept for the next system; null: nowhere.</summary>
    public DiscoveryJson? Json { get; init; }

    /// <summary>Reads a tenant, shows it, and writes its stack file where that is asked for.</summary>
    /// <returns>False where it could not be read, or its file could not be written.</returns>
    public async Task<bool> RunAsync(string tenant, Func<Task<GraphServiceClient>> connect, CancellationToken cancellationToken)
    {
        try
        {
            using GraphServiceClient graph = await connect();
            TenantScan scan = await new TenantScanner(graph).ScanAsync(cancellationToken);
            string stack = Stack ?? YamlText.Name(scan.Domain.Split('.')[0], "tenant");
            StackDraft? draft = StackDraft.Of(scan, stack, cloud, now);
            new DiscoveryView(console, now).Write(scan, draft);
            return Write(scan, draft);
        }
        catch (StackFileException exception)
        {
            return Failed(tenant, exception.Errors);
        }
        catch (ConfigurationException exception)
        {
            return Failed(tenant, [.. exception.Errors.Select(error => error.ToString())]);
        }
        catch (Exception exception) when (exception is ApiException or AuthenticationFailedException or HttpRequestException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Failed(tenant, [Words(LookupFailure.Of(exception))]);
        }
    }

    private bool Write(TenantScan scan, StackDraft? draft)
    {
        string? file = null;
        string[] errors = [];
        try
        {
            if (draft is not null && Folder is not null)
                console.MarkupLine($"  Written: {Markup.Escape(file = Folder.Write(draft.Stack, draft.Text, draft.Certificates))}");
            else if (draft is not null)
                console.MarkupLine("  --write writes the stack file that takes it over.");
        }
        catch (StackFileException exception)
        {
            errors = [.. exception.Errors];
            Show(errors);
        }
        Json?.Add(scan, draft, file is null ? null : Path.GetFileName(file), errors);
        return errors.Length == 0;
    }

    private static string Words(LookupFailure failure) => failure.Kind switch
    {
        LookupFailureKind.SignInRefused => $"the sign-in was refused ({failure.Words}); expected an account of this tenant; "
            + "sign in with az login --tenant, or correct ARM_CLIENT_ID and its credential",
        LookupFailureKind.NoCredential => $"there is nothing to sign in with ({failure.Words}); sign in with az login --tenant, or set "
            + "ARM_CLIENT_ID and a credential",
        LookupFailureKind.Unreachable => $"it does not answer ({failure.Words}); check the network and its proxy (HTTPS_PROXY)",
        LookupFailureKind.RightMissing => $"it may not be read ({failure.Words}); expected an account with the role Global Reader, or an "
            + "application with Application.Read.All and Organization.Read.All",
        _ => failure.Words,
    };

    private bool Failed(string tenant, IReadOnlyList<string> lines)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{Markup.Escape(tenant)}[/]");
        Show(lines);
        Json?.Add(tenant, lines);
        return false;
    }

    private void Show(IReadOnlyList<string> errors)
    {
        foreach (string line in errors)
            console.MarkupLine($"  [red]error:[/] {Markup.Escape(line)}");
    }
}
