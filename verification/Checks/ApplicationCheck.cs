using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Checks;

/// <summary>The tenant holds the application, which may sign in, and no other of its name.</summary>
internal sealed class ApplicationCheck : ICheck
{
    public string Id => "application";
    public string Title => "Application registration";
    public VerificationExitCode FailureClass => VerificationExitCode.SignIn;
    public IReadOnlyList<string> Needs => [SignInCheck.CheckId];

    public bool AppliesTo(IntegrationOutputs integration) => true;

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (await context.DirectoryAsync(DirectoryPermissions.Applications, cancellationToken) is not DirectoryReader reader)
            return CheckOutcome.LeftOpen(context.WhyNoDirectory(DirectoryPermissions.Applications));
        IntegrationOutputs integration = context.Integration;
        IReadOnlyList<Application> sameName = await reader.ApplicationsAsync(integration.DisplayName, cancellationToken);
        string[] others = [.. sameName.Select(application => application.AppId ?? "")
            .Where(appId => !string.Equals(appId, integration.ClientId.ToString(), StringComparison.OrdinalIgnoreCase))];
        FindingList findings = new();
        if (others.Length > 0)
            findings.Add(ApplicationFindings.NameTwice(integration.DisplayName, integration.ClientId, others));
        ServicePrincipal? principal =
            await reader.ServicePrincipalAsync(integration.ServicePrincipalObjectId.ToString(), cancellationToken);
        bool disabled = principal?.AccountEnabled == false;
        // Where the sign-in failed, it has said so already.
        if (disabled && context.NoTokens is null)
            findings.Add(SignInFindings.ApplicationDisabledSince(integration.ClientId));
        return findings.ToOutcome(disabled ? $"{integration.ClientId}, disabled for sign-in"
            : others.Length == 0 ? $"{integration.ClientId}, the only one of its name"
            : $"{integration.ClientId}, not the only one of its name");
    }
}
