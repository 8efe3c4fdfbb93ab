namespace TenantOnboarding.Configuration;

/// <summary>An application that was made by hand and is taken over.</summary>
/// <param name="ClientId">Its client id.</param>
/// <param name="Align">
/// False, the default: it is imported exactly as it is, and what differs from the configuration is reported. True, once that was deployed: the next
/// deployment makes it what the configuration says.
/// </param>
public sealed record AdoptConfiguration(string ClientId, bool Align);
