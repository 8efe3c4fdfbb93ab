namespace SimulatedTenant.Options;

/// <summary>
/// A fault at one request. Requests to sign-in, Graph, EWS, Exchange's cmdlets and IMAP are numbered from 1 as they come, all together and
/// those of each protocol by themselves; a batch has a number, and so has each of its items after it.
/// </summary>
/// <param name="Number">Which request, from 1.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Protocol">Whose requests are counted; null for all of them.</param>
public sealed record FaultAt(long Number, FaultKind Kind = FaultKind.ServiceUnavailable, RequestProtocol? Protocol = null);
