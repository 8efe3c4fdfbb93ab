using Spectre.Console;
using TenantOnboarding.Verification.Commands;

using StopSignals signals = new("cancelling: what is known is reported; once more ends at once");
return await new VerifyCommand(Console.In, AnsiConsole.Console, Console.Error, Environment.GetEnvironmentVariable).RunAsync(args,
    signals.Token);
