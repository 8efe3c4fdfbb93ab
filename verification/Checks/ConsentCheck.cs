using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;
using PermissionType = TenantOnboarding.Verification.Outputs.PermissionType;

namespace TenantOnboarding.Verification.Checks;

/// <summary>What was granted is what was declared: in tokens, in app role assignments, in delegated grants.</summary>
internal sealed class ConsentCheck : ICheck
{
    public string Id => "consent";
    public string Title => "Admin consent";
    public VerificationExitCode FailureClass => VerificationExitCode.Consent;
    public IReadOnlyList<string> Needs => [SignInCheck.CheckId];

    public bool AppliesTo(IntegrationOutputs integration) => true;

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        IntegrationSession session = context.Session;
        FindingList findings = new();
        List<string> seenIn = [], open = [];
        IReadOnlyList<PermissionOutputs> declared = session.Integration.Permissions;
        HashSet<(Guid, string)> undeclared = [], missing = [];

        if (context.NoTokens is null && session.Credential is not null)
        {
            await JudgeTokensAsync(session, findings, missing, undeclared, cancellationToken);
            seenIn.Add("tokens");
        }
        else
        {
            open.Add("roles in tokens");
        }

        if (await context.DirectoryAsync(DirectoryPermissions.Applications, cancellationToken) is DirectoryReader reader)
        {
            Dictionary<Guid, ServicePrincipal?> apis = [];
            foreach (Guid api in declared.Select(p => p.ApiClientId).Distinct())
                apis[api] = await reader.ApiAsync(api, cancellationToken);
            await JudgeAssignmentsAsync(session, reader, apis, findings, missing, undeclared, cancellationToken);
            seenIn.Add("assignments");
            if (await context.DirectoryAsync(DirectoryPermissions.Grants, cancellationToken) is DirectoryReader grants)
                await JudgeDelegatedAsync(session, grants, apis, findings, cancellationToken);
            else
                open.Add("delegated permissions");
        }
        else
        {
            open.Add("assignments");
            if (declared.Any(p => p.Type == PermissionType.Delegated))
                open.Add("delegated permissions");
        }

