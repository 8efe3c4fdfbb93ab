using System.Text.Json;
using System.Text.RegularExpressions;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Identities;

namespace TenantOnboarding.Bootstrap;

/// <summary>The settings of a stack of this program.</summary>
/// <param name="Issuer">Who issues the tokens of the runs.</param>
/// <param name="Audience">Whom they are for.</param>
/// <param name="Subjects">By identity the subject of its runs.</param>
/// <param name="Drift">Whether the previewing identity also looks for drift.</param>
/// <param name="PolicyWarning">Whether previews and deployments warn of the tenant's policies.</param>
internal sealed partial record BootstrapSettings(
    string Issuer, string Audience, IReadOnlyDictionary<Role, string> Subjects, bool Drift, bool PolicyWarning)
{
    private const string Prefix = "bootstrap:";

    /// <summary>GitHub's issuer, by its documentation of tokens for workflows.</summary>
    private const string GitHub = "https://token.actions.githubusercontent.com";

    /// <summary>What Entra expects in the public cloud, by its documentation of workload identity federation.</summary>
    private const string TokenExchange = "api://AzureADTokenExchange";

    /// <summary>Entra takes no longer one.</summary>
    private const int LongestSubject = 600;

    /// <summary>What the file that comes with the program has in the place of a repository.</summary>
    private const string Placeholder = "OWNER/REPOSITORY";

    private static readonly string[] Keys = ["repository", "issuer", "audience", "subjects", "drift", "policyWarning"];

    /// <summary>Reads them; null where they hold mistakes, which are then among the errors.</summary>
    /// <param name="settings">Every setting by its full name; structured ones as JSON text.</param>
    /// <param name="stack">The stack's name, which is that of its environments.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static BootstrapSettings? Read(
        IReadOnlyDictionary<string, string> settings, string stack, ICollection<ConfigurationError> errors)
    {
        int before = errors.Count;
        foreach (string name in settings.Keys.Order(StringComparer.Ordinal).Where(IsUnknown))
            At(name).Error($"one of the settings {string.Join(", ", Keys)}", "remove it, or correct its name");

        Setting repository = At(Prefix + "repository"), issuer = At(Prefix + "issuer"), subjects = At(Prefix + "subjects");
        Dictionary<Role, string> of = [];
        if (repository.Exists == subjects.Exists)
        {
            repository.Error(subjects.Exists ? repository.Found + ", and subjects too" : "nothing",
                "the repository on GitHub whose runs are trusted, or subjects and an issuer",
                "give repository: OWNER/REPOSITORY, or subjects in its place");
        }
        else if (repository.Exists)
        {
            if (issuer.Exists)
            {
                issuer.Error("nothing beside repository, whose runs have GitHub's issuer",
                    "remove it, or give subjects in place of repository");
            }
            string? name = repository.Matching(Repository(), Placeholder, "copy both names from the repository's address");
            if (name == Placeholder)
            {
                repository.Error("your own repository on GitHub: whoever owns the one that is named here could sign in to the tenant",
                    "pulumi config set repository, and both names from the repository's address");
            }
            of = Enum.GetValues<Role>().ToDictionary(
                role => role, role => $"repo:{name}:environment:{stack}{(role == Role.Deploy ? "" : "-preview")}");
        }
        else
        {
            subjects.AllowOnly("preview", "deploy", "verify");
            foreach (Role role in Enum.GetValues<Role>())
                of[role] = Subject(subjects[role.ToString().ToLowerInvariant()]);
            if (of[Role.Deploy].Length > 0 && (of[Role.Deploy] == of[Role.Preview] || of[Role.Deploy] == of[Role.Verify]))
            {
                subjects["deploy"].Error("a subject that neither preview nor verify has",
                    "give the deployment an environment or a service connection of its own, behind an approval");
            }
        }
        string? from = subjects.Exists
            ? issuer.Matching(
                Https(), "the issuer of the tokens, an https URL", "copy it from the service connection or the CI's documentation")
            : GitHub;
        string? audience = At(Prefix + "audience").Or<string?>(TokenExchange, setting => setting.Text(
            "the audience of the tokens", $"remove it for {TokenExchange}, or name that of the tenant's cloud"));
        bool? drift = At(Prefix + "drift").Or<bool?>(true, setting => setting.Flag("write false where nobody looks for drift"));
        bool? warning = At(Prefix + "policyWarning").Or<bool?>(false, setting => setting.Flag("write true to be warned of policies"));
        return errors.Count > before ? null : new(from!, audience!, of, drift!.Value, warning!.Value);

        Setting At(string name) => new(name, settings.TryGetValue(name, out string? text) ? Parse(text) : null, errors);
    }

    private static string Subject(Setting setting)
    {
        string text = setting.Text("the subject of the tokens", "copy it from the service connection or the CI's documentation") ?? "";
        if (text.Length > LongestSubject)
            setting.Error($"a subject of at most {LongestSubject} characters", "shorten the names that it is made of");
        return text;
    }

    private static bool IsUnknown(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && !Keys.Contains(name[Prefix.Length..], StringComparer.Ordinal);

    private static JsonElement Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // A plain text, as most settings are.
        }
        return JsonSerializer.SerializeToElement(text);
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]+(@\d+)?/[A-Za-z0-9._-]+(@\d+)?$")]
    private static partial Regex Repository();

    [GeneratedRegex(@"^https://[^\s/]+(/\S*)?$")]
    private static partial Regex Https();
}
