namespace SimulatedTenant.Http;

/// <summary>What a handler does with the directory, which decides who may be in it at the same time.</summary>
internal enum RouteAccess
{
    /// <summary>It reads, with other readers at its side.</summary>
    Read,

    /// <summary>It writes, alone.</summary>
    Write,

    /// <summary>It does not touch the directory, or enters it by itself.</summary>
    None,
}
