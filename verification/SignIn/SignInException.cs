namespace TenantOnboarding.Verification.SignIn;

/// <summary>The token endpoint refused to give a token.</summary>
internal sealed class SignInException(string? code, string detail, Exception inner) : Exception(detail, inner)
{
    /// <summary>Entra's error, for example <c>AADSTS700016</c>; null where there was none.</summary>
    public string? Code { get; } = code;
}
