using Pulumi;
using TenantOnboarding;

return await Deployment.RunAsync(() => TenantProgram.DeclareAsync()).ConfigureAwait(false);
