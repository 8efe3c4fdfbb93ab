using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>Gets the deployer's access token with its client secret, or with a token of another issuer.</summary>
internal static class DeployerSignIn
{
    private const int Retries = 4;

    /// <summary>Signs in; repeats what passes.</summary>
    /// <exception cref="GraphRequestException">The tenant refused the deployer.</exception>
    public static async Task<string> RunAsync(HttpClient http, Uri endpoint, string graph, DeployerIdentity deployer,
        Endurance endurance, CancellationToken cancellationToken)
    {
        long began = endurance.Begin();
        for (int retry = 0; ; retry++)
        {
            Exception error;
            TimeSpan? asked = null;
            try
            {
                using FormUrlEncodedContent form = new(Form(graph, deployer));
                using HttpRequestMessage request = new(HttpMethod.Post, endpoint) { Content = form };
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
                using HttpResponseMessage answer = await http.SendAsync(request, cancellationToken);
                string text = await answer.Content.ReadAsStringAsync(cancellationToken);
                endurance.Count(answer.StatusCode);
                if (answer.IsSuccessStatusCode && (JsonNode.Parse(text) as JsonObject).Text("access_token") is { } token)
                    return token;
                error = new GraphRequestException(
                    answer.StatusCode, answer.ReasonPhrase ?? "", null, $"the deployer could not sign in: {text}");
                if (!Endurance.Passes(answer.StatusCode))
                    throw error;
                asked = answer.Headers.RetryAfter?.Delta;
            }
            catch (Exception exception) when (Endurance.Passes(exception))
            {
                endurance.Count(null);
                error = exception;
            }
            if (!await endurance.WaitAsync(retry, Retries, began, asked, false, cancellationToken))
                throw error;
        }
    }
    private static Dictionary<string, string> Form(string graph, DeployerIdentity deployer)
    {
        Dictionary<string, string> form = new()
        {
            ["client_id"] = deployer.ClientId.ToString(),
            ["grant_type"] = "client_credentials",
            ["scope"] = $"{graph}/.default",
        };
        if (deployer.FederatedToken is { } token)
        {
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            form["client_assertion"] = token;
        }
        else
            form["client_secret"] = deployer.ClientSecret;
        return form;
    }
}
