using System.Net;
using System.Net.Http.Headers;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>Speaks to Azure DevOps with the token of a pipeline's run.</summary>
internal static class AzureSignIn
{
    /// <summary>What sends its requests.</summary>
    public static HttpClient Client(HttpMessageHandler handler, string token) => new(handler)
    {
        DefaultRequestHeaders =
        {
            Authorization = new AuthenticationHeaderValue("Bearer", token),
            Accept = { new MediaTypeWithQualityHeaderValue("application/json") },
        },
    };

    /// <summary>Refuses the answer to a token that Azure DevOps does not know: it shows a page to sign in.</summary>
    /// <exception cref="ServiceException">It is such an answer.</exception>
    public static void Check(ServiceAnswer answer)
    {
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.NonAuthoritativeInformation or HttpStatusCode.Redirect)
            throw new ServiceException($"SYSTEM_ACCESSTOKEN: Azure DevOps does not know it ({answer.Message}); expected the token of "
                + "the pipeline's run; give the step env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)");
    }
}
