using TenantOnboarding.Tests.Workflows;
using TenantOnboarding.Verification.Results;
using YamlDotNet.RepresentationModel;

namespace TenantOnboarding.Tests.Docs;

/// <summary>The table of rights is what the tenant demands: with them each identity works, without any one of them it does not.</summary>
public sealed class IdentitiesTests
{
    private const string Always = "any integration";
    private const string DelegatedConsent = "`product: mailstore-server`, `product: mailstore-spe`, or `signIn`";
    private const string Groups = "`userSync.groups`, or `mailboxes.group`";
    private const string Role = "`exchangeRole`";
    private const string Owners = "`owners`";
    private const string Adoption = "`adopt`";
    private const string Refresh = "`--refresh`";
    private const string Advice = "a warning before a policy refuses the certificate";
    private const string Vault = "`certificate.keyVault`";

    private const string Custom =
        "{ product: custom, displayName: One, certificates: [ certificates/mailstore.cer ], "
        + "permissions: { microsoft-graph: [ User.Read.All ] } }";

    private const string MailStore =
        "{ product: mailstore-server, displayName: One, signIn: { host: a.contoso.com }, certificates: [ certificates/mailstore.cer ], "
        + "mailboxAccess: [ graph ] }";

    private const string Activate =
        "{ product: activate, displayName: One, certificates: [ certificates/activate.pem ], "
        + "exchangeRole: Exchange Recipient Administrator }";

    /// <summary>An integration that has what the row says and, as far as there is a choice, nothing of the other rows.</summary>
    private static readonly Dictionary<string, Func<IdentityTrial, string>> Integrations = new(StringComparer.Ordinal)
    {
        [Always] = _ => Custom,
        [DelegatedConsent] = _ => MailStore,
        [Groups] = _ => $"{Custom[..^2]}, mailboxAccess: [ graph ], mailboxes: {{ group: Archive mailboxes }} }}",
        [Role] = _ => Activate,
        [Owners] = trial => $"{Custom[..^2]}, owners: [ {trial.Somebody} ] }}",
        [Adoption] = trial => Custom.Replace(
            "certificates: [ certificates/mailstore.cer ]",
            $"adopt: {{ clientId: {trial.Outputs.Integrations["one"].ClientId}, certificates: [ certificates/mailstore.cer ] }}",
            StringComparison.Ordinal),
        [Refresh] = _ => MailStore,
    };

