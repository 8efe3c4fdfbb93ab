using TenantOnboarding.Components.Configuration;

namespace TenantOnboarding.Tests.Components;

/// <summary>A stack's settings as Pulumi hands them on, valid unless a test says otherwise.</summary>
internal static class Stack
{
    public const string TenantId = "6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10";

    /// <summary>The settings with these integrations, written as JSON.</summary>
    public static Dictionary<string, string> With(string integrations) => new()
    {
        ["azuread:tenantId"] = TenantId,
        ["tenant-onboarding:domain"] = "contoso.onmicrosoft.com",
        ["tenant-onboarding:integrations"] = integrations,
    };

    /// <summary>A MailStore Server of which single settings are given anew: <c>"signIn": { … }</c>; an empty value removes the setting.</summary>
    public static Dictionary<string, string> MailStore(string certificate, params (string Key, string Json)[] changes)
    {
        Dictionary<string, string> settings = new()
        {
            ["product"] = "\"mailstore-server\"",
            ["displayName"] = "\"MailStore Server\"",
            ["signIn"] = """{ "host": "mailstore.contoso.com" }""",
            ["certificates"] = $"""[ "{certificate}" ]""",
            ["mailboxAccess"] = """[ "ews" ]""",
        };
        foreach ((string key, string json) in changes)
        {
            if (json.Length == 0)
                settings.Remove(key);
            else
                settings[key] = json;
        }
        return With($$"""{ "mailstore": { {{string.Join(", ", settings.Select(setting => $"\"{setting.Key}\": {setting.Value}"))}} } }""");
    }

    /// <summary>A text as it comes out of a JSON document: half a surrogate pair does not survive.</summary>
    public static string Written(string text) =>
        System.Text.Json.JsonSerializer.Deserialize<string>(System.Text.Json.JsonSerializer.Serialize(text))!;

    public static StackConfiguration Read(Dictionary<string, string> settings, TestCertificates certificates) =>
        StackConfigurationReader.Read(settings, certificates.Folder, TestCertificates.Now);

    /// <summary>Every error, each on one line: path | found | expected | fix.</summary>
    public static string[] Errors(Dictionary<string, string> settings, TestCertificates certificates)
    {
        try
        {
            Read(settings, certificates);
            return [];
        }
        catch (ConfigurationException exception)
        {
            return [.. exception.Errors.Select(error => $"{error.Path} | {error.Found} | {error.Expected} | {error.Fix}")];
        }
    }
}
