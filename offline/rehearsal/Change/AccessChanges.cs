using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Values;
using TenantOnboarding.Verification.Outputs;
using DeclaredIntegration = TenantOnboarding.Verification.Outputs.IntegrationOutputs;

namespace TenantOnboarding.Rehearsal.Change;

/// <summary>Reads from the outputs before and after a change, and from what the deploy did, who may now do more or less.</summary>
internal static class AccessChanges
{
    /// <summary>Every widening first, then every narrowing.</summary>
    /// <param name="before">The outputs before; null where there was nothing, so that everything widens.</param>
    /// <param name="after">The outputs after.</param>
    /// <param name="steps">What the deploy did.</param>
    public static IReadOnlyList<AccessChange> Between(OutputsDocument? before, OutputsDocument after, IReadOnlyList<DeploymentStep> steps)
    {
        List<AccessChange> changes = [];
        foreach (string name in after.Integrations.Keys.Union(before?.Integrations.Keys ?? [], StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            DeclaredIntegration? was = before?.Integrations.GetValueOrDefault(name);
            DeclaredIntegration? now = after.Integrations.GetValueOrDefault(name);
            changes.AddRange(Compare(name, Permissions(was), Permissions(now), "gets the ", "loses the "));
            changes.AddRange(
                Compare(name, One(was?.RedirectUri), One(now?.RedirectUri), "users may be sent to ", "users are no longer sent to "));
            changes.AddRange(Compare(name, One(was?.ExchangeRole?.DisplayName), One(now?.ExchangeRole?.DisplayName), "has the role ",
                "no longer has the role "));
            changes.AddRange(Compare(name, Thumbprints(was), Thumbprints(now), "may sign in with certificate ",
                "may no longer sign in with certificate "));
            if (was is not null && now is not null && Scope(name, was.MailboxScope?.Name, now.MailboxScope?.Name) is { } scope)
                changes.Add(scope);
        }
        changes.AddRange(steps.Where(step => step.ShortType == "ApplicationOwner").Select(Owner).OfType<AccessChange>());
        return [.. changes.OrderByDescending(change => change.Widens)];
    }

    private static IEnumerable<AccessChange> Compare(string name, IReadOnlyList<string> was, IReadOnlyList<string> now, string more,
        string less) =>
    [
        .. now.Except(was, StringComparer.Ordinal).Select(item => new AccessChange(name, true, more + item)),
        .. was.Except(now, StringComparer.Ordinal).Select(item => new AccessChange(name, false, less + item)),
    ];

    private static AccessChange? Scope(string name, string? was, string? now) => (was, now) switch
    {
        _ when was == now => null,
        (_, null) => new AccessChange(name, true, $"mailboxes: all of the tenant, not only those of {was}"),
        (null, _) => new AccessChange(name, false, $"mailboxes: only those of {now}"),
        _ => new AccessChange(name, true, $"mailboxes: those of {now} in place of those of {was}"),
    };

    private static AccessChange? Owner(DeploymentStep step)
    {
        string owner = step.Inputs.Text("ownerObjectId") ?? "";
        string integration = step.Name.Split('/')[0];
        return step.Kind switch
        {
            StepKind.Created or StepKind.Replaced =>
                new AccessChange(integration, true, $"{owner} may change the application, as its owner"),
            StepKind.Deleted or StepKind.DeletedAfterReplacement =>
                new AccessChange(integration, false, $"{owner} may no longer change the application"),
            _ => null,
        };
    }

    private static string[] Permissions(DeclaredIntegration? integration) =>
    [
        .. (integration?.Permissions ?? []).Select(permission =>
            $"{(permission.Type == PermissionType.Delegated ? "delegated" : "application")} permission {permission.Value} of "
                + $"{permission.Api}"),
    ];

    private static string[] Thumbprints(DeclaredIntegration? integration) =>
        [.. (integration?.Certificates ?? []).Select(certificate => certificate.Thumbprint)];

    private static string[] One(string? value) => value is null ? [] : [value];
}
