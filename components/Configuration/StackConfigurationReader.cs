using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using TenantOnboarding.Components.Clouds;

namespace TenantOnboarding.Components.Configuration;

/// <summary>
/// Turns a stack's settings into a <see cref="StackConfiguration"/>, or into every error that stands in them.
/// </summary>
internal static partial class StackConfigurationReader
{
    private const string ProviderNamespace = "azuread";
    private const string ProviderPrefix = ProviderNamespace + ":";
    private const string OwnPrefix = StackConfiguration.Namespace + ":";

    /// <summary>The setting that names the cloud.</summary>
    public const string Environment = ProviderPrefix + "environment";

    /// <summary>The setting that names a custom cloud's host of metadata.</summary>
    public const string MetadataHost = ProviderPrefix + "metadataHost";

    private static readonly string[] ProviderKeys = ["tenantId", "environment", "metadataHost"];
    private static readonly string[] OwnKeys = ["domain", "integrations", "protect", "expiryWarningDays"];

    /// <param name="settings">
    /// Every setting of the stack by its full name, <c>namespace:key</c>; structured values as JSON text, as Pulumi hands them on.
    /// </param>
    /// <param name="rootDirectory">The folder that holds Pulumi.yaml: relative paths start there.</param>
    /// <param name="now">The moment by which certificates and end dates are judged.</param>
    /// <exception cref="ConfigurationException">The settings hold mistakes: all of them.</exception>
    public static StackConfiguration Read(IReadOnlyDictionary<string, string> settings, string rootDirectory, DateTimeOffset now)
    {
        List<ConfigurationError> errors = [];
        RefuseUnknownSettings(settings, errors);

        string? tenantId = ReadTenantId(Scalar(settings, ProviderPrefix + "tenantId", errors));
        Setting environment = Scalar(settings, Environment, errors);
        Cloud? cloud = environment.Or<Cloud?>(
            Cloud.Public, setting => setting.Choice(Cloud.Known, known => known.Key, "name the Microsoft cloud that holds the tenant"));
        Setting metadataHost = Scalar(settings, MetadataHost, errors);
        string? domain = ReadDomain(Scalar(settings, OwnPrefix + "domain", errors));
        bool? protect = Scalar(settings, OwnPrefix + "protect", errors).Or<bool?>(
            true, setting => setting.Flag("write true to keep applications from being deleted, or false"));
        int? expiryWarningDays = Scalar(settings, OwnPrefix + "expiryWarningDays", errors).Or<int?>(
            StackConfiguration.DefaultExpiryWarningDays,
            setting => setting.WholeNumber(0, 365, "give the days before expiry from which a preview warns"));
        ImmutableArray<IntegrationConfiguration> integrations = ReadIntegrations(Structured(settings, OwnPrefix + "integrations", errors),
            rootDirectory, now, errors);

        if (errors.Count > 0)
            throw new ConfigurationException(errors);
        return new StackConfiguration(
            tenantId!, domain!, cloud!, metadataHost.Exists ? settings[MetadataHost] : null,
            protect!.Value, expiryWarningDays!.Value, integrations);
    }

    private static void RefuseUnknownSettings(IReadOnlyDictionary<string, string> settings, List<ConfigurationError> errors)
    {
        foreach (string name in settings.Keys.Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(OwnPrefix, StringComparison.Ordinal) && !OwnKeys.Contains(name[OwnPrefix.Length..]))
            {
                Scalar(settings, name, errors).Error(
                    $"one of the settings {string.Join(", ", OwnKeys)}",
                    Setting.Nearest(name[OwnPrefix.Length..], OwnKeys) is { } near
                    ? $"write {OwnPrefix}{near}, or remove it" : "remove it");
            }
            else if (name.StartsWith(ProviderPrefix, StringComparison.Ordinal) && !ProviderKeys.Contains(name[ProviderPrefix.Length..]))
            {
                // The value may be a credential, so it is not repeated.
                errors.Add(new ConfigurationError(
                    name, "a value", $"of this provider's settings only {string.Join(", ", ProviderKeys)}",
                    "remove it; credentials come from the environment (ARM_CLIENT_ID and the like) or from az login, "
                        + "never from a stack file"));
            }
        }
    }

    private static Setting Scalar(IReadOnlyDictionary<string, string> settings, string name, List<ConfigurationError> errors) =>
        new(name, settings.TryGetValue(name, out string? text) ? JsonSerializer.SerializeToElement(text) : null, errors);

    private static Setting Structured(IReadOnlyDictionary<string, string> settings, string name, List<ConfigurationError> errors)
    {
        if (!settings.TryGetValue(name, out string? text))
            return new Setting(name, null, errors);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return new Setting(name, document.RootElement.Clone(), errors);
        }
        catch (JsonException)
        {
            return Scalar(settings, name, errors);
        }
    }

    private static string? ReadTenantId(Setting setting) =>
        setting.Id("the tenant's id, a GUID", "copy the directory (tenant) id from the Entra portal's overview page");

    private static string? ReadDomain(Setting setting) => setting.Matching(
        DomainPattern(), "a verified domain of the tenant, for example contoso.onmicrosoft.com",
        "give the tenant's initial domain as the Microsoft 365 admin centre lists it")?.ToLowerInvariant();

    private static ImmutableArray<IntegrationConfiguration> ReadIntegrations(
        Setting setting, string rootDirectory, DateTimeOffset now, List<ConfigurationError> errors)
    {
        (string Key, Setting Setting)[] entries = [.. setting.Entries()];
        if (entries.Length == 0)
        {
            setting.Error(
                "a mapping from a logical name to a product's settings, with at least one entry",
                "add an integration, for example mailstore: { product: mailstore-server, … }");
            return [];
        }

        ImmutableArray<IntegrationConfiguration>.Builder integrations = ImmutableArray.CreateBuilder<IntegrationConfiguration>();
        Dictionary<string, string> displayNames = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> adopted = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, Setting entry) in entries)
        {
            if (!NamePattern().IsMatch(name) || name.Length > IntegrationConfiguration.LongestName)
            {
                entry.Error(
                    $"\"{name}\"",
                    "a logical name of lower-case letters, digits and single hyphens, beginning with a letter, "
                        + $"{IntegrationConfiguration.LongestName} characters at most",
                    "rename the integration");
            }
            if (IntegrationReader.Read(name, entry, rootDirectory, now) is { } integration)
            {
                integrations.Add(integration);
                if (integration.Adopt is { } adopt && !adopted.TryAdd(adopt.ClientId, name))
                {
                    entry["adopt"]["clientId"].Error(
                        $"\"{adopt.ClientId}\", which integration {adopted[adopt.ClientId]} takes over too",
                        "an application of its own for every integration",
                        "let one of the two make an application of its own, or describe both in one integration");
                }
            }

            Setting displayName = entry["displayName"];
            if (displayName.Exists && !displayNames.TryAdd(displayName.Found, name))
            {
                displayName.Error(
                    $"{displayName.Found}, which integration {displayNames[displayName.Found]} has too",
                    "a display name of its own for every integration",
                    "give one of the two another name: in the portal nobody could tell them apart");
            }
        }
        return integrations.ToImmutable();
    }

    [GeneratedRegex(@"\A[a-z](?:-?[a-z0-9])*\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\z", RegexOptions.IgnoreCase)]
    private static partial Regex DomainPattern();
}
