namespace TenantOnboarding.Tests.Tenant;

/// <summary>A theory with a client from npm, skipped where Node.js or the client is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute(string package) => Skip = new NodeFactAttribute(package).Skip;
}
