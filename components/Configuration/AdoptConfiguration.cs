using System.Collections.Immutable;
using TenantOnboarding.Components.Certificates;

namespace TenantOnboarding.Components.Configuration;

/// <summary>An application that was made by hand and is taken over.</summary>
/// <param name="ClientId">Its client id.</param>
/// <param name="Align">
/// False, the default: it is imported exactly as it is, and what differs from the configuration is reported. True, once that was
/// deployed: the next deployment makes it what the configuration says.  </param>  <param name="Certificates"> Certificates that were
/// uploaded by hand: known, checked and output, never declared, because the provider cannot import what it never reads back.  </param>
public sealed record AdoptConfiguration(string ClientId, bool Align, ImmutableArray<CertificateFile> Certificates);
