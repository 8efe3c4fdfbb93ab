using System.Security.Cryptography;
using System.Text;

namespace TenantOnboarding.Rehearsal.Deploy.Azure;

/// <summary>The shapes of Azure's ids and addresses, for resources that exist in this process only.</summary>
internal static class SimulatedAzure
{
    /// <summary>The one subscription, which no real one can be.</summary>
    public static string SubscriptionId => "00000000-0000-0000-0000-000000000000";

    /// <summary>The id of a resource group.</summary>
    public static string GroupId(string name) => $"/subscriptions/{SubscriptionId}/resourceGroups/{name}";

    /// <summary>The address of a vault, with a slash at its end.</summary>
    public static string VaultUri(string name) => $"https://{name.ToLowerInvariant()}.vault.azure.net/";

    /// <summary>A GUID that follows from a text.</summary>
    public static Guid StableGuid(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
