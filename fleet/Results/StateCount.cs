namespace TenantOnboarding.Fleet.Results;

/// <summary>How many stacks of a fleet are in a state.</summary>
/// <param name="State">The state.</param>
/// <param name="Stacks">How many stacks.</param>
public sealed record StateCount(StackState State, int Stacks);
