using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using SimulatedTenant.Options;

namespace SimulatedTenant;

/// <summary>The tenant as a program of its own.</summary>
internal static class CommandLine
{
    private const string Description = """
        A simulated Microsoft 365 tenant on 127.0.0.1: sign-in, Microsoft Graph, Exchange, and a page at / that shows what it holds.
        It prints how real clients find it, and serves until it is stopped. Nothing leaves the machine.

        Examples:
          dotnet run --project offline/tenant
          dotnet run --project offline/tenant -- --users 10000 --latency 50ms-200ms --rate-limit 120/60s --early-penalty 30s
          dotnet run --project offline/tenant -- --random-errors 10% --error-timing mixed --seed 7 --state tenant.json
        """;

    private const string EmptyScene = "empty";
    private const string HandMadeScene = "by-hand";

    private static readonly Dictionary<string, bool?> EwsModes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["on"] = null,
        ["allow-list"] = true,
        ["blocked"] = false,
    };

    private static readonly TenantOptions Defaults = new();

    /// <returns>0 after it was stopped; 2 when an option is wrong or a port is taken; 1 when the command line does not parse.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? errors = null, CancellationToken stop = default)
    {
        output ??= Console.Out;
        errors ??= Console.Error;
        return CreateRoot(output, errors).Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, stop);
    }

    /// <summary>Its options.</summary>
    internal static RootCommand CreateRoot(TextWriter output, TextWriter errors)
    {
        Option<int> port = new("--port") { Description = "HTTPS port; 0 takes a free one.", DefaultValueFactory = _ => 8443 };
        Option<int> imapPort = new("--imap-port") { Description = "IMAP port; 0 takes a free one.", DefaultValueFactory = _ => 8993 };
        Option<Guid> tenantId = new("--tenant-id") { Description = "Tenant id.", DefaultValueFactory = _ => Defaults.TenantId };
        Option<string> domain = new("--domain") { Description = "Initial domain.", DefaultValueFactory = _ => Defaults.Domain };
        Option<int> users = new("--users") { Description = "Synthetic users on top of the small company, 0 to 100000." };
        Option<string> ews = new("--ews")
        {
            Description = "The organization's EWS policy: on for every application, allow-list for those that it names (none at "
                + "first), or blocked.",
            HelpName = "on|allow-list|blocked",
            DefaultValueFactory = _ => "on",
        };
        ews.Validators.Add(CheckEws);
        Option<string?> state = new("--state")
        {
            Description = "File that keeps what was made in the tenant, so that it survives a restart. It holds the secrets of its "
                + "applications.",
            HelpName = "FILE",
        };
        Option<FileInfo> caFile = new("--ca-file")
        {
            Description = "Where to write the certificate of the authority that clients must trust (PEM).",
            DefaultValueFactory = _ => new("tenant-ca.pem"),
        };
        Option<IPAddress> listen = new("--listen")
        {
            Description = "Address to listen on. Anything but 127.0.0.1 lets others reach the tenant.",
            HelpName = "ADDRESS",
            CustomParser = Address,
            DefaultValueFactory = _ => Defaults.Listen,
        };
        Option<string[]> hostNames = new("--host-name")
        {
            Description = "Name by which others reach it, for its certificate. May be repeated.",
            HelpName = "NAME",
            DefaultValueFactory = _ => [],
        };
        Option<string> scene = new("--scene")
        {
            Description = "What the tenant holds at the start: empty, or by-hand for six applications that people made by hand, each "
                + "wrong in its own way.",
            HelpName = $"{EmptyScene}|{HandMadeScene}",
            DefaultValueFactory = _ => EmptyScene,
        };
        scene.AcceptOnlyFromAmong(EmptyScene, HandMadeScene);
        TroubleOptions trouble = new();
        RootCommand root = new(Description) { port, imapPort, tenantId, domain, users, ews, scene, state, caFile, listen, hostNames };
        trouble.AddTo(root);
        root.SetAction(async (parsed, cancellation) =>
        {
            TenantOptions options = trouble.Apply(parsed, new TenantOptions
            {
                Port = parsed.GetValue(port),
                ImapPort = parsed.GetValue(imapPort),
                TenantId = parsed.GetValue(tenantId),
                Domain = parsed.GetValue(domain)!,
                Users = parsed.GetValue(users),
                EwsEnabled = EwsModes[parsed.GetValue(ews)!],
                HandMade = parsed.GetValue(scene) == HandMadeScene,
                StateFile = parsed.GetValue(state),
                Listen = parsed.GetValue(listen)!,
                HostNames = parsed.GetValue(hostNames)!,
            });
            return await ServeAsync(options, parsed.GetValue(caFile)!, output, errors, cancellation);
        });
        return root;
    }

    private static void CheckEws(OptionResult result)
    {
        string text = result.GetValueOrDefault<string>();
        if (!EwsModes.ContainsKey(text))
            result.AddError($"--ews is '{text}'; expected on, allow-list or blocked.");
    }

    private static IPAddress Address(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (IPAddress.TryParse(text, out IPAddress? address))
            return address;
        result.AddError($"--listen is '{text}'; expected an address such as 127.0.0.1 or 0.0.0.0.");
        return IPAddress.Loopback;
    }

    private static async Task<int> ServeAsync(
        TenantOptions options, FileInfo caFile, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        TenantServer tenant;
        try
        {
            tenant = await TenantServer.StartAsync(options, null, cancellation);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(exception.Message);
            return 2;
        }
        await using (tenant)
        {
            try
            {
                await File.WriteAllTextAsync(caFile.FullName, tenant.CertificateAuthority.ExportCertificatePem() + "\n", cancellation);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await errors.WriteLineAsync(
                    $"--ca-file: '{caFile}' cannot be written ({exception.Message}); expected a path in a folder that exists and is "
                    + "writable.");
                return 2;
            }
            await output.WriteLineAsync(Directions.Of(tenant, options, caFile.FullName).AsMemory(), cancellation);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }
            catch (OperationCanceledException)
            {
                await output.WriteLineAsync("Stopped.");
            }
        }
        return 0;
    }
}
