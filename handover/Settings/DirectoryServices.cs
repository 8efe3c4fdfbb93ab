using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.HandOver.Settings;

/// <summary>
/// MailStore's object of directory services. Its shape is not published, so fields are recognized by their names and values, and what is
/// not recognized is neither compared nor touched.
/// </summary>
/// <param name="json">The object as MailStore gave it.</param>
internal sealed class DirectoryServices(JsonObject json)
{
    private static readonly string[] TypeNames =
        ["directoryservicetype", "directoryservicestype", "directoryservice", "servicetype", "type", "provider", "synctype"];

    private static readonly string[] ClientIdNames = ["clientid", "applicationid", "appid", "applicationclientid"];
    private static readonly string[] TenantIdNames = ["tenantid", "directoryid", "directorytenantid"];
    private static readonly string[] RedirectUriNames = ["redirecturi", "redirecturl", "replyurl"];

    private readonly FoundField[] _fields = [.. FoundField.In(json)];

    /// <summary>Whether the type is recognized, and says Microsoft 365.</summary>
    public bool IsMicrosoft365 => Only(IsType) is { } type && Text(type)!.Contains("365", StringComparison.Ordinal);

    /// <summary>Whether the type is recognized, and says something else.</summary>
    public bool IsSomethingElse => Only(IsType) is not null && !IsMicrosoft365;

    /// <summary>A secret that MailStore does not give back; null where there is none.</summary>
    public string? SecretNotGivenBack => SecretFields.NotGivenBack(json)?.Path;

    /// <summary>Every declared setting next to what is found.</summary>
    /// <param name="integration">What is declared.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="credentials">What MailStore says about its credentials; null where it says nothing.</param>
    public IReadOnlyList<Setting> Compare(IntegrationOutputs integration, TenantOutputs tenant, JsonNode? credentials)
    {
        List<Setting> settings =
        [
            TypeSetting(),
            Id("Application (client) ID", ClientIdNames, integration.ClientId, credentials),
            Id("Directory (tenant) ID", TenantIdNames, tenant.Id, credentials),
        ];
        if (integration.RedirectUri is string uri)
            settings.Add(Compare("Redirect URI", Only(field => RedirectUriNames.Contains(field.Name) && IsText(field)), uri, uri, Text));
        if (integration.UserSync is { } users)
        {
            settings.Add(Switch("Sync licensed Microsoft Exchange Online users only", "licensed", users.Filter == UserFilter.Licensed));
            settings.Add(Switch("Sync enabled users only", "enabledusers", users.Filter == UserFilter.Enabled));
            settings.Add(Groups(users.Filter == UserFilter.Groups ? users.Groups : []));
        }
        return settings;
    }

    /// <summary>The object with the settings that differ as they are declared, and everything else as it came.</summary>
    public JsonObject With(IEnumerable<Setting> settings)
    {
        JsonObject copy = (JsonObject)json.DeepClone();
        foreach (Setting setting in settings.Where(setting => setting is { State: SettingState.Differs, Wanted: not null }))
        {
            FoundField field = FoundField.In(copy).First(field => field.Path == setting.Field);
            field.Holder[field.Key] = setting.Wanted!.DeepClone();
        }
        return copy;
    }

    private Setting TypeSetting()
    {
        const string name = "Directory service type", declared = "Microsoft 365";
        FoundField? field = Only(IsType);
        return field is null ? NotRecognized(name, declared)
            : new(name, IsMicrosoft365 ? SettingState.Same : SettingState.Differs, field.Path, Text(field), declared);
    }

    private Setting Id(string name, string[] names, Guid declared, JsonNode? credentials)
    {
        if (Only(one => names.Contains(one.Name) && IsId(one)) is { } field)
            return Compare(name, field, declared.ToString(), declared.ToString(), Text);
        // Credentials are a list of their own; which of them is used, the object does not say in a way that is known.
        FoundField? held = FoundField.In(credentials).FirstOrDefault(one =>
            names.Contains(one.Name) && Guid.TryParse(Text(one), out Guid id) && id == declared);
        return held is null ? NotRecognized(name, declared.ToString())
            : new(name, SettingState.Same, $"credentials {held.Path}", declared.ToString(), declared.ToString());
    }

    private Setting Switch(string name, string part, bool declared) => Compare(name,
        Only(field => field.Name.Contains(part, StringComparison.Ordinal) && Flag(field) is not null), declared, declared ? "on" : "off",
        field => Flag(field) is true ? "on" : "off");

    private Setting Groups(IReadOnlyList<string> declared) => Compare("Sync only these groups",
        Only(field => field.Name.Contains("groups", StringComparison.Ordinal) && Texts(field) is not null),
        new JsonArray([.. declared.Select(group => (JsonNode)group)]), Listed(declared), field => Listed(Texts(field)!));

    private static Setting Compare(string name, FoundField? field, JsonNode wanted, string declared, Func<FoundField, string?> read)
    {
        if (field is null)
            return NotRecognized(name, declared);
        string found = read(field) ?? "nothing";
        StringComparison comparison = Uri.IsWellFormedUriString(declared, UriKind.Absolute) ? StringComparison.Ordinal
            : StringComparison.OrdinalIgnoreCase;
        return new(name, string.Equals(found, declared, comparison) ? SettingState.Same : SettingState.Differs,
            field.Path, found.Length == 0 ? "nothing" : found, declared) { Wanted = wanted };
    }

    private static Setting NotRecognized(string name, string declared) => new(name, SettingState.NotRecognized, null, null, declared);

    /// <summary>The one field that fits; null where none does, or several do.</summary>
    private FoundField? Only(Func<FoundField, bool> fits) => _fields.Where(fits).Take(2).ToArray() is [FoundField only] ? only : null;

    private static bool IsId(FoundField field) => Text(field) is "" || field.Value is null || Guid.TryParse(Text(field), out _);

    private static bool IsType(FoundField field) => TypeNames.Contains(field.Name) && Text(field) is { Length: > 0 };

    private static bool IsText(FoundField field) => field.Value is null || Text(field) is not null;

    private static string? Text(FoundField field) => field.Value is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool? Flag(FoundField field) => field.Value is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    private static IReadOnlyList<string>? Texts(FoundField field) =>
        field.Value is JsonArray array && array.All(item => item is JsonValue value && value.TryGetValue(out string? _))
            ? [.. array.Select(item => item!.GetValue<string>())] : null;

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count == 0 ? "none" : string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase));
}
