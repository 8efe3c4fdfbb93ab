using Pulumi;
using TenantOnboarding.Bootstrap;

return await Deployment.RunAsync(BootstrapProgram.Declare);
