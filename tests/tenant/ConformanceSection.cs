namespace TenantOnboarding.Tests.Tenant;

/// <summary>A part of the conformance list.</summary>
/// <param name="Title">First segment of the paths that it is about, or a subject.</param>
/// <param name="Paths">Beginnings of the paths that it is about.</param>
/// <param name="Sources">Titles and addresses of the documentation that it follows.</param>
/// <param name="LeftOut">What Graph has and the tenant has not, or decides without documentation.</param>
internal sealed record ConformanceSection(
    string Title, IReadOnlyList<string> Paths, IReadOnlyList<(string Title, string Address)> Sources, IReadOnlyList<string> LeftOut);
