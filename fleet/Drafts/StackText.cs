using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Configuration;

namespace TenantOnboarding.Fleet.Drafts;

/// <summary>A stack file as it is written: the one place that knows its form.</summary>
/// <param name="TenantId">The tenant's id, or null where it is not known yet.</param>
/// <param name="Domain">A domain of the tenant, or null where it is not known yet.</param>
/// <param name="Integrations">The integrations.</param>
internal sealed record StackText(string? TenantId, string? Domain, IReadOnlyList<IntegrationText> Integrations)
{
    /// <summary>The line by which editors find the schema.</summary>
    public const string SchemaLine = "# yaml-language-server: $schema=components/Configuration/stack.schema.json";

    /// <summary>What is said at its top, a line each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The cloud by its name in the configuration; the worldwide one is left out.</summary>
    public string Cloud { get; init; } = Components.Clouds.Cloud.Public.Key;

    /// <summary>The file.</summary>
    public string Render() => string.Concat(Lines().Select(line => line + "\n"));

    private IEnumerable<string> Lines()
    {
        foreach (string remark in Remarks)
            yield return $"# {YamlText.Line(remark)}";
        yield return SchemaLine;
        SettingText[] integrations =
        [
            .. Integrations.Select(integration => new SettingText(integration.Name, null, integration.Comment, integration.Settings)),
        ];
        List<SettingText> settings = [];
        if (TenantId is not null)
            settings.Add(SettingText.Id("azuread:tenantId", TenantId));
        if (Cloud != Components.Clouds.Cloud.Public.Key)
            settings.Add(SettingText.Of("azuread:environment", Cloud));
        if (Domain is not null)
            settings.Add(SettingText.Of($"{StackConfiguration.Namespace}:domain", Domain));
        yield return "config:";
        foreach (string line in settings.SelectMany(setting => setting.Lines(2)))
            yield return line;
        yield return $"  {StackConfiguration.Namespace}:integrations:";
        foreach ((SettingText setting, IntegrationText integration) in integrations.Zip(Integrations))
        {
            foreach (string remark in integration.Remarks)
                yield return $"    # {YamlText.Line(remark)}";
            foreach (string line in setting.Lines(4))
                yield return line;
        }
    }
}
