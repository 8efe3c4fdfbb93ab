using System.Text;
using SimulatedTenant.Directory;

namespace SimulatedTenant.Tokens;

/// <summary>
/// User name and password, for a tenant that still takes them. Accounts of the simulated tenant have no passwords, so the name decides.
/// </summary>
internal static class BasicAuthentication
{
    /// <summary>The account that signs in; null where it is refused.</summary>
    public static DirectoryUser? User(string authorization, TenantDirectory directory)
    {
        try
        {
            string pair = Encoding.UTF8.GetString(Convert.FromBase64String(authorization["Basic ".Length..].Trim()));
            return UserOf(pair.Split(':')[0], directory);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The account of a user name; null where there is none, or where it is disabled.</summary>
    public static DirectoryUser? UserOf(string name, TenantDirectory directory) =>
        directory.FindUser(name) is { AccountEnabled: true } user ? user : null;
}
