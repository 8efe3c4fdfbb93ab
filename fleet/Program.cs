using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Verification.Commands;

try
{
    using StopSignals signals = new(
        "ending: what is known is written, and a deployment that has begun runs to its end; once more ends at once");
    return await FleetCommand.RunAsync(args, signals.Token);
}
catch (Exception exception)
{
    await Console.Error.WriteLineAsync($"error: unforeseen, please report it: {exception}");
    return FleetExitCode.Unexpected;
}
