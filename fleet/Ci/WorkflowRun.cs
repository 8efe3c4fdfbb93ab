namespace TenantOnboarding.Fleet.Ci;

/// <summary>The run of a workflow that this program is part of.</summary>
internal static class WorkflowRun
{
    /// <summary>The address of its page on GitHub; null where this is none.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static Uri? Address(Func<string, string?> environment) =>
        environment("GITHUB_RUN_ID") is { Length: > 0 } run && environment("GITHUB_REPOSITORY") is { Length: > 0 } repository
        && Uri.TryCreate($"{environment("GITHUB_SERVER_URL")}/{repository}/actions/runs/{run}", UriKind.Absolute, out Uri? address)
            ? address : null;
}
