using Spectre.Console;
using TenantOnboarding.Verification.Commands;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await new VerifyCommand(Console.In, AnsiConsole.Console, Console.Error, Environment.GetEnvironmentVariable).RunAsync(args,
    stop.Token);
