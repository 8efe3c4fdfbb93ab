using TenantOnboarding.Rehearsal;

try
{
    return await RehearsalCommand.RunAsync(args);
}
catch (Exception exception)
{
    await Console.Error.WriteLineAsync($"error: unforeseen, please report it: {exception}");
    return RehearsalExitCode.Unexpected;
}
