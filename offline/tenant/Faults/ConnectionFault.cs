namespace SimulatedTenant.Faults;

/// <summary>What becomes of a request's connection.</summary>
internal enum ConnectionFault
{
    None,

    /// <summary>It is lost before the request is worked on.</summary>
    DropBefore,

    /// <summary>It is lost when the work is done, and nobody is told.</summary>
    DropAfter,

    /// <summary>It is lost while the answer is being sent.</summary>
    Cut,
}
