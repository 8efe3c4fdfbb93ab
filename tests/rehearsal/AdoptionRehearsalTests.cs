using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Deploy;

namespace TenantOnboarding.Tests.Rehearsals;

public sealed class AdoptionRehearsalTests : IDisposable
{
    private const string ByHand = "adopt: { clientId: 0b6c1b6e-6a2f-4a55-8f0e-3b5a6e6f7a10, certificates: [ certificates/mailstore.cer ] }";

    private readonly RehearsalHarness harness = new();

    public void Dispose() => harness.Dispose();

    [Fact]
    public async Task Application_made_by_hand_is_taken_over_without_a_write()
    {
        string file = harness.DevWith("adopt.yaml", ("certificates: [ certificates/mailstore.cer ]", ByHand));

        RehearsalResult result = await harness.RunAsync(harness.Options with { ConfigFile = file });

        Assert.True(result.ExitCode == 0, harness.Console);
        Assert.Equal(0, result.Writes);
        Assert.All(result.Steps, step => Assert.Equal(StepKind.Imported, step.Kind));
        Assert.Contains("The rehearsal plays the colleague who once made mailstore by hand", harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adopted_application_gets_its_next_certificate_like_any_other()
    {
        string before = harness.DevWith("before.yaml", ("certificates: [ certificates/mailstore.cer ]", ByHand));
        string after = harness.DevWith("after.yaml", ("certificates: [ certificates/mailstore.cer ]", "certificates: [ certificates/mailstore-next.cer ]\n      " + ByHand));

        RehearsalResult result = await harness.RunAsync(harness.Options with { From = before, To = after });

        Assert.True(result.ExitCode == 0, harness.Console);
        Assert.Equal("ApplicationCertificate", Assert.Single(result.Steps, step => step.Kind != StepKind.Unchanged).ShortType);
    }
}
