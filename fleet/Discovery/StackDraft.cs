using System.Globalization;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;
using TenantOnboarding.Fleet.Drafts;

namespace TenantOnboarding.Fleet.Discovery;

/// <summary>A stack file that takes over what a tenant holds, exactly as it is.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Plans">Its integrations.</param>
/// <param name="Text">The file, YAML with comments.</param>
/// <param name="Certificates">The certificate files that it names: path relative to Pulumi.yaml, and PEM.</param>
internal sealed record StackDraft(
    string Stack, IReadOnlyList<IntegrationPlan> Plans, string Text, IReadOnlyList<(string Path, string Pem)> Certificates)
{
    private static readonly ScannedPermission PurposesRead =
        new(PermissionCatalogue.MailboxSettingsRead.Api, PermissionCatalogue.MailboxSettingsRead.Value);

    /// <summary>Whether a permission is of use to the product that an application is taken for.</summary>
    public static bool IsOfUse(ScannedApplication application, ScannedPermission permission)
    {
        if (Recognition.Of(application).Product is not { } product || product == Product.Custom)
            return true;
        IntegrationPlan plan = IntegrationPlan.For(application, product, "any", DateTimeOffset.MaxValue);
        return product.Permissions.Any(one => one.Api == permission.Api && one.Value == permission.Value)
            || (plan.ReadsPurposes && permission == PurposesRead)
            || plan.Protocols.Any(protocol => protocol.Permission.Api == permission.Api
                && (protocol.Permission.Value == permission.Value || protocol.DeletingPermission?.Value == permission.Value));
    }

    /// <summary>The draft for a tenant; null where it holds nothing that could be taken over.</summary>
    public static StackDraft? Of(TenantScan scan, string stack, Cloud cloud, DateTimeOffset now)
    {
        List<IntegrationPlan> plans = [];
        foreach (ScannedApplication application in scan.Applications.Where(application => application.HomeTenant is null))
        {
            if (Recognition.Of(application).Product is { } product)
                plans.Add(IntegrationPlan.For(application, product, NameOf(application, product, plans), now));
        }
        if (plans.Count == 0)
            return null;
        List<(string Path, string Pem)> files = [];
        IntegrationText[] integrations =
            [.. plans.Select(plan => Describe(plan, TitleOf(plan, plans), stack, scan.Applications, now, files))];
        StackText text = new(scan.TenantId.ToString(), scan.Domain, integrations)
        {
            Cloud = cloud.Key,
            Remarks =
            [
                string.Create(CultureInfo.InvariantCulture, $"What {scan.Domain} holds, found on {now:yyyy-MM-dd}. ")
                    + "adopt takes every application over as it is: nothing is changed.",
                $"Rehearse it: dotnet run --project offline/rehearsal -- --stack {stack}",
                $"Then:        pulumi stack init {stack} && pulumi preview",
            ],
        };
        return new StackDraft(stack, plans, text.Render(), files);
    }

    private static string NameOf(ScannedApplication application, Product product, List<IntegrationPlan> taken)
    {
        string start = YamlText.Name(application.DisplayName, product.Key);
        string name = start;
        for (int number = 2; taken.Any(plan => plan.Name == name); number++)
            name = YamlText.Numbered(start, number.ToString(CultureInfo.InvariantCulture));
        return name;
    }

    /// <summary>Its display name in the file: where several have the same, all but the first get a number behind it.</summary>
    private static string TitleOf(IntegrationPlan plan, List<IntegrationPlan> plans)
    {
        string name = plan.Application.DisplayName;
        int earlier = plans.TakeWhile(one => one != plan).Count(one => IsNamed(one, name));
        string title = name;
        for (int number = earlier + 1; earlier > 0 && (number == earlier + 1 || plans.Exists(one => IsNamed(one, title))); number++)
            title = string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
        return title;
    }

    private static bool IsNamed(IntegrationPlan plan, string name) =>
        string.Equals(plan.Application.DisplayName, name, StringComparison.OrdinalIgnoreCase);

    private static IntegrationText Describe(
        IntegrationPlan plan, string title, string stack, IReadOnlyList<ScannedApplication> all, DateTimeOffset now,
        List<(string Path, string Pem)> files) =>
        new(plan.Name, [.. Settings(plan, title, stack, files)]) { Remarks = [.. Remarks(plan, title, all, now)] };

    private static IEnumerable<string> Remarks(
        IntegrationPlan plan, string title, IReadOnlyList<ScannedApplication> all, DateTimeOffset now)
    {
        if (title != plan.Application.DisplayName)
            yield return $"Another application is called \"{plan.Application.DisplayName}\" too: here this one has a number, and in the "
                + "tenant it keeps its name until it is aligned.";
        Recognition recognition = Recognition.Of(plan.Application);
        yield return $"Taken for {recognition.Product!.Key}: {string.Join("; ", recognition.Reasons)}.";
        if (plan.Product != recognition.Product)
            yield return "Declared as custom, because the product's preset would add permissions that nobody consented to.";
        foreach (string fault in Faults.Of(plan.Application, all, now))
            yield return $"To look at: {fault}.";
        foreach (string added in plan.Adds)
            yield return $"The first \"pulumi up\" adds {added}.";
        foreach (string missing in plan.Missing)
            yield return $"Complete it: {missing}.";
    }

    private static IEnumerable<SettingText> Settings(
        IntegrationPlan plan, string title, string stack, List<(string Path, string Pem)> files)
    {
        yield return SettingText.Of("product", plan.Product.Key);
        yield return SettingText.Of("displayName", title);
        if (plan.SignIn is null && plan.Product == Product.MailStoreServer)
            yield return SettingText.Of("directory", DirectorySource.ActiveDirectory.Key,
                "it has no redirect URI: nobody signs in through the tenant");
        if (plan.SignIn is { } signIn)
            yield return SettingText.Map("signIn", SignIn(signIn, plan.Product));
        string[] uploaded = [.. plan.Certificates.Select(certificate => Upload(plan, certificate, stack, files))];
        SettingText client = SettingText.Id("clientId", plan.Application.ClientId.ToString());
        if (uploaded.Length > 0)
        {
            SettingText known = SettingText.List("certificates", uploaded, "uploaded by hand, and left as they are");
            yield return new SettingText("adopt", null, null, client, known);
        }
        else
        {
            yield return new SettingText("adopt", null, null, client);
            yield return SettingText.List("certificates", [$"certificates/{stack}-{plan.Name}.cer"],
                "the public part of the one that the product makes");
        }
        if (plan.Protocols.Length > 0 && plan.Product != Product.Activate)
            yield return SettingText.List("mailboxAccess", plan.Protocols.Select(protocol => protocol.Key));
        if (plan.Deletes)
            yield return SettingText.On("deleteAfterArchiving", "Mail.ReadWrite is consented to");
        if (plan.ReadsPurposes)
            yield return SettingText.On("readMailboxPurpose", "MailboxSettings.Read is consented to");
        if (plan.ExchangeRole is { } role && plan.Protocols.Any(protocol => protocol.NeedsRole))
            yield return SettingText.Of("exchangeRole", role);
        if (plan.Named.Length > 0)
            yield return new SettingText("permissions", null, null,
            [
                .. plan.Named.GroupBy(permission => permission.Api)
                    .Select(api => SettingText.List(api.Key.Key, api.Select(permission => permission.Value))),
            ]);
    }

    private static string Upload(
        IntegrationPlan plan, ScannedCertificate certificate, string stack, List<(string Path, string Pem)> files)
    {
        string path = $"certificates/{stack}-{plan.Name}-{certificate.Thumbprint[..8].ToLowerInvariant()}.cer";
        files.Add((path, certificate.Pem!));
        return path;
    }

    private static IEnumerable<SettingText> SignIn(SignInConfiguration signIn, Product product)
    {
        yield return SettingText.Of("host", signIn.Host);
        if (signIn.Port != product.SignIn!.Port)
            yield return SettingText.Of("port", signIn.Port);
        if (signIn.Alias is { } alias)
            yield return SettingText.Of("alias", alias);
        if (signIn.Path != SignInConfiguration.MailStorePath)
            yield return SettingText.Of("path", signIn.Path);
    }
}
