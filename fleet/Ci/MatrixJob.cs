namespace TenantOnboarding.Fleet.Ci;

/// <summary>A job of a matrix.</summary>
/// <param name="Name">For people and artifacts: the stack, or <c>first..last</c> where there are several.</param>
/// <param name="Stacks">Its stacks, each a name that <see cref="StackNames"/> lets through.</param>
/// <param name="Environment">The environment that deploys, behind its approval.</param>
/// <param name="Preview">The environment that previews, verifies and looks for drift, and may not write.</param>
internal sealed record MatrixJob(string Name, IReadOnlyList<string> Stacks, string Environment, string Preview);
