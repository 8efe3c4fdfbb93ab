namespace TenantOnboarding.Components.Tenant;

/// <summary>What a look-up failed of.</summary>
internal enum LookupFailureKind
{
    /// <summary>Entra refused the sign-in.</summary>
    SignInRefused,

    /// <summary>There is nothing to sign in with.</summary>
    NoCredential,

    /// <summary>Signed in, without the right to ask this.</summary>
    RightMissing,

    /// <summary>The cloud does not answer.</summary>
    Unreachable,

    /// <summary>Anything else: the answer's own words say what.</summary>
    Other,
}
