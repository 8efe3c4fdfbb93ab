using System.Collections.Concurrent;
using Pulumi;
using Pulumi.Testing;
using TenantOnboarding.Rehearsal.Engine;

namespace TenantOnboarding.Tests.Components;

/// <summary>
/// Options that mocks never see: what is protected, what waits for what. A stack's transformation sees each resource's options as they are
/// declared.
/// </summary>
public sealed class ResourceOptionsTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task What_a_product_is_set_up_with_is_protected_unless_the_switch_says_otherwise(string? protect, bool expected)
    {
        Dictionary<string, string> settings = Stack.MailStore("certificates/mailstore.cer", ("mailboxAccess", """[ "graph" ]"""));
        if (protect is not null)
            settings["tenant-onboarding:protect"] = protect;

        IReadOnlyDictionary<string, ResourceOptions> options = await OptionsAsync(settings);

        Assert.Equal(expected, options["mailstore/registration/application"].Protect);
        Assert.Equal(expected, options["mailstore/registration/service-principal"].Protect);
        Assert.All(options.Where(option => !option.Key.StartsWith("mailstore/registration/", StringComparison.Ordinal)),
            option => Assert.Null(option.Value.Protect));
    }

    [Theory]
    [InlineData("true", "false", false)]
    [InlineData("false", "true", true)]
    public async Task An_integrations_own_switch_goes_before_that_of_the_stack(string stack, string integration, bool expected)
    {
        Dictionary<string, string> settings = Stack.MailStore(
            "", ("certificates", ""), ("mailboxAccess", """[ "graph" ]"""), ("protect", integration),
            ("certificate", """{ "keyVault": { "subscriptionId": "1b7c3f62-8d0a-4a57-9a0e-7f1f2c6d5e43", "location": "westeurope" } }"""));
        settings["tenant-onboarding:protect"] = stack;

        IReadOnlyDictionary<string, ResourceOptions> options = await OptionsAsync(settings);

        Assert.Equal(expected, options["mailstore/registration/application"].Protect);
        Assert.Equal(expected, options["mailstore/registration/service-principal"].Protect);
        Assert.Equal(expected, options["mailstore/key-vault/vault"].Protect);
    }

    [Fact]
    public async Task What_somebody_may_have_set_and_this_program_never_declares_is_ignored_adopted_or_not()
    {
        IReadOnlyDictionary<string, ResourceOptions> options = await OptionsAsync(Stack.MailStore("certificates/mailstore.cer"));

        Assert.Equal(
            ["description", "groupMembershipClaims", "homepageUrl", "marketingUrl", "notes", "privacyStatementUrl", "requestedAccessTokenVersion",
                "serviceManagementReference", "supportUrl", "termsOfServiceUrl"],
            options["mailstore/registration/application"].IgnoreChanges.Order(StringComparer.Ordinal));
        // Not tags, featureTags and features: the provider takes only one of them, and an ignored one is copied beside the declared one.
        Assert.Equal(
            ["accountEnabled", "alternativeNames", "appRoleAssignmentRequired", "description", "loginUrl", "notes", "notificationEmailAddresses", "owners",
                "preferredSingleSignOnMode", "samlSingleSignOn"],
            options["mailstore/registration/service-principal"].IgnoreChanges.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_the_vault_renewed_stays_registered()
    {
        IReadOnlyDictionary<string, ResourceOptions> options = await OptionsAsync(Stack.MailStore(
            "", ("certificates", ""), ("mailboxAccess", """[ "graph" ]"""),
            ("certificate", """{ "keyVault": { "subscriptionId": "1b7c3f62-8d0a-4a57-9a0e-7f1f2c6d5e43", "location": "westeurope" } }""")));

        Assert.True(options["mailstore/certificates/key-vault"].RetainOnDelete);
        Assert.All(options.Where(option => option.Key != "mailstore/certificates/key-vault"), option => Assert.Null(option.Value.RetainOnDelete));
    }

    [Fact]
    public async Task Every_resource_has_its_component_as_parent()
    {
        IReadOnlyDictionary<string, ResourceOptions> options = await OptionsAsync(Stack.MailStore("certificates/mailstore.cer"));

        Assert.All(options.Where(option => option.Key.Contains('/', StringComparison.Ordinal)), option =>
            Assert.StartsWith(option.Value.Parent!.GetResourceName() + "/", option.Key, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyDictionary<string, ResourceOptions>> OptionsAsync(Dictionary<string, string> settings)
    {
        await ProgramRun.OneAtATime.WaitAsync();
        try
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", System.Text.Json.JsonSerializer.Serialize(settings));
            RecordingStack.Seen = new ConcurrentDictionary<string, ResourceOptions>();
            await Deployment.TestAsync<RecordingStack>(new RecordingMocks(),
                new TestOptions { ProjectName = "tenant-onboarding", StackName = "dev", IsPreview = false, RootDirectory = Repository.Root });
            return RecordingStack.Seen;
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
            ProgramRun.OneAtATime.Release();
        }
    }

    private sealed class RecordingStack : global::Pulumi.Stack
    {
        public RecordingStack()
            : base(new StackOptions { ResourceTransformations = { Record } })
        {
            ProgramServices services = new()
            {
                Clock = new FixedClock(),
                Advise = _ => { },
                ConnectToGraph = _ => throw new HttpRequestException("no Graph here"),
            };
            Done = Output.Create(TenantProgram.DeclareAsync(services)).Apply(_ => true);
        }

        public static ConcurrentDictionary<string, ResourceOptions> Seen { get; set; } = new();

        [Output("done")]
        public Output<bool> Done { get; private set; }

        private static ResourceTransformationResult? Record(ResourceTransformationArgs args)
        {
            if (args.Resource is not global::Pulumi.Stack)
                Seen[args.Resource.GetResourceName()] = args.Options;
            return null;
        }
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => TestCertificates.Now;
    }
}
