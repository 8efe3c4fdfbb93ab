using System.Buffers.Text;
using System.Globalization;
using SimulatedTenant.Directory;

namespace SimulatedTenant.Graph;

/// <summary>Ids of role assignments, which tell role and principal.</summary>
internal static class RoleAssignmentIds
{
    public static string New(Store<string, RoleAssignment> assignments, Guid roleId, Guid principalId)
    {
        byte[] bytes = [.. roleId.ToByteArray(), .. principalId.ToByteArray()];
        string stem = Base64Url.EncodeToString(bytes);
        for (int number = 1; ; number++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
            if (assignments.FindAny(id) is null)
                return id;
        }
    }
}
