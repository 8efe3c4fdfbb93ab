using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Commands;

/// <summary>The command line of the verification: what can be given, and what follows from it.</summary>
internal sealed class VerifyArguments
{
    private const string DefaultInterval = "15m";

    private static readonly TimeSpan LeastAnswer = TimeSpan.FromMinutes(1);

    public Option<string?> Outputs { get; } = new("--outputs", "-o")
    {
        Description = "File with the stack's outputs (`pulumi stack output --json --show-secrets`), or - for standard input.",
        HelpName = "FILE|-",
    };

    public Option<string?> Stack { get; } = new("--stack", "-s")
    {
        Description = "Ask the Pulumi CLI for the outputs of this stack instead.",
        HelpName = "NAME",
    };

    public Option<string[]> Certificates { get; } = new("--certificate", "-c")
    {
        Description = "The application's certificate with its private key, PFX or PEM; once per integration.",
        HelpName = "FILE",
    };

    public Option<string?> PasswordFile { get; } = new("--certificate-password-file")
    {
        Description = "File whose first line is the private key's password; else VERIFY_CERTIFICATE_PASSWORD of the environment.",
        HelpName = "FILE",
    };

    public Option<bool> KeyVault { get; } = new("--key-vault")
    {
        Description = "Take the private key from the Azure Key Vault that the outputs name, with your Azure account.",
    };

    public Option<bool> Operator { get; } = new("--operator")
    {
        Description = "Read the directory with your Azure account where the application itself may not.",
    };

    public Option<string[]> Integrations { get; } = new("--integration", "-i")
    {
        Description = "Verify this integration only; may be repeated.",
        HelpName = "NAME",
    };

    public Option<string[]> Mailboxes { get; } = new("--mailbox", "-m")
    {
        Description = "Probe this mailbox too, or where the directory cannot be read; may be repeated.",
        HelpName = "ADDRESS",
    };

    public Option<int?> Sample { get; } = new("--sample")
    {
        Description = "Try a random sample of N mailboxes instead of all, and say what it proves about the others.",
        HelpName = "N",
    };

    public Option<int?> Seed { get; } = new("--seed")
    {
        Description = "Draw the sample that a report with this seed drew; else another one each time.",
        HelpName = "N",
    };

    public Option<string?> Resume { get; } = new("--resume")
    {
        Description = "Go on from the JSON report of a run that was cancelled, at most 24 hours ago: mailboxes that it reached are not "
            + "asked again, as long as the stack's outputs and the certificate are the same.",
        HelpName = "FILE",
    };

