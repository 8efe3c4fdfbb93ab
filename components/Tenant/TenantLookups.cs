using TenantOnboarding.Components.Configuration;

namespace TenantOnboarding.Components.Tenant;

/// <summary>
/// The one place through which the tenant is asked, by the provider's functions and by Microsoft Graph alike: a failure becomes an
/// error in words. One that every other question would meet as well (sign-in, network) ends the asking; any other is noted, so that all
/// of them are told at once.  </summary>  <param name="stack">The stack whose tenant is asked.</param>  <param name="identity">Who
/// asks.</param>
internal sealed class TenantLookups(StackConfiguration stack, DeployingIdentity identity)
{
    private readonly List<ConfigurationError> _errors = [];

    /// <summary>Where answers that the configuration does not fit are noted.</summary>
    public ICollection<ConfigurationError> Errors => _errors;

    /// <exception cref="ConfigurationException">Something was noted: everything.</exception>
    public void ThrowIfRefused()
    {
        if (_errors.Count > 0)
            throw new ConfigurationException(_errors);
    }

    /// <summary>The answer, or null after the failure has been noted.</summary>
    /// <exception cref="ConfigurationException">Nobody can be asked: the sign-in was refused, or the cloud does not answer.</exception>
    public async Task<T?> AskAsync<T>(Lookup lookup, Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (exception is not ConfigurationException && !IsCancelled(exception))
        {
            LookupFailure failure = LookupFailure.Of(exception);
            _errors.Add(Describe(lookup, failure));
            if (failure.Kind is LookupFailureKind.RightMissing or LookupFailureKind.Other)
                return null;
            throw new ConfigurationException(_errors);
        }
    }

    /// <summary>Somebody stopped the program; a request that took too long is cancelled too, and says so.</summary>
    private static bool IsCancelled(Exception exception) =>
        exception is OperationCanceledException { InnerException: not TimeoutException };

    private ConfigurationError Describe(Lookup lookup, LookupFailure failure) => failure.Kind switch
    {
        LookupFailureKind.SignInRefused => identity.Refused(stack, failure),
        LookupFailureKind.NoCredential => identity.WithoutCredential(stack, failure.Words),
        LookupFailureKind.Unreachable => new ConfigurationError(
            stack.MetadataHost is null ? "azuread:environment" : "azuread:metadataHost",
            $"the cloud \"{stack.MetadataHost ?? stack.Cloud.Key}\", which does not answer ({failure.Words})",
            "sign-in and Microsoft Graph to be reached from this machine",
            "check the network and its proxy (HTTPS_PROXY), then the setting; try again where the cloud itself is at fault"),
        LookupFailureKind.RightMissing => new ConfigurationError(
            lookup.Setting,
            $"{lookup.Value}, which {identity.Name} may not look up ({failure.Words})",
            $"an identity with {lookup.Right}",
            $"have an administrator consent to {lookup.Right} of Microsoft Graph for it"),
        _ => new ConfigurationError(lookup.Setting, $"{lookup.Value} ({failure.Words})", lookup.Expected, lookup.Fix),
    };
}
