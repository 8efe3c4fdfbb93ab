using System.Globalization;
using System.Text.RegularExpressions;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Fleet.Drafts;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Creation;

/// <summary>
/// A new stack's file, as far as it is known, and what is wrong with it: the program's own reader says that, so nothing is judged twice.
/// </summary>
/// <param name="folder">The folder that holds Pulumi.yaml.</param>
/// <param name="certificates">Finds certificate files.</param>
/// <param name="now">The moment by which certificates and end dates are judged.</param>
internal sealed partial class StackForm(DraftFolder folder, CertificateIntake certificates, DateTimeOffset now)
{
    /// <summary>What stands for the setting of the stack's name, which is in no file.</summary>
    public const string StackName = "<stack>";

    /// <summary>Where a setting of the integration stands in the file.</summary>
    public static string Path(StackAnswers answers, string setting) =>
        $"{StackConfiguration.Namespace}:integrations.{NameOf(answers)}.{setting}";

    /// <summary>Every mistake in what is known.</summary>
    /// <exception cref="StackFileException">The project's own file cannot be read.</exception>
    public IReadOnlyList<ConfigurationError> Mistakes(StackAnswers answers)
    {
        List<ConfigurationError> mistakes = [];
        if (answers.Stack is { } stack && !StackPattern().IsMatch(stack))
            mistakes.Add(new ConfigurationError(StackName, $"\"{stack}\"",
                "letters, digits, hyphen, underscore and dot, beginning with a letter or digit, 100 at most", "give it another name"));
        else if (answers.Stack is { } free && File.Exists(System.IO.Path.Combine(folder.RootDirectory, StackFile.FileNameOf(free))))
            mistakes.Add(new ConfigurationError(StackName, $"\"{free}\", whose file {StackFile.FileNameOf(free)} is there already",
                "a name that is free", "give it another name; a file that is there is never overwritten"));
        try
        {
            string project = File.ReadAllText(System.IO.Path.Combine(folder.RootDirectory, StackFile.ProjectFile));
            StackFile file = StackFile.Parse(folder.RootDirectory, "new", "new", Text(answers, certificates.Found), project);
            StackReading.Of(file, folder.RootDirectory, now);
        }
        catch (ConfigurationException exception)
        {
            mistakes.AddRange(exception.Errors);
        }
        return mistakes;
    }

    /// <summary>Writes the file, and the public parts of certificates that lie elsewhere.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="StackFileException">It is there already, or cannot be written; then nothing is left.</exception>
    public string Write(StackAnswers answers)
    {
        string stack = answers.Stack!;
        return folder.Write(stack, Text(answers, path => certificates.Kept(path, stack)),
            certificates.ToCopy(answers.Certificates, stack));
    }

    private static string NameOf(StackAnswers answers) => answers.Integration ?? YamlText.Name(answers.Product ?? "", "product");

    private string Text(StackAnswers answers, Func<string, string> certificate)
    {
        IntegrationText integration = new(NameOf(answers), [.. Settings(answers, certificate)])
        {
            Comment = "logical name: resources, outputs and reports use it",
        };
        return new StackText(answers.Tenant, answers.Domain, [integration])
        {
            Cloud = answers.Environment ?? Components.Clouds.Cloud.Public.Key,
            Remarks =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"Made on {now:yyyy-MM-dd}. docs/configuration.md lists every setting; an editor completes them."),
                $"Rehearse it: dotnet run --project offline/rehearsal -- --stack {answers.Stack}",
                $"Then:        pulumi stack init {answers.Stack} && pulumi preview",
            ],
        }.Render();
    }

    private IEnumerable<SettingText> Settings(StackAnswers answers, Func<string, string> certificate)
    {
        if (answers.Product is { } product)
            yield return SettingText.Of("product", product);
        if (answers.DisplayName is { } displayName)
            yield return SettingText.Of("displayName", displayName);
        if (answers.Directory is { } directory && (answers.IsLocal || answers.KnownProduct is not { TakesLocalUsers: true }))
            yield return SettingText.Of("directory", directory, "nobody signs in through the tenant, or is synchronized from it");
        SettingText[] signIn = [.. SignIn(answers)];
        if (signIn.Length > 0)
            yield return SettingText.Map("signIn", signIn, answers.KnownProduct?.SignIn is { } rule
                ? string.Create(CultureInfo.InvariantCulture, $"port {rule.Port} unless given") : null);
        if (answers.Certificates.Count > 0)
            yield return SettingText.List("certificates", answers.Certificates.Select(certificate),
                "the public part; the private key stays in the product");
        if (answers.MailboxAccess.Count > 0)
            yield return SettingText.List("mailboxAccess", answers.MailboxAccess, Ends(answers));
        if (answers.Deletes)
            yield return SettingText.On("deleteAfterArchiving");
        if (answers.MailboxGroup is { } mailboxes)
            yield return SettingText.Map("mailboxes", [SettingText.Of("group", mailboxes)], "only its direct members' mailboxes");
        if (answers.UserSync is { } filter)
            yield return SettingText.Map("userSync",
                [SettingText.Of("filter", filter), .. answers.Groups.Count > 0 ? [SettingText.List("groups", answers.Groups)] : Nothing]);
        if (answers.Permissions.Count > 0)
            yield return new SettingText("permissions", null, null,
            [
                .. answers.Permissions.Select(permission => permission.Split('/', 2)).GroupBy(parts => parts[0], StringComparer.Ordinal)
                    .Select(api => SettingText.List(api.Key, api.Select(parts => parts[^1]))),
            ]);
    }

    private static IEnumerable<SettingText> SignIn(StackAnswers answers)
    {
        if (answers.Host is { } host)
            yield return SettingText.Of("host", host);
        if (answers.Port is { } port && port != answers.KnownProduct?.SignIn?.Port)
            yield return SettingText.Of("port", port);
        if (answers.Alias is { } alias)
            yield return SettingText.Of("alias", alias);
        if (answers.Path is { } path)
            yield return SettingText.Of("path", path);
    }

    /// <summary>Which of the protocols ends when, and what to do until then; null where none does.</summary>
    private string? Ends(StackAnswers answers)
    {
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        string[] ends =
        [
            .. from protocol in MailboxProtocol.Known
               where answers.MailboxAccess.Contains(protocol.Key) && protocol.EndsOn is not null
               select string.Create(CultureInfo.InvariantCulture,
                   $"{protocol.Key} ends on {protocol.EndsOn:yyyy-MM-dd}, in {protocol.DaysLeft(today)} days: plan its successor"),
        ];
        return ends.Length == 0 ? null : string.Join("; ", ends);
    }

    private static readonly SettingText[] Nothing = [];

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex StackPattern();
}
