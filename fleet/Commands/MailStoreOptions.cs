using System.CommandLine;
using System.Net;
using Spectre.Console;
using TenantOnboarding.HandOver;
using TenantOnboarding.HandOver.MailStore;
using TenantOnboarding.Verification.Commands;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Which MailStore, and what to do with it: the options of a hand-over through its management API.</summary>
internal sealed class MailStoreOptions
{
    private readonly Option<string?> _mailStore = new("--mailstore")
    {
        Description = "Compare this MailStore, through its management API, with what one stack declares. Signs in with MAILSTORE_USER and "
            + "MAILSTORE_PASSWORD of the environment, or asks on a terminal.",
        HelpName = "URL",
    };

    private readonly Option<bool> _serviceProvider = new("--spe") { Description = "It is a Service Provider Edition; with --instance." };
    private readonly Option<string?> _instance = new("--instance") { Description = "The customer's instance.", HelpName = "ID" };

    private readonly Option<string?> _thumbprint = new("--mailstore-thumbprint")
    {
        Description = "Trust the certificate with this SHA-256 and no other, where MailStore's is self-signed.",
        HelpName = "SHA256",
    };

    private readonly Option<bool> _set = new("--set")
    {
        Description = "Set what differs, and read it back; unless given, nothing is changed.",
    };

    private readonly Option<string?> _verification = new("--verification")
    {
        Description = "JSON report of a verification, whose users are compared with MailStore's; unless given, verification.json beside "
            + "the outputs, or the stack's in fleet-verification.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _integration = new("--integration", "-i")
    {
        Description = "The integration, where a stack has several for MailStore.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _capture = new("--capture")
    {
        Description = "Keep MailStore's object and the dry run's answer, without secrets.",
        HelpName = "FILE",
    };

    private readonly Option<string> _deadline = new("--deadline")
    {
        Description = "How long a call of MailStore may take, with its job: 90s, 10m, 1h.",
        HelpName = "TIME",
        DefaultValueFactory = _ => "10m",
    };

    private Option[] All =>
        [_mailStore, _serviceProvider, _instance, _thumbprint, _set, _verification, _integration, _capture, _deadline];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Add(option);
    }

    /// <summary>What to do; null where no MailStore is named.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="sources">Where outputs come from.</param>
    /// <param name="terminal">Where one can ask; null: nowhere.</param>
    /// <exception cref="InputException">Something given cannot be used; holds every error.</exception>
    public MailStoreTask? Read(ParseResult result, IReadOnlyList<HandOverSource> sources, IAnsiConsole? terminal)
    {
        List<string> errors = [];
        if (result.GetValue(_mailStore) is not string address)
        {
            errors.AddRange(All.Where(option => result.GetResult(option) is { Implicit: false })
                .Select(option => $"{option.Name}: found without --mailstore, expected both. Give --mailstore URL, or leave it out."));
            return errors.Count == 0 ? null : throw new InputException(errors);
        }
        if (sources.Count != 1)
            errors.Add($"--mailstore: found {sources.Count} stacks, expected one. Name it with --stacks.");
        MailStoreTarget? target = MailStoreTarget.Read(
            address, result.GetValue(_serviceProvider), result.GetValue(_instance), result.GetValue(_thumbprint), errors);
        TimeSpan deadline = MailStoreTask.ReadDeadline(result.GetRequiredValue(_deadline), errors);
        NetworkCredential? login = errors.Count > 0 ? null : MailStoreLogin.Read(Environment.GetEnvironmentVariable, terminal, errors);
        return errors.Count > 0 ? throw new InputException(errors) : new(target!, login!)
        {
            Integration = result.GetValue(_integration),
            Set = result.GetValue(_set),
            Verification = result.GetValue(_verification) ?? Known(sources[0]),
            Capture = result.GetValue(_capture),
            Deadline = deadline,
        };
    }

    /// <summary>The report where an earlier run left it; null where it did not.</summary>
    private static string? Known(HandOverSource source)
    {
        const string name = "verification.json";
        string folder = source.File is string file ? Path.GetDirectoryName(Path.GetFullPath(file))!
            : Path.Combine("fleet-verification", source.Stack!);
        string report = Path.Combine(folder, name);
        return File.Exists(report) ? report : null;
    }
}