    public static TheoryData<string> RowNames => [.. Integrations.Keys];

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string row in Integrations.Keys)
            {
                data.Add("previewing", row);
                data.Add("deploying", row);
            }
            return data;
        }
    }

    public static TheoryData<string, string, string> Lacking
    {
        get
        {
            TheoryData<string, string, string> data = [];
            foreach (string row in Integrations.Keys)
            {
                foreach (string right in IdentityRights.Rows[row]["previewing"])
                    data.Add("previewing", row, right);
                foreach (string right in IdentityRights.Rows[row]["deploying"])
                    data.Add("deploying", row, right);
            }
            return data;
        }
    }

    [Fact]
    public void Every_row_of_the_table_is_tried() => Assert.Equal(
        Integrations.Keys.Concat([Advice, Vault]).Order(StringComparer.Ordinal), IdentityRights.Rows.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_rights_of_the_table_are_enough(string identity, string row)
    {
        await using IdentityTrial trial = await PreparedAsync(row);
        string integration = Integrations[row](trial);
        await trial.LimitToAsync(RightsFor(identity, row));

        Worked(await trial.RunAsync(integration, preview: true));
        if (identity == "deploying")
            Worked(await trial.RunAsync(integration, preview: false));
    }

    [Theory]
    [MemberData(nameof(Lacking))]
    public async Task Without_one_of_them_it_is_refused_where_the_document_says(string identity, string row, string right)
    {
        await using IdentityTrial trial = await PreparedAsync(row);
        string integration = Integrations[row](trial);
        await trial.LimitToAsync([.. RightsFor(identity, row).Where(other => other != right)]);

        IReadOnlyList<string> refusals = await trial.RunAsync(integration, preview: identity == "previewing");

        Assert.NotEmpty(refusals);
        Assert.Contains(refusals, refusal => refusal.Contains(right, StringComparison.Ordinal)
            || IdentityRights.Refused[right].Any(place => refusal.Contains(place, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(RowNames))]
    public async Task The_verifying_identity_sees_all_that_somebody_with_every_right_sees(string row)
    {
        await using IdentityTrial trial = await PreparedAsync(row);
        Worked(await trial.RunAsync(Integrations[row](trial), preview: false));
        VerificationReport all = await trial.VerifyAsync();
        await trial.LimitToAsync(IdentityRights.Rows[Always]["verifying"]);

        Assert.Equal(Shown(all), Shown(await trial.VerifyAsync()));
    }

    [Fact]
    public async Task A_verifying_identity_without_its_right_proves_less()
    {
        await using IdentityTrial trial = await PreparedAsync(DelegatedConsent);
        Worked(await trial.RunAsync(MailStore, preview: false));
        VerificationReport all = await trial.VerifyAsync();
        await trial.LimitToAsync([]);

        VerificationReport less = await trial.VerifyAsync();

        Assert.NotEqual(Shown(all), Shown(less));
        Assert.Contains(Shown(less), line => line.Contains("Authorization_RequestDenied", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("previewing")]
    [InlineData("deploying")]
    public async Task The_warning_of_a_policy_comes_with_its_right_and_nothing_fails_without_it(string identity)
    {
        const string warning = "the tenant's policy allows";
        string right = Assert.Single(IdentityRights.Rows[Advice][identity]);
        string[] rights = RightsFor(identity, Always);
        await using IdentityTrial trial = await IdentityTrial.StartAsync([.. rights, right], longestCertificate: TimeSpan.FromDays(5000));
        await using IdentityTrial strict = await IdentityTrial.StartAsync([.. rights, right], longestCertificate: TimeSpan.FromDays(30));
        await using IdentityTrial blind = await IdentityTrial.StartAsync(rights, longestCertificate: TimeSpan.FromDays(30));

        Worked(await trial.RunAsync(Custom, preview: true));
        Worked(await strict.RunAsync(Custom, preview: true));
        Worked(await blind.RunAsync(Custom, preview: true));

        Assert.DoesNotContain(trial.Advisories, line => line.Contains(warning, StringComparison.Ordinal));
        Assert.Contains(strict.Advisories, line => line.Contains(warning, StringComparison.Ordinal));
        Assert.DoesNotContain(blind.Advisories, line => line.Contains(warning, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_identity_trusts_the_runs_that_sign_in_as_it_and_no_others()
    {
        const string repository = "repo:OWNER/REPOSITORY:";
        IEnumerable<(string Variable, string Subject)> used = from file in WorkflowFile.Workflows
            from job in file.Jobs.Values
            from variable in new[] { "PREVIEW_CLIENT_ID", "DEPLOY_CLIENT_ID", "VERIFY_CLIENT_ID" }
            where TextOf(job).Contains($"vars.{variable} ", StringComparison.Ordinal)
            select (variable, repository + RunOf(job));

        Assert.Equal(
            used.Distinct().Order(),
            IdentityRights.Subjects.Values.SelectMany(one => one.Subjects.Select(subject => (one.Variable, subject))).Order());

        // Stacks have environments of their own names: what a matrix or a caller hands over.
        static string RunOf(YamlMappingNode job) => WorkflowFile.Value(job, "environment") switch
        {
            "${{ matrix.preview }}" or "${{ inputs.preview }}" => "environment:STACK-preview",
            "${{ inputs.environment }}" => "environment:STACK",
            string other => throw new InvalidOperationException($"an environment that no document knows: {other}"),
            null => throw new InvalidOperationException("an identity without an environment"),
        };

        static string TextOf(YamlMappingNode job) => string.Join(' ', job.AllNodes.OfType<YamlScalarNode>().Select(node => node.Value));
    }

    [Fact]
    public void The_rights_of_the_table_are_rights() =>
        Assert.All(IdentityRights.All, right => Assert.True(IdentityRights.IsRight(right), right));

    /// <summary>A tenant with the stack that the row presupposes, and a principal that may do everything.</summary>
    private static async Task<IdentityTrial> PreparedAsync(string row)
    {
        IdentityTrial trial = await IdentityTrial.StartAsync(IdentityRights.All);
        if (row == Refresh)
            Worked(await trial.RunAsync(MailStore, preview: false));
        if (row == Adoption)
        {
            Worked(await trial.RunAsync(Custom, preview: false));
            trial.Forget();
        }
        return trial;
    }

    private static void Worked(IReadOnlyList<string> refusals) =>
        Assert.True(refusals.Count == 0, string.Join(Environment.NewLine, refusals));

    private static string[] RightsFor(string identity, string row) =>
    [
        .. IdentityRights.Rows[Always][identity],
        .. row == Refresh ? IdentityRights.Rows[DelegatedConsent][identity] : [],
        .. IdentityRights.Rows[row][identity],
    ];

    private static string[] Shown(VerificationReport report) =>
    [
        .. report.Checks.Select(check => $"{check.Id} {check.Status} {check.Summary}"),
        .. report.Findings.Select(finding => $"{finding.Code} {finding.Cause} {finding.Detail}"),
    ];
}
