using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SimulatedTenant.Options;

/// <summary>
/// The command-line options by which a tenant gets trouble: for the tenant's own program and for any other that starts one. Add them to a
/// command, and let them change the tenant's options when the command line is parsed.
/// </summary>
public sealed partial class TroubleOptions
{
    private readonly Option<LatencyOptions?> _latency = new("--latency")
    {
        Description = "Delay of every answer: 100ms, or from and to: 50ms-200ms. A batch takes one for every four requests to mailboxes.",
        HelpName = "TIME",
        CustomParser = result => Read(result, "a duration such as 100ms, or two such as 50ms-200ms", Latency),
    };

    private readonly Option<RateLimitingOptions?> _rateLimit = new("--rate-limit")
    {
        Description = "Requests that an application has in each window, such as 120/60s; further ones get 429.",
        HelpName = "N/TIME",
        CustomParser = result => Read(result, "a number and a window such as 120/60s", Limit),
    };

    private readonly Option<RateLimitingOptions?> _mailboxRateLimit = new("--mailbox-rate-limit")
    {
        Description = "The same for each application at each mailbox. Exchange Online's is 10000/600s.",
        HelpName = "N/TIME",
        CustomParser = result => Read(result, "a number and a window such as 10000/600s", Limit),
    };

    private readonly Option<TimeSpan?> _penalty = new("--early-penalty")
    {
        Description = "By how much each request lengthens the wait that comes before its Retry-After has run out.",
        HelpName = "TIME",
        CustomParser = result => Read(result, "a duration such as 30s", text => Duration(text)),
    };

    private readonly Option<int?> _randomErrors = new("--random-errors")
    {
        Description = "Of a hundred requests so many fail with 429, 500, 502, 503 or 504: 10%.",
        HelpName = "PERCENT",
        CustomParser = result => Read(result, "a percentage such as 10%", Percent),
    };

    private readonly Option<ErrorTiming> _timing = new("--error-timing")
    {
        Description = "Whether random errors come before the request's effect, after it, or either way.",
        HelpName = "before|after|mixed",
    };

    private readonly Option<int> _failEvery = new("--fail-every") { Description = "Every Nth request gets 503.", HelpName = "N" };

    private readonly Option<FaultAt[]> _failAt = new("--fail-at")
    {
        Description = "A fault at the Nth request, of all or of one protocol (sign-in, graph, ews, exchange, imap): 7, imap:3, "
            + "graph:5=drop. Faults: 503 (default), 429, 500, 502, 504, token-expired, drop, drop-after, cut. May be repeated.",
        HelpName = "[PROTOCOL:]N[=FAULT]",
        CustomParser = FailAt,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _signInTrouble = new("--sign-in-trouble")
    {
        Description = "The token endpoint, too, meets random errors, errors by turn and broken connections.",
    };

    private readonly Option<int?> _dropped = new("--dropped-connections")
    {
        Description = "Of a hundred requests so many lose their connection, half of them after the work is done.",
        HelpName = "PERCENT",
        CustomParser = result => Read(result, "a percentage such as 1%", Percent),
    };

    private readonly Option<int?> _cut = new("--cut-answers")
    {
        Description = "Of a hundred answers so many stop half-way.",
        HelpName = "PERCENT",
        CustomParser = result => Read(result, "a percentage such as 1%", Percent),
    };

    private readonly Option<ReplicationOptions?> _replication = new("--replication-delay")
    {
        Description = "How long what was written stays unseen: 30s, or by kind: objects=30s,credentials=1m,assignments=30s,token-roles=2m.",
        HelpName = "TIME",
        CustomParser = result =>
            Read(result, "a duration such as 30s, or durations by kind such as objects=30s,credentials=1m", Replication),
    };

    private readonly Option<bool> _readYourWrites = new("--read-your-writes")
    {
        Description = "Whoever wrote something sees it at once, in spite of --replication-delay.",
    };

    private readonly Option<bool> _changes = new("--changes-while-paging")
    {
        Description = "Somebody joins and somebody leaves after each page of users.",
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Seed of all chance: the same seed gives the same trouble.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>All options, in the order of the help.</summary>
    public IReadOnlyList<Option> All =>
    [
        _latency, _rateLimit, _mailboxRateLimit, _penalty, _randomErrors, _timing, _failEvery, _failAt, _signInTrouble, _dropped, _cut,
        _replication, _readYourWrites, _changes, _seed,
    ];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in All)
            command.Options.Add(option);
    }

