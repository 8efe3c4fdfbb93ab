namespace TenantOnboarding.Tests.Tenant;

/// <summary>A test with a client from npm, skipped where Node.js or the client is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute(string package)
    {
        if (ClientRun.Find("node") is null)
            Skip = "There is no node on this machine's PATH.";
        else if (!Directory.Exists(Path.Combine(ClientRun.Folder, "node_modules", package)))
            Skip = $"{package} is not installed: run 'npm ci' in tests/tenant/clients.";
    }
}
