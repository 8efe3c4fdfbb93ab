using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Results;

try
{
    return await FleetCommand.RunAsync(args);
}
catch (Exception exception)
{
    await Console.Error.WriteLineAsync($"error: unforeseen, please report it: {exception}");
    return FleetExitCode.Unexpected;
}
