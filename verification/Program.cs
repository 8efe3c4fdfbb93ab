using System.Runtime.InteropServices;
using Spectre.Console;
using TenantOnboarding.Verification.Commands;

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await new VerifyCommand(Console.In, AnsiConsole.Console, Console.Error, Environment.GetEnvironmentVariable).RunAsync(args,
    stop.Token);

// The first signal ends the verification with what is known; a second one ends the program as if nobody listened.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    if (!signal.Cancel)
        return;
    Console.Error.WriteLine("cancelling: what is known is reported; once more ends at once");
    stop.Cancel();
}
