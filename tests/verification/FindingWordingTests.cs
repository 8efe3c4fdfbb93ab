using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What every finding says, for one and for several, in each of its circumstances: a page to be read.</summary>
public sealed class FindingWordingTests
{
    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly DateTimeOffset Day = new(2026, 12, 1, 8, 30, 0, TimeSpan.Zero);
    private static readonly PermissionOutputs Permission = new(
        "Microsoft Graph", Guid.Parse("00000003-0000-0000-c000-000000000000"), PermissionType.Application, "User.Read.All",
        Guid.Parse("df021288-bdef-4463-88db-98f22de89214"));

    [Fact]
    public void Every_finding_says_in_each_of_its_circumstances_what_it_should()
    {
        StringBuilder page = new();
        IEnumerable<MethodInfo> makers = typeof(FindingCatalogue).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(FindingCatalogue).Namespace && type.Name.EndsWith("Findings", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.ReturnType == typeof(Finding))
            .OrderBy(method => method.DeclaringType!.Name, StringComparer.Ordinal).ThenBy(method => method.Name, StringComparer.Ordinal);
        foreach (MethodInfo maker in makers)
        {
            ParameterInfo[] parameters = maker.GetParameters();
            HashSet<string> told = [];
            foreach (object?[] values in Combinations([.. parameters.Select(Values)]))
            {
                string text = Text((Finding)maker.Invoke(null, values)!);
                if (!told.Add(text))
                    continue;
                string circumstances = string.Join(", ", parameters.Zip(values, (parameter, value) => $"{parameter.Name}: {Shown(value)}"));
                page.Append(CultureInfo.InvariantCulture, $"{maker.DeclaringType!.Name}.{maker.Name}({circumstances})\n{text}\n");
            }
        }

        Golden.Matches(page.ToString(), "verification/golden/wording.txt");
    }

    private static string Text(Finding finding)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"  {finding.Severity} {finding.Code} {finding.Subject}\n  cause: {finding.Cause}\n");
        if (finding.Fix != finding.Kind.Fix)
            text.Append(CultureInfo.InvariantCulture, $"  fix: {finding.Fix}\n");
        if (finding.Detail is string detail)
            text.Append(CultureInfo.InvariantCulture, $"  detail: {detail}\n");
        if (finding.Script is string script)
            text.Append(CultureInfo.InvariantCulture, $"  script: {script}\n");
        if (finding.WaitingFor is string waiting)
            text.Append(CultureInfo.InvariantCulture, $"  waiting for: {waiting}\n");
        return text.ToString();
    }

    private static IEnumerable<object?[]> Combinations(IReadOnlyList<object?[]> values) => values.Aggregate(
        (IEnumerable<object?[]>)[[]], (heads, tails) => heads.SelectMany(head => tails.Select(tail => (object?[])[.. head, tail])));

    private static object?[] Values(ParameterInfo parameter)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        object?[] values = Values(type, parameter);
        return Nullability.Create(parameter).ReadState == NullabilityState.Nullable ? [null, .. values] : values;
    }

    private static object?[] Values(Type type, ParameterInfo parameter) => type switch
    {
        _ when type == typeof(string) => [$"<{parameter.Name}>"],
        _ when type == typeof(bool) => [false, true],
        _ when type == typeof(int) => [1, 2],
        _ when type == typeof(Guid) => [Guid.Parse("aaaaaaaa-0000-0000-0000-000000000001")],
        _ when type == typeof(TimeSpan) => [TimeSpan.FromSeconds(90)],
        _ when type == typeof(DateOnly) => [DateOnly.FromDateTime(Day.Date)],
        _ when type == typeof(DateTimeOffset) => parameter.Name == "now" ? [Day.AddDays(-1), Day.AddDays(-30)] : [Day],
        _ when type.IsEnum => [.. Enum.GetValues(type).Cast<object>()],
        _ when type == typeof(CertificateOutputs) => [SampleReport.Certificate],
        _ when type == typeof(PermissionOutputs) => [Permission],
        _ when type == typeof(ExchangeRoleOutputs) =>
            [new ExchangeRoleOutputs("Exchange Administrator", Guid.Parse("29232cdf-9323-42fd-ade2-1d097af3e4de"))],
        _ when type == typeof(IntegrationOutputs) => [Integration],
        _ when type == typeof(MailboxGroup) => [.. Groups()],
        _ when type.IsAssignableFrom(typeof(IPAddress[])) => [(IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback]],
        _ when type.IsAssignableFrom(typeof(string[])) =>
            [.. Lists(parameter.Name!)],
        _ when type.IsAssignableFrom(typeof(KeyValuePair<string, string>[])) =>
            [(KeyValuePair<string, string>[])[new("b", "one"), new("a", "two")]],
        _ => throw new NotSupportedException(
            $"{parameter.Member.DeclaringType!.Name}.{parameter.Member.Name} takes a {type.Name}: give this test values of it."),
    };

    /// <summary>None where a finding words that, one, and more than are named.</summary>
    private static IEnumerable<string[]> Lists(string name)
    {
        if (name is "roles" or "assigned" or "policies" or "known")
            yield return [];
        yield return ["b"];
        if (name != "known")
            yield return ["c", "a", "b", "f", "d", "e"];
    }

    private static IEnumerable<object> Groups() =>
        from several in (bool[])[false, true]
        from noneReachable in (bool[])[false, true]
        from byScript in (bool[])[false, true]
        from scoped in (bool[])[false, true]
        select new MailboxGroup(
            several ? ["anna@contoso.com", "ben@contoso.com"] : ["anna@contoso.com"], "<answer>", noneReachable, "<why>", byScript, scoped);

    private static string Shown(object? value) => value switch
    {
        null => "none",
        string text => text,
        CertificateOutputs or PermissionOutputs or ExchangeRoleOutputs or IntegrationOutputs => "declared",
        MailboxGroup group => $"{group.Addresses.Count}{(group.NoneReachable ? ", none reachable" : "")}"
            + (group.SetUpByScript ? ", by script" : "") + (group.Scoped ? ", scoped" : ""),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>())}]",
        DateTimeOffset time => $"{time.UtcDateTime:yyyy-MM-dd}",
        DateOnly day => $"{day:yyyy-MM-dd}",
        _ => $"{value}",
    };

    private static IntegrationOutputs Integration { get; } = new()
    {
        Product = "mailstore-server",
        DisplayName = "MailStore Server",
        Directory = DirectorySource.Microsoft365,
        ClientId = Guid.Parse("aaaaaaaa-0000-0000-0000-000000000001"),
        ApplicationObjectId = Guid.Parse("aaaaaaaa-0000-0000-0000-000000000002"),
        ServicePrincipalObjectId = Guid.Parse("aaaaaaaa-0000-0000-0000-000000000003"),
        Certificates = [SampleReport.Certificate],
        Permissions = [Permission],
        MailboxAccess = ["graph"],
    };
}
