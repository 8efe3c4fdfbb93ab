using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Fleet.Discovery;

/// <summary>A stack file that takes over what a tenant holds, exactly as it is.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Plans">Its integrations.</param>
/// <param name="Text">The file, YAML with comments.</param>
/// <param name="Certificates">The certificate files that it names: path relative to Pulumi.yaml, and PEM.</param>
internal sealed partial record StackDraft(
    string Stack, IReadOnlyList<IntegrationPlan> Plans, string Text, IReadOnlyList<(string Path, string Pem)> Certificates)
{
    private const int LongestName = 32;

    /// <summary>Whether a permission is of use to the product that an application is taken for.</summary>
    public static bool IsOfUse(ScannedApplication application, ScannedPermission permission)
    {
        if (Recognition.Of(application).Product is not { } product || product == Product.Custom)
            return true;
        IntegrationPlan plan = IntegrationPlan.For(application, product, "any", DateTimeOffset.MaxValue);
        return product.Permissions.Any(one => one.Api == permission.Api && one.Value == permission.Value)
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
        StringBuilder yaml = new();
        yaml.Append(CultureInfo.InvariantCulture, $"""
            # What {Comment(scan.Domain)} holds, found on {now:yyyy-MM-dd}. adopt takes every application over as it is: nothing is changed.
            # Rehearse it: dotnet run --project offline/rehearsal -- --stack {stack}
            # Then:        pulumi stack init {stack} && pulumi preview
            # yaml-language-server: $schema=components/Configuration/stack.schema.json
            config:
              azuread:tenantId: {scan.TenantId}

            """);
        if (cloud != Cloud.Public)
            yaml.Append(CultureInfo.InvariantCulture, $"  azuread:environment: {cloud.Key}\n");
        yaml.Append(CultureInfo.InvariantCulture, $"  tenant-onboarding:domain: {scan.Domain}\n  tenant-onboarding:integrations:\n");
        foreach (IntegrationPlan plan in plans)
            Write(yaml, plan, stack, now, files);
        return new StackDraft(stack, plans, yaml.ToString().ReplaceLineEndings("\n"), files);
    }

    /// <summary>A name that a stack or an integration may have, made from any text.</summary>
    public static string Slug(string text, string otherwise)
    {
        string slug = NoName().Replace(text.ToLowerInvariant(), "-").TrimStart([.. "0123456789-"]).TrimEnd('-');
        slug = slug.Length > LongestName ? slug[..LongestName].TrimEnd('-') : slug;
        return slug.Length == 0 ? otherwise : slug;
    }

    private static string NameOf(ScannedApplication application, Product product, List<IntegrationPlan> taken)
    {
        string name = Slug(application.DisplayName, product.Key);
        for (int number = 2; taken.Any(plan => plan.Name == name); number++)
        {
            string suffix = string.Create(CultureInfo.InvariantCulture, $"-{number}");
            string start = Slug(application.DisplayName, product.Key);
            name = start[..Math.Min(start.Length, LongestName - suffix.Length)].TrimEnd('-') + suffix;
        }
        return name;
    }

    private static void Write(
        StringBuilder yaml, IntegrationPlan plan, string stack, DateTimeOffset now, List<(string Path, string Pem)> files)
    {
        ScannedApplication application = plan.Application;
        Recognition recognition = Recognition.Of(application);
        Line($"    # Taken for {recognition.Product!.Key}: {string.Join("; ", recognition.Reasons)}.");
        if (plan.Product != recognition.Product)
            Line("    # Declared as custom, because the product's preset would add permissions that nobody consented to.");
        foreach (string fault in Faults.Of(application, now))
            Line($"    # To look at: {fault}.");
        foreach (string added in plan.Adds)
            Line($"    # The first \"pulumi up\" adds {added}.");
        foreach (string missing in plan.Missing)
            Line($"    # Complete it: {missing}.");
        Line($"    {plan.Name}:");
        Line($"      product: {plan.Product.Key}");
        Line($"      displayName: {Value(application.DisplayName)}");
        if (plan.SignIn is null && plan.Product == Product.MailStoreServer)
            Line($"      directory: {DirectorySource.ActiveDirectory.Key} # it has no redirect URI: nobody signs in through the tenant");
        if (plan.SignIn is { } signIn)
            Line($"      signIn: {SignIn(signIn, plan.Product)}");
        WriteAdoption(plan, stack, files, Line);
        if (plan.Protocols.Length > 0 && plan.Product != Product.Activate)
            Line($"      mailboxAccess: [ {string.Join(", ", plan.Protocols.Select(protocol => protocol.Key))} ]");
        if (plan.Deletes)
            Line("      deleteAfterArchiving: true # Mail.ReadWrite is consented to");
        if (plan.ExchangeRole is { } role && plan.Protocols.Any(protocol => protocol.NeedsRole))
            Line($"      exchangeRole: {Value(role)}");
        if (plan.Named.Length > 0)
            Line("      permissions:");
        foreach (IGrouping<Api, ScannedPermission> api in plan.Named.GroupBy(permission => permission.Api))
            Line($"        {api.Key.Key}: [ {string.Join(", ", api.Select(permission => permission.Value))} ]");

        void Line(string line) => yaml.Append(Comment(line)).Append('\n');
    }

    private static void WriteAdoption(
        IntegrationPlan plan, string stack, List<(string Path, string Pem)> files, Action<string> line)
    {
        line("      adopt:");
        line($"        clientId: {plan.Application.ClientId}");
        if (plan.Certificates.IsEmpty)
        {
            line($"      certificates: [ certificates/{stack}-{plan.Name}.cer ] # the public part of the one that the product makes");
            return;
        }
        List<string> paths = [];
        foreach (ScannedCertificate certificate in plan.Certificates)
        {
            string path = $"certificates/{stack}-{plan.Name}-{certificate.Thumbprint[..8].ToLowerInvariant()}.cer";
            files.Add((path, certificate.Pem!));
            paths.Add(path);
        }
        line($"        certificates: [ {string.Join(", ", paths)} ] # uploaded by hand, and left as they are");
    }

    private static string SignIn(SignInConfiguration signIn, Product product)
    {
        List<string> parts = [$"host: {signIn.Host}"];
        if (signIn.Port != product.SignIn!.Port)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"port: {signIn.Port}"));
        if (signIn.Alias is { } alias)
            parts.Add($"alias: {Value(alias)}");
        if (signIn.Path != SignInConfiguration.MailStorePath)
            parts.Add($"path: {signIn.Path}");
        return $"{{ {string.Join(", ", parts)} }}";
    }

    /// <summary>A text as YAML: plain where nothing in it could be taken for something else, else quoted.</summary>
    private static string Value(string text) => Plain().IsMatch(text) ? text : JsonSerializer.Serialize(text, Quoted);

    /// <summary>A text on one line: names come from the tenant, and a line break would end a comment.</summary>
    private static string Comment(string text) => string.Concat(text.Select(one => char.IsControl(one) ? ' ' : one));

    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoName();

    [GeneratedRegex(@"\A(?!(?:true|false|null|yes|no|on|off)\z)[A-Za-z][A-Za-z0-9._-]*(?: [A-Za-z0-9._-]+)*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
