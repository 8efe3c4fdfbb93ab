using TenantOnboarding.Rehearsal;

try
{
    return await RehearsalCommand.RunAsync(args).ConfigureAwait(false);
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("error: interrupted").ConfigureAwait(false);
    return RehearsalExitCode.Unexpected;
}
catch (Exception error)
{
    await Console.Error.WriteLineAsync($"error: unforeseen, please report it: {error}").ConfigureAwait(false);
    return RehearsalExitCode.Unexpected;
}
