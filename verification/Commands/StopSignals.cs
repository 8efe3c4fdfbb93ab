using System.Runtime.InteropServices;

namespace TenantOnboarding.Verification.Commands;

/// <summary>
/// Ctrl+C and SIGTERM. The first one asks the program to end with what is known; a second one ends it as if nobody listened.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly string _announcement;
    private readonly TextWriter _error;

    /// <summary>Listens from now on.</summary>
    /// <param name="announcement">What the first signal is answered with.</param>
    /// <param name="error">Where it is answered; null = standard error.</param>
    public StopSignals(string announcement, TextWriter? error = null)
    {
        _announcement = announcement;
        _error = error ?? Console.Error;
        _registrations =
            [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Listens no more.</summary>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    /// <summary>What a signal does.</summary>
    internal void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !_stop.IsCancellationRequested;
        if (!signal.Cancel)
            return;
        _error.WriteLine(_announcement);
        _stop.Cancel();
    }
}
