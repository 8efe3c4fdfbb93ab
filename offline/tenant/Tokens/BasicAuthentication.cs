using System.Text;
using SimulatedTenant.Directory;

namespace SimulatedTenant.Tokens;

/// <summary>
/// User name and password, for a tenant that still takes them. Accounts of the simulated tenant have no passwords, so the name decides.
/// </summary>
internal static class BasicAuthentication
{
    public static bool IsKnownUser(string authorization, TenantDirectory directory)
    {
        try
        {
            string pair = Encoding.UTF8.GetString(Convert.FromBase64String(authorization["Basic ".Length..].Trim()));
            return IsKnownUserName(pair.Split(':')[0], directory);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public static bool IsKnownUserName(string name, TenantDirectory directory) => directory.FindUser(name) is { AccountEnabled: true };
}
