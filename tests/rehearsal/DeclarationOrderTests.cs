using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Tests.Pulumi;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>The order of a deployment is the order of construction, whatever the threads do.</summary>
public sealed class DeclarationOrderTests
{
    [Fact]
    public async Task Resources_are_made_in_the_order_in_which_the_program_constructs_them()
    {
        await using EngineHarness engine = await EngineHarness.StartAsync();

        IReadOnlyList<DeploymentStep> steps = await engine.DeployAsync(() =>
        {
            ApplicationRegistration first = EngineHarness.Application("z");
            // Registered last of all, since its name comes a long way round.
            Output<string> slow = first.ObjectId;
            for (int i = 0; i < 200; i++)
                slow = slow.Apply(async id =>
                {
                    await Task.Yield();
                    return id;
                });
            _ = new ApplicationRegistration("y", new ApplicationRegistrationArgs { DisplayName = slow });
            _ = EngineHarness.Application("a");
            _ = EngineHarness.Application("m");
        });

        Assert.Equal(["z", "y", "a", "m"], steps.Select(step => step.Name));
    }

    [Fact]
    public async Task A_resource_whose_input_fails_holds_nobody_up()
    {
        await using EngineHarness engine = await EngineHarness.StartAsync();

        IReadOnlyList<DeploymentStep> steps = await engine.DeployAsync(() =>
        {
            ApplicationRegistration first = EngineHarness.Application("first");
            Output<string> broken = first.ObjectId.Apply(Broken);
            _ = new ApplicationRegistration("second", new ApplicationRegistrationArgs { DisplayName = broken });
            _ = EngineHarness.Application("third");
        }, mayFail: true);

        Assert.DoesNotContain("second", steps.Select(step => step.Name));
        // The official SDK ends a run at the first error, whatever is still on its way.
        if (!Sdk.IsOfficial)
            Assert.Equal(["first", "third"], steps.Select(step => step.Name));
    }

    [Fact]
    public async Task The_last_resource_may_be_the_one_whose_input_fails()
    {
        await using EngineHarness engine = await EngineHarness.StartAsync();

        IReadOnlyList<DeploymentStep> steps = await engine.DeployAsync(() =>
        {
            ApplicationRegistration first = EngineHarness.Application("first");
            Output<string> broken = first.ObjectId.Apply(Broken);
            _ = new ApplicationRegistration("second", new ApplicationRegistrationArgs { DisplayName = broken });
        }, mayFail: true);

        Assert.Equal(["first"], steps.Select(step => step.Name));
    }

    private static string Broken(string id) => throw new InvalidOperationException($"a mistake of the program with {id}");
}
