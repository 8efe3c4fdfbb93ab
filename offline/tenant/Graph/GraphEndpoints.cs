using SimulatedTenant.Directory;
using SimulatedTenant.Exchange;

namespace SimulatedTenant.Graph;

/// <summary>
/// All that Graph has here. A new kind of resource is a record in <c>Directory</c>, a file beside this one and a line in this list.
/// </summary>
internal static class GraphEndpoints
{
    public static IReadOnlyList<IGraphEndpoints> Of(TenantDirectory directory)
    {
        DirectoryObjects objects = new(directory);
        AppRoleAssignmentEndpoints assignments = new(directory);
        return
        [
            objects,
            new ApplicationEndpoints(directory, objects),
            new FederatedCredentialEndpoints(directory),
            new ServicePrincipalEndpoints(directory, objects, assignments),
            assignments,
            new PermissionGrantEndpoints(directory),
            new DirectoryRoleEndpoints(directory, objects),
            new RoleAssignmentEndpoints(directory),
            new UserEndpoints(directory, objects),
            new GroupEndpoints(directory, objects),
            new AdministrativeUnitEndpoints(directory, objects),
            new OrganizationEndpoints(directory),
            new PolicyEndpoints(directory),
            new ConditionalAccessEndpoints(directory),
            new MailboxEndpoints(new MailboxGate(directory)),
        ];
    }
}
