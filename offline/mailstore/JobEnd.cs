namespace SimulatedMailStore;

/// <summary>How jobs end.</summary>
public enum JobEnd
{
    /// <summary>Well.</summary>
    Succeeds,
    /// <summary>With an error.</summary>
    Fails,
    /// <summary>Not before somebody cancels them.</summary>
    Never,
}
