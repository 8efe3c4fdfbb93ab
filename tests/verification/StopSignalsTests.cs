using System.Runtime.InteropServices;
using TenantOnboarding.Verification.Commands;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What a signal is answered with; that signals arrive at all is tried with the program itself.</summary>
public sealed class StopSignalsTests
{
    [Fact]
    public void The_first_signal_asks_for_the_end_and_says_so_and_a_second_one_is_left_to_the_system()
    {
        using StringWriter error = new();
        using StopSignals signals = new("cancelling", error);
        PosixSignalContext first = new(PosixSignal.SIGINT), second = new(PosixSignal.SIGINT);
        Assert.False(signals.Token.IsCancellationRequested);

        signals.Stop(first);

        Assert.True(first.Cancel);
        Assert.True(signals.Token.IsCancellationRequested);
        signals.Stop(second);
        Assert.False(second.Cancel);
        Assert.Equal("cancelling", error.ToString().TrimEnd());
    }
}
