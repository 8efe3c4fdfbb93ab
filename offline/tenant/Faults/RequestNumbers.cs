using SimulatedTenant.Options;

namespace SimulatedTenant.Faults;

/// <summary>Numbers requests of all protocols as they come, and knows which of them are to meet a fault.</summary>
internal sealed class RequestNumbers(IReadOnlyList<FaultAt> faults)
{
    private readonly Dictionary<(RequestProtocol? Protocol, long Number), FaultKind> _faults =
        faults.ToDictionary(fault => (fault.Protocol, fault.Number), fault => fault.Kind);

    private readonly long[] _counts = new long[Enum.GetValues<RequestProtocol>().Length];

    private long _all;

    /// <summary>Counts a request; the fault that it is to meet, or null.</summary>
    public FaultKind? Next(RequestProtocol protocol)
    {
        if (protocol == RequestProtocol.Other || _faults.Count == 0)
            return null;
        long all = Interlocked.Increment(ref _all);
        long own = Interlocked.Increment(ref _counts[(int)protocol]);
        if (_faults.TryGetValue((protocol, own), out FaultKind kind) || _faults.TryGetValue((null, all), out kind))
            return kind;
        return null;
    }
}
