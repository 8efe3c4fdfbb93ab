global using TenantOnboarding.Components.Program;
global using Xunit;