        if (findings.HasErrors)
            return findings.ToOutcome("the permissions granted are not the ones declared");
        if (seenIn.Count == 0)
            return findings.ToOutcome(context.WhyNoDirectory(DirectoryPermissions.Applications), open: true);
        string summary = $"{Words.Count(declared.Count, "permission")} granted as declared, seen in {string.Join(" and ", seenIn)}";
        bool delegatedOpen = open.Contains("delegated permissions") && declared.Any(p => p.Type == PermissionType.Delegated);
        return findings.ToOutcome(open.Count == 0 ? summary : $"{summary}; not seen: {string.Join(", ", open)}", open: delegatedOpen);
    }

    private static async Task JudgeTokensAsync(IntegrationSession session, FindingList findings,
        HashSet<(Guid, string)> missing, HashSet<(Guid, string)> undeclared, CancellationToken cancellationToken)
    {
        IEnumerable<Guid> apis = session.Integration.Permissions.Where(p => p.Type == PermissionType.Application)
            .Select(p => p.ApiClientId);
        foreach (Guid api in apis.Append(WellKnown.MicrosoftGraph).Distinct())
        {
            AppToken token = await session.TokenAsync(api, cancellationToken);
            PermissionOutputs[] expected = [.. session.Integration.Permissions.Where(p => p.Type == PermissionType.Application
                && p.ApiClientId == api)];
            foreach (PermissionOutputs permission in expected.Where(p => !token.Roles.Contains(p.Value)))
            {
                missing.Add((api, permission.Value));
                findings.Add(ConsentFindings.NotGranted(permission, token.Roles));
            }
            // Of all that are asked, only Microsoft Graph may be without a declared permission.
            string name = expected.FirstOrDefault()?.Api ?? "Microsoft Graph";
            foreach (string role in token.Roles.Where(r => expected.All(p => p.Value != r)).Order(StringComparer.Ordinal))
            {
                undeclared.Add((api, role));
                findings.Add(ConsentFindings.NotDeclared(name, role));
            }
        }
    }

    private static async Task JudgeAssignmentsAsync(IntegrationSession session, DirectoryReader reader,
        Dictionary<Guid, ServicePrincipal?> apis,
        FindingList findings, HashSet<(Guid, string)> missing, HashSet<(Guid, string)> undeclared, CancellationToken cancellationToken)
    {
        IReadOnlyList<AppRoleAssignment> assignments =
            await reader.AppRoleAssignmentsAsync(session.Integration.ServicePrincipalObjectId, cancellationToken);
        HashSet<(string Resource, Guid Role)> known = [];
        foreach (PermissionOutputs permission in session.Integration.Permissions.Where(p => p.Type == PermissionType.Application))
        {
            ServicePrincipal? api = apis[permission.ApiClientId];
            if (api?.Id is null)
            {
                findings.Add(ConsentFindings.ApiMissing(permission));
                continue;
            }
            known.Add((api.Id, permission.Id));
            if (api.AppRoles?.FirstOrDefault(r => r.Id == permission.Id) is AppRole role && role.Value != permission.Value)
                findings.Add(ConsentFindings.IdOfAnother(permission, role.Value));
            bool assigned = assignments.Any(a => a.AppRoleId == permission.Id && a.ResourceId?.ToString() == api.Id);
            if (!assigned && missing.Add((permission.ApiClientId, permission.Value)))
                findings.Add(ConsentFindings.NotAssigned(permission));
        }
        foreach (AppRoleAssignment extra in assignments.Where(
            a => !known.Contains((a.ResourceId?.ToString() ?? "", a.AppRoleId ?? Guid.Empty))))
        {
            ServicePrincipal? api = apis.Values.FirstOrDefault(a => a?.Id == extra.ResourceId?.ToString())
                ?? (extra.ResourceId is Guid id ? await reader.ServicePrincipalAsync(id.ToString(), cancellationToken) : null);
            string role = api?.AppRoles?.FirstOrDefault(r => r.Id == extra.AppRoleId)?.Value ?? extra.AppRoleId?.ToString() ?? "(no role)";
            if (!Guid.TryParse(api?.AppId, out Guid apiClientId) || undeclared.Add((apiClientId, role)))
                findings.Add(ConsentFindings.NotDeclared(extra.ResourceDisplayName ?? api?.DisplayName ?? "unknown API", role));
        }
    }

    private static async Task JudgeDelegatedAsync(IntegrationSession session, DirectoryReader reader,
        Dictionary<Guid, ServicePrincipal?> apis,
        FindingList findings, CancellationToken cancellationToken)
    {
        IReadOnlyList<OAuth2PermissionGrant> grants =
            await reader.DelegatedGrantsAsync(session.Integration.ServicePrincipalObjectId, cancellationToken);
        PermissionOutputs[] declared = [.. session.Integration.Permissions.Where(p => p.Type == PermissionType.Delegated)];
        foreach (PermissionOutputs permission in declared)
        {
            bool granted = grants.Any(g => g.ConsentType == "AllPrincipals" && g.ResourceId == apis[permission.ApiClientId]?.Id
                && Scopes(g).Contains(permission.Value));
            if (!granted)
                findings.Add(ConsentFindings.DelegatedNotGranted(permission));
        }
        foreach (OAuth2PermissionGrant grant in grants)
        {
            Guid? api = apis.FirstOrDefault(a => a.Value?.Id == grant.ResourceId).Value is ServicePrincipal found
                ? Guid.Parse(found.AppId!) : null;
            string[] extra = [.. Scopes(grant).Where(scope => !declared.Any(p => p.Value == scope && p.ApiClientId == api))
                .Where(scope => scope is not ("openid" or "profile" or "offline_access" or "email"))];
            if (extra.Length > 0)
                findings.Add(ConsentFindings.DelegatedNotDeclared(extra, grant.ConsentType == "AllPrincipals"));
        }
    }

    private static HashSet<string> Scopes(OAuth2PermissionGrant grant) =>
        [.. (grant.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