    public Option<string?> Watch { get; } = new("--watch")
    {
        Description = "Verify again and again, this long after each run, and say what changed, until Ctrl+C; files hold the last report. "
            + "15m unless given.",
        HelpName = "TIME",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<bool> Strict { get; } = new("--strict") { Description = "Let warnings fail the verification." };

    public Option<string?> Json { get; } = new("--json")
    {
        Description = "Write the report as JSON, or - for standard output.",
        HelpName = "FILE|-",
    };

    public Option<string?> Html { get; } = new("--html")
    {
        Description = "Write the report as one self-contained page.",
        HelpName = "FILE",
    };

    public Option<string?> JUnit { get; } = new("--junit")
    {
        Description = "Write the report as JUnit XML: a suite per integration, a case per check, and per mailbox where there are few.",
        HelpName = "FILE",
    };

    public Option<string?> Csv { get; } = new("--csv")
    {
        Description = "Write checks, findings, users and mailboxes as one table for a spreadsheet.",
        HelpName = "FILE",
    };

    public Option<string?> GitHubSummary { get; } = new("--github-summary")
    {
        Description = "Append a summary in Markdown; unless given, to the file of GITHUB_STEP_SUMMARY where that is set.",
        HelpName = "FILE",
    };

    public Option<string?> DocsUrl { get; } = new("--docs-url")
    {
        Description = "Where docs/findings.md is to be found, such as https://github.com/OWNER/REPOSITORY/blob/main/docs/findings.md; "
            + "each finding of a report links to its paragraph there. Unless given, a page links into this clone.",
        HelpName = "URL",
    };

    public Option<string?> Evidence { get; } = new("--evidence")
    {
        Description = "Keep, per finding, the requests and answers that led to it in this folder: without tokens and passwords, with the "
            + "ids and times by which Microsoft's support finds them.",
        HelpName = "DIR",
    };

    public Option<string?> ExchangeSetup { get; } = new("--exchange-setup")
    {
        Description = "Write each integration's script for Exchange into this folder, as exchange-setup-<integration>.ps1.",
        HelpName = "DIR",
    };

    public Option<string> Deadline { get; } = new("--deadline")
    {
        Description = "How long to wait for replication per integration, and for the answer to a question that a service fails or "
            + "throttles (at least 1m): 90s, 5m, 1h; 0 = judge what is there at once.",
        HelpName = "TIME",
        DefaultValueFactory = _ => "5m",
    };

    public Option<string> ExpiryWarning { get; } = new("--expiry-warning")
    {
        Description = "Warn of certificates that expire within this time.",
        HelpName = "TIME",
        DefaultValueFactory = _ => "30d",
    };

    public Option<bool?> RedirectHost { get; } = new("--check-redirect-host")
    {
        Description = "Look up the redirect URI's host from here and judge its TLS certificate; false = do not. Unless given, it is done, "
            + "except with --endpoint or where the host is this machine.",
        HelpName = "true|false",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<int> Concurrency { get; } = new("--concurrency")
    {
        Description = "Mailbox requests at once at most, 1 to 64; how many the service bears is found out.",
        HelpName = "N",
        DefaultValueFactory = _ => 64,
    };

    public Option<string?> Endpoint { get; } = new("--endpoint")
    {
        Description = "A simulated tenant instead of Microsoft's cloud.",
        HelpName = "URL",
    };

    public Option<string?> Authority { get; } = new("--ca-file")
    {
        Description = "PEM file of the certificate authority to trust with --endpoint.",
        HelpName = "FILE",
    };

    public Option<int> ImapPort { get; } = new("--imap-port")
    {
        Description = "IMAP port of the simulated tenant; 0 = none.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All =>
    [
        Outputs, Stack, Certificates, PasswordFile, KeyVault, Operator, Integrations, Mailboxes, Sample, Seed, Resume, Watch, Strict, Json,
        Html, JUnit, Csv, GitHubSummary, DocsUrl, Evidence, ExchangeSetup, Deadline, ExpiryWarning, RedirectHost, Concurrency, Endpoint,
        Authority, ImapPort,
    ];

    /// <summary>How to verify.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="defaults">What the command line does not say.</param>
    /// <param name="basicAccount">A real account with its password, or null.</param>
    /// <exception cref="InputException">Something given cannot be used; holds every error.</exception>
    public VerificationOptions Read(ParseResult parsed, VerificationOptions defaults, NetworkCredential? basicAccount)
    {
        List<string> errors = [];
        if (parsed.GetValue(Outputs) is null == parsed.GetValue(Stack) is null)
            errors.Add(
                $"--outputs, --stack: found {(parsed.GetValue(Stack) is null ? "neither" : "both")}, expected one of them. Give --outputs "
                + "FILE, --outputs - or --stack NAME.");
        if (!Duration.TryParse(parsed.GetValue(Deadline)!, out TimeSpan deadline))
            errors.Add($"--deadline: found '{parsed.GetValue(Deadline)}', expected a time such as 90s, 5m, 1h or 0. Correct it.");
        if (!Duration.TryParse(parsed.GetValue(ExpiryWarning)!, out TimeSpan expiryWarning))
            errors.Add($"--expiry-warning: found '{parsed.GetValue(ExpiryWarning)}', expected a time such as 30d. Correct it.");
        if (Interval(parsed, Watch) is TimeSpan interval && interval == TimeSpan.Zero)
            errors.Add($"--watch: found '{parsed.GetValue(Watch)}', expected a time such as 90s, 15m or 1h. Correct it.");
        if (Interval(parsed, Watch) is not null && parsed.GetValue(Json) == "-")
            errors.Add("--watch, --json: found both, with - for standard output; expected a file. Name one.");
        int concurrency = parsed.GetValue(Concurrency);
        if (concurrency is < 1 or > 64)
            errors.Add($"--concurrency: found {concurrency}, expected 1 to 64. Correct it.");

        VerificationOptions options = defaults with
        {
            Deadline = deadline,
            AnswerWithin = deadline < LeastAnswer ? LeastAnswer : deadline,
            ExpiryWarning = expiryWarning,
            MailboxConcurrency = Math.Clamp(concurrency, 1, 64),
            CheckRedirectHost = parsed.GetValue(RedirectHost),
            Mailboxes = parsed.GetValue(Mailboxes)!,
            BasicAuthenticationAccount = basicAccount ?? defaults.BasicAuthenticationAccount,
            Strict = parsed.GetValue(Strict),
            Sample = Draw(parsed, errors),
            EvidenceFolder = parsed.GetValue(Evidence),
        };
        options = AtEndpoint(parsed, options, errors);
        return errors.Count == 0 ? options : throw new InputException([.. errors]);
    }

    /// <summary>How long after a run the next one begins, or null where there is one run only.</summary>
    public static TimeSpan? Interval(ParseResult parsed, Option<string?> watch) =>
        parsed.GetResult(watch) is not { Implicit: false } ? null
        : Duration.TryParse(parsed.GetValue(watch) ?? DefaultInterval, out TimeSpan interval) ? interval
        : TimeSpan.Zero;

    private SampleDraw? Draw(ParseResult parsed, List<string> errors)
    {
        int? seed = parsed.GetValue(Seed);
        if (parsed.GetValue(Sample) is not int size)
        {
            if (seed is not null)
                errors.Add("--seed: found without --sample, expected both. Give --sample too, or leave --seed out.");
            return null;
        }
        if (size < 1)
            errors.Add($"--sample: found {size}, expected 1 or more mailboxes. Correct it.");
        if (parsed.GetValue(Mailboxes) is { Length: > 0 })
            errors.Add("--sample, --mailbox: found both, expected one of them. Mailboxes that are named are no random sample.");
        return new(size, seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));
    }

    private VerificationOptions AtEndpoint(ParseResult parsed, VerificationOptions options, List<string> errors)
    {
        string? endpoint = parsed.GetValue(Endpoint), authority = parsed.GetValue(Authority);
        int imapPort = parsed.GetValue(ImapPort);
        if (imapPort is < 0 or > 65535)
            errors.Add($"--imap-port: found {imapPort}, expected 0 to 65535. Correct it.");
        if (endpoint is not null)
        {
            if (Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttps)
                options = options with { Endpoints = TenantEndpoints.ForSimulatedTenant(url, Math.Max(imapPort, 0)) };
            else
                errors.Add($"--endpoint: found '{endpoint}', expected an https address such as https://localhost:8443. Correct it.");
        }
        if (authority is null)
            return options;
        if (endpoint is not null)
            return Trusting(options, authority, errors);
        errors.Add("--ca-file: found without --endpoint, expected both. Give --endpoint too, or leave --ca-file out.");
        return options;
    }

    private static VerificationOptions Trusting(VerificationOptions options, string file, List<string> errors)
    {
        try
        {
            return options.TrustingOnly(X509CertificateLoader.LoadCertificateFromFile(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            string problem = File.Exists(file) ? "is no certificate" : "does not exist";
            errors.Add($"--ca-file: found '{file}', which {problem}; expected a PEM file. Give the one that the simulated tenant wrote.");
            return options;
        }
    }
}
