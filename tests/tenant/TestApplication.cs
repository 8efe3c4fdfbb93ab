using System.Security.Cryptography.X509Certificates;

namespace TenantOnboarding.Tests.Tenant;

internal sealed record TestApplication(Guid Id, Guid AppId, Guid PrincipalId, X509Certificate2 Certificate);
