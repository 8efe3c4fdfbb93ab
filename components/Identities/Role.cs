namespace TenantOnboarding.Components.Identities;

/// <summary>What an identity of continuous integration is for.</summary>
internal enum Role
{
    /// <summary>Previews: reads alone.</summary>
    Preview,

    /// <summary>Deploys: the only one that writes.</summary>
    Deploy,

    /// <summary>Verifies: reads alone.</summary>
    Verify,
}
