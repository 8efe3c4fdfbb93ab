namespace TenantOnboarding.Verification.Results;

/// <summary>Exit codes, one per class of failure. When several checks fail, the lowest number counts: the first in the order of the
/// checks.</summary>
public enum VerificationExitCode
{
    /// <summary>The tenant is ready.</summary>
    Ready = 0,
    /// <summary>Something that this program did not foresee.</summary>
    UnexpectedError = 1,
    /// <summary>Options, outputs document, certificate file or password cannot be used.</summary>
    BadInput = 2,
    /// <summary>The tenant does not answer, or not in time.</summary>
    Unreachable = 3,
    /// <summary>The application cannot sign in.</summary>
    SignIn = 4,
    /// <summary>The registered certificates are not the declared ones, or expired.</summary>
    Certificate = 5,
    /// <summary>The granted permissions are not the declared ones.</summary>
    Consent = 6,
    /// <summary>The redirect URI or its settings are not the declared ones.</summary>
    RedirectUri = 7,
    /// <summary>Users cannot be synchronized as declared.</summary>
    UserSync = 8,
    /// <summary>A mailbox cannot be reached, or a tenant policy blocks the protocol.</summary>
    Mailboxes = 9,
    /// <summary>Another check failed: mailbox scope, Exchange role or basic authentication.</summary>
    OtherCheck = 10,
    /// <summary>Warnings only, with strict verification.</summary>
    WarningsOnly = 11,
    /// <summary>Nothing failed, but an application's sign-in could not be tried because no private key was given. 12 and 13 are the
    /// rehearsal's.</summary>
    NotProven = 14,
    /// <summary>The verification was cancelled before its end; the report says what was known by then. 15 is the rehearsal's.</summary>
    Partial = 16,
    /// <summary>Nothing failed, but only a sample of the mailboxes was tried.</summary>
    Sampled = 17,
}
