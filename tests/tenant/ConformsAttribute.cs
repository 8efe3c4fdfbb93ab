namespace TenantOnboarding.Tests.Tenant;

/// <summary>Says in the conformance list what a test of the simulated tenant holds.</summary>
/// <param name="section">Title of the section, such as <c>/applications</c>.</param>
/// <param name="statement">What the tenant does, as a sentence without a subject.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ConformsAttribute(string section, string statement) : Attribute
{
    public string Section { get; } = section;

    public string Statement { get; } = statement;

    /// <summary>Whether it is a refusal.</summary>
    public bool Refuses { get; init; }
}
