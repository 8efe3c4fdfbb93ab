using System.Globalization;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>A repository in Azure Repos, and the token of the pipeline that runs for it.</summary>
/// <param name="Repository">The address of its REST API, with a slash at its end.</param>
/// <param name="Collection">The address of the organization, with a slash at its end.</param>
/// <param name="PullRequest">The number of the pull request that the pipeline runs for; null for none.</param>
/// <param name="Token">The token.</param>
internal sealed record AzureTarget(Uri Repository, Uri Collection, int? PullRequest, string Token)
{
    private const string Provider = "TfsGit";

    /// <summary>Whether this runs in Azure Pipelines.</summary>
    public static bool IsHere(Func<string, string?> environment) =>
        string.Equals(environment("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the pull request comes from a fork, whose token may only read.</summary>
    public static bool IsFork(Func<string, string?> environment) =>
        string.Equals(environment("SYSTEM_PULLREQUEST_ISFORK"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads it from the predefined variables of Azure Pipelines; the token is one that a step has to ask for.
    /// https://learn.microsoft.com/azure/devops/pipelines/build/variables
    /// </summary>
    /// <exception cref="StackFileException">Something is missing, or cannot be used: everything.</exception>
    public static AzureTarget Read(Func<string, string?> environment)
    {
        List<string> errors = [];
        Uri? collection = AzureProject.ReadCollection(environment, errors);
        string project = environment("SYSTEM_TEAMPROJECTID") ?? "", repository = environment("BUILD_REPOSITORY_ID") ?? "";
        if (!Guid.TryParse(project, out _) || !Guid.TryParse(repository, out _) || environment("BUILD_REPOSITORY_PROVIDER") != Provider)
            errors.Add($"SYSTEM_TEAMPROJECTID, BUILD_REPOSITORY_ID and BUILD_REPOSITORY_PROVIDER: \"{project}\", \"{repository}\" and "
                + $"\"{environment("BUILD_REPOSITORY_PROVIDER")}\"; expected two ids and {Provider}, a repository in Azure Repos; run this "
                + "there, or use --dry-run");
        string token = AzureProject.ReadToken(environment, errors);
        int? number = int.TryParse(environment("SYSTEM_PULLREQUEST_PULLREQUESTID"), CultureInfo.InvariantCulture, out int given)
            ? given : null;
        return errors.Count > 0 ? throw new StackFileException(errors)
            : new(new Uri(collection!, $"{project}/_apis/git/repositories/{repository}/"), collection!, number, token);
    }

    // A token never shows, not even where a record is printed.
    public override string ToString() => Repository.ToString();
}
