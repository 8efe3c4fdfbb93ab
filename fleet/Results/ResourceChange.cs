namespace TenantOnboarding.Fleet.Results;

/// <summary>What happened to a resource, or would.</summary>
/// <param name="Kind">In one word.</param>
/// <param name="Name">Its name in the stack.</param>
/// <param name="Type">Its class, such as <c>ApplicationRegistration</c>.</param>
/// <param name="Properties">The properties that made it necessary; none where it is new or gone.</param>
public sealed record ResourceChange(ResourceChangeKind Kind, string Name, string Type, IReadOnlyList<string> Properties);
