using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>A project in Azure DevOps, wherever its code is, and the token of the pipeline that runs in it.</summary>
/// <param name="Api">The address of its REST API, with a slash at its end.</param>
/// <param name="Token">The token.</param>
internal sealed record AzureProject(Uri Api, string Token)
{
    /// <summary>
    /// Reads it from the predefined variables of Azure Pipelines; the token is one that a step has to ask for.
    /// https://learn.microsoft.com/azure/devops/pipelines/build/variables
    /// </summary>
    /// <exception cref="StackFileException">Something is missing, or cannot be used: everything.</exception>
    public static AzureProject Read(Func<string, string?> environment)
    {
        List<string> errors = [];
        Uri? collection = ReadCollection(environment, errors);
        string project = environment("SYSTEM_TEAMPROJECTID") ?? "";
        if (!Guid.TryParse(project, out _))
            errors.Add($"SYSTEM_TEAMPROJECTID: \"{project}\"; expected the project's id, as a pipeline has it; give it, or use --dry-run");
        string token = ReadToken(environment, errors);
        return errors.Count > 0 ? throw new StackFileException(errors) : new(new Uri(collection!, $"{project}/_apis/"), token);
    }

    /// <summary>The organization's address, with a slash at its end; null, with an error, where it cannot be used.</summary>
    internal static Uri? ReadCollection(Func<string, string?> environment, List<string> errors)
    {
        string address = environment("SYSTEM_COLLECTIONURI") ?? "";
        if (Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out Uri? collection) && collection.Scheme == Uri.UriSchemeHttps)
            return collection;
        errors.Add($"SYSTEM_COLLECTIONURI: \"{address}\"; expected the organization's address, with https, as a pipeline has it; give "
            + "it, or use --dry-run");
        return null;
    }

    /// <summary>The token; empty, with an error, where there is none.</summary>
    internal static string ReadToken(Func<string, string?> environment, List<string> errors)
    {
        string token = environment("SYSTEM_ACCESSTOKEN") ?? "";
        if (token.Length == 0)
            errors.Add("SYSTEM_ACCESSTOKEN: is not given; expected the pipeline's token; give the step env: SYSTEM_ACCESSTOKEN: "
                + "$(System.AccessToken), or use --dry-run");
        return token;
    }

    // A token never shows, not even where a record is printed.
    public override string ToString() => Api.ToString();
}
