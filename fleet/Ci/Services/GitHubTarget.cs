using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>A repository on GitHub, and the token to write there.</summary>
/// <param name="Api">The address of the REST API, with a slash at its end.</param>
/// <param name="Repository">Owner and name, with a slash between.</param>
/// <param name="Token">The token.</param>
internal sealed partial record GitHubTarget(Uri Api, string Repository, string Token)
{
    private const string DefaultApi = "https://api.github.com";

    /// <summary>Reads it from the environment, where GitHub puts it; the token never stands in arguments.</summary>
    /// <exception cref="StackFileException">Something is missing, or cannot be used: everything.</exception>
    public static GitHubTarget Read(Func<string, string?> environment)
    {
        List<string> errors = [];
        string address = environment("GITHUB_API_URL") is { Length: > 0 } given ? given : DefaultApi;
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out Uri? api)
            || !(api.Scheme == Uri.UriSchemeHttps || (api.Scheme == Uri.UriSchemeHttp && api.IsLoopback)))
            errors.Add($"GITHUB_API_URL: \"{address}\"; expected an address such as {DefaultApi}, with https; remove it for github.com");
        string repository = environment("GITHUB_REPOSITORY") ?? "";
        if (!OwnerAndName().IsMatch(repository))
            errors.Add($"GITHUB_REPOSITORY: \"{repository}\"; expected owner/name, as a workflow of GitHub has it; give it, or use "
                + "--dry-run");
        string token = environment("GITHUB_TOKEN") ?? "";
        if (token.Length == 0)
            errors.Add("GITHUB_TOKEN: is not given; expected a token that may write there; in a workflow give the step env: GITHUB_TOKEN: "
                + "${{ github.token }}, or use --dry-run");
        return errors.Count == 0 ? new(api!, repository, token) : throw new StackFileException(errors);
    }

    // A token never shows, not even where a record is printed.
    public override string ToString() => Repository;

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+/[A-Za-z0-9._-]+\z")]
    private static partial Regex OwnerAndName();
}
