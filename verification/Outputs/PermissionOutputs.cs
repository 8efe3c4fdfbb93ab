namespace TenantOnboarding.Verification.Outputs;

/// <summary>One declared permission.</summary>
/// <param name="Api">Display name of the API, for example <c>Microsoft Graph</c>.</param>
/// <param name="ApiClientId">Application id of the API.</param>
/// <param name="Type">Application or delegated.</param>
/// <param name="Value">Name, for example <c>Directory.Read.All</c>.</param>
/// <param name="Id">Id of the app role or scope; belongs to the API.</param>
public sealed record PermissionOutputs(string Api, Guid ApiClientId, PermissionType Type, string Value, Guid Id);