    /// <summary>The tenant's options with the trouble that a command line asks for; what it does not name stays.</summary>
    public TenantOptions Apply(ParseResult parsed, TenantOptions options)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(options);
        TimeSpan penalty = parsed.GetValue(_penalty) ?? TimeSpan.Zero;
        ReplicationOptions replication = parsed.GetValue(_replication) ?? options.Replication;
        return options with
        {
            Latency = parsed.GetValue(_latency) ?? options.Latency,
            RateLimiting = WithPenalty(parsed.GetValue(_rateLimit)) ?? options.RateLimiting,
            MailboxRateLimiting = WithPenalty(parsed.GetValue(_mailboxRateLimit)) ?? options.MailboxRateLimiting,
            RandomErrors = parsed.GetValue(_randomErrors) is { } rate
                ? new() { Rate = rate, Timing = parsed.GetValue(_timing) }
                : options.RandomErrors,
            FailEvery = parsed.GetResult(_failEvery) is null ? options.FailEvery : parsed.GetValue(_failEvery),
            FailAt = parsed.GetResult(_failAt) is null ? options.FailAt : parsed.GetValue(_failAt)!,
            SignInTrouble = parsed.GetValue(_signInTrouble) || options.SignInTrouble,
            Connections = parsed.GetValue(_dropped) is null && parsed.GetValue(_cut) is null
                ? options.Connections
                : new() { Dropped = parsed.GetValue(_dropped) ?? 0, Cut = parsed.GetValue(_cut) ?? 0 },
            Replication = parsed.GetValue(_readYourWrites) ? replication with { ReadYourWrites = true } : replication,
            ChangesWhilePaging = parsed.GetValue(_changes) || options.ChangesWhilePaging,
            Seed = parsed.GetValue(_seed),
        };

        RateLimitingOptions? WithPenalty(RateLimitingOptions? limit) => limit is null ? null : limit with { EarlyPenalty = penalty };
    }

    /// <summary>A duration such as <c>100ms</c>, <c>30s</c>, <c>5m</c> or <c>1h</c>; null when it is none.</summary>
    private static TimeSpan? Duration(string text)
    {
        Match match = DurationForm().Match(text);
        if (!match.Success)
            return null;
        double number = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
    }

    private static LatencyOptions? Latency(string text)
    {
        TimeSpan?[] bounds = [.. text.Split('-').Select(Duration)];
        if (bounds is not ([{ }] or [{ }, { }]) || bounds[^1] < bounds[0])
            return null;
        return new((int)bounds[0]!.Value.TotalMilliseconds, (int)bounds[^1]!.Value.TotalMilliseconds);
    }

    private static RateLimitingOptions? Limit(string text)
    {
        if (text.Split('/') is not [{ } count, { } window] || Duration(window) is not { TotalSeconds: >= 1 } length)
            return null;
        return int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new() { RateLimit = number, ResetTimeWindowSeconds = (int)length.TotalSeconds }
            : null;
    }

    private static int? Percent(string text) =>
        int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 100 ? number : null;

    private static ReplicationOptions? Replication(string text)
    {
        if (Duration(text) is { } all)
            return new() { Objects = all, Credentials = all, Assignments = all, TokenRoles = all };
        ReplicationOptions options = new();
        foreach (string part in text.Split(','))
        {
            if (part.Split('=') is not [{ } kind, { } time] || Duration(time) is not { } delay)
                return null;
            switch (kind)
            {
                case "objects":
                    options = options with { Objects = delay };
                    break;
                case "credentials":
                    options = options with { Credentials = delay };
                    break;
                case "assignments":
                    options = options with { Assignments = delay };
                    break;
                case "token-roles":
                    options = options with { TokenRoles = delay };
                    break;
                default:
                    return null;
            }
        }
        return options;
    }

    private static FaultAt[] FailAt(ArgumentResult result)
    {
        List<FaultAt> faults = [];
        foreach (string text in result.Tokens.Select(token => token.Value))
        {
            if (FaultNames.Read(text) is { } fault)
                faults.Add(fault);
            else
                result.AddError($"--fail-at is '{text}'; expected a number with or without protocol and fault, such as imap:3=drop.");
        }
        return [.. faults];
    }

    private static T? Read<T>(ArgumentResult result, string expected, Func<string, T?> read)
    {
        string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        T? value = read(text);
        if (value is null)
            result.AddError($"{((OptionResult)result.Parent!).Option.Name} is '{text}'; expected {expected}.");
        return value;
    }

    [GeneratedRegex("^([0-9]{1,9}(?:\\.[0-9]{1,3})?)(ms|s|m|h)$")]
    private static partial Regex DurationForm();
}
