using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Deploy;

namespace TenantOnboarding.Rehearsal;

/// <summary>Reads from the outputs before and after a change, and from what the deploy did, who may now do more or less.</summary>
internal static class AccessChanges
{
    /// <summary>Every widening first, then every narrowing.</summary>
    public static IReadOnlyList<AccessChange> Between(JsonObject before, JsonObject after, IReadOnlyList<DeploymentStep> steps)
    {
        JsonObject old = before["integrations"] as JsonObject ?? [];
        JsonObject now = after["integrations"] as JsonObject ?? [];
        List<AccessChange> changes = [];
        foreach (string name in old.Select(pair => pair.Key).Union(now.Select(pair => pair.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            JsonObject? was = old[name] as JsonObject;
            JsonObject? isNow = now[name] as JsonObject;
            Compare(name, Permissions(was), Permissions(isNow), "gets the ", "loses the ");
            Compare(name, Values(was, "redirectUri"), Values(isNow, "redirectUri"), "users may be sent to ", "users are no longer sent to ");
            Compare(name, Values(was?["exchangeRole"] as JsonObject, "displayName"), Values(isNow?["exchangeRole"] as JsonObject, "displayName"), "has the role ", "no longer has the role ");
            Compare(name, Thumbprints(was), Thumbprints(isNow), "may sign in with certificate ", "may no longer sign in with certificate ");
            CompareScope(name, was, isNow);
        }

        foreach (DeploymentStep step in steps.Where(step => step.ShortType == "ApplicationOwner"))
        {
            string owner = step.Inputs.Text("ownerObjectId") ?? "";
            string integration = step.Name.Split('/')[0];
            if (step.Kind is StepKind.Created or StepKind.Replaced)
                changes.Add(new AccessChange(integration, true, $"{owner} may change the application, as its owner"));
            else if (step.Kind is StepKind.Deleted or StepKind.DeletedAfterReplacement)
                changes.Add(new AccessChange(integration, false, $"{owner} may no longer change the application"));
        }

        return [.. changes.OrderByDescending(change => change.Widens)];

        void Compare(string name, IReadOnlyList<string> was, IReadOnlyList<string> isNow, string more, string less)
        {
            changes.AddRange(isNow.Except(was, StringComparer.Ordinal).Select(item => new AccessChange(name, true, more + item)));
            changes.AddRange(was.Except(isNow, StringComparer.Ordinal).Select(item => new AccessChange(name, false, less + item)));
        }

        void CompareScope(string name, JsonObject? was, JsonObject? isNow)
        {
            if (was is null || isNow is null)
                return;
            string? oldScope = (was["mailboxScope"] as JsonObject).Text("name");
            string? newScope = (isNow["mailboxScope"] as JsonObject).Text("name");
            if (oldScope == newScope)
                return;
            if (newScope is null)
                changes.Add(new AccessChange(name, true, $"mailboxes: all of the tenant, not only those of {oldScope}"));
            else if (oldScope is null)
                changes.Add(new AccessChange(name, false, $"mailboxes: only those of {newScope}"));
            else
                changes.Add(new AccessChange(name, true, $"mailboxes: those of {newScope} in place of those of {oldScope}"));
        }
    }

    private static List<string> Permissions(JsonObject? integration) =>
        [.. integration.Objects("permissions").Select(permission => $"{permission.Text("type")} permission {permission.Text("value")} of {permission.Text("api")}")];

    private static List<string> Thumbprints(JsonObject? integration) => [.. integration.Objects("certificates").Select(certificate => certificate.Text("thumbprint") ?? "")];

    private static List<string> Values(JsonObject? json, string name) => json.Text(name) is { } value ? [value] : [];
}
