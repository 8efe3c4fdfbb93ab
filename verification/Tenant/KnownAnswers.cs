namespace TenantOnboarding.Verification.Tenant;

/// <summary>Mailboxes that an earlier run reached, and that need not be asked again.</summary>
internal sealed class KnownAnswers
{
    private readonly Dictionary<(string Integration, string Protocol), HashSet<string>> _reached = [];

    /// <summary>When the earliest of them answered: the start of the run that asked it.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How many there are, one per mailbox and protocol.</summary>
    public int Count => _reached.Values.Sum(addresses => addresses.Count);

    /// <summary>Adds a mailbox that was reached.</summary>
    public void Add(string integration, string protocol, string address)
    {
        if (!_reached.TryGetValue((integration, protocol), out HashSet<string>? addresses))
            _reached[(integration, protocol)] = addresses = new(StringComparer.OrdinalIgnoreCase);
        addresses.Add(address);
    }

    /// <summary>Whether a mailbox was reached.</summary>
    public bool Reached(string integration, string protocol, string address) =>
        _reached.TryGetValue((integration, protocol), out HashSet<string>? addresses) && addresses.Contains(address);
}
