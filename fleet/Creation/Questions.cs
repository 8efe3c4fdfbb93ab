using System.Globalization;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Fleet.Creation;

/// <summary>
/// Everything that must be known of a new stack, in the order in which it is asked. What a product needs, the product says.
/// </summary>
internal static class Questions
{
    private static readonly char[] Separators = [',', ' '];

    /// <summary>The stack's name: without it no file can be named.</summary>
    public static Question Stack { get; } = new("<stack>", "Name of the stack, for example the customer's",
        answers => answers.Stack is not null, (answers, text) => answers with { Stack = text })
    {
        Setting = _ => StackForm.StackName,
    };

    /// <summary>The tenant.</summary>
    public static Question Tenant { get; } = new("--tenant", "The tenant's id, or a domain by which to look it up",
        answers => answers.Tenant is not null, (answers, text) => answers with { Tenant = text })
    {
        Setting = _ => "azuread:tenantId",
    };

    /// <summary>Every question.</summary>
    public static IReadOnlyList<Question> All { get; } =
    [
        Stack,
        Tenant,
        new("--domain", "A verified domain of the tenant", answers => answers.Domain is not null,
            (answers, text) => answers with { Domain = text })
        {
            Setting = _ => $"{StackConfiguration.Namespace}:domain",
        },
        new("--product", "The product", answers => answers.Product is not null, (answers, text) => answers with { Product = text })
        {
            Setting = answers => StackForm.Path(answers, "product"),
            Choices = [.. Product.Known.Select(product => product.Key)],
        },
        new("--display-name", "The application's name as the portal is to show it", answers => answers.DisplayName is not null,
            (answers, text) => answers with { DisplayName = text })
        {
            Setting = answers => StackForm.Path(answers, "displayName"),
        },
        new("--directory", "Where the product takes its users from", answers => answers.Directory is not null,
            (answers, text) => answers with { Directory = text })
        {
            Setting = answers => StackForm.Path(answers, "directory"),
            Applies = answers => answers.KnownProduct is { TakesLocalUsers: true },
            Choices = [.. DirectorySource.Known.Select(source => source.Key)],
            Otherwise = _ => DirectorySource.Microsoft365.Key,
        },
        new("--host", "The host on which users sign in to the product", answers => answers.Host is not null,
            (answers, text) => answers with { Host = text })
        {
            Setting = answers => StackForm.Path(answers, "signIn.host"),
            Applies = answers => answers.KnownProduct?.SignIn is { Required: true } && !answers.IsLocal,
        },
        new("--port", "The port of its web access", answers => answers.Port is not null, WithPort)
        {
            Setting = answers => StackForm.Path(answers, "signIn.port"),
            Applies = answers => answers.KnownProduct?.SignIn is not null && answers.Host is not null,
            Otherwise = answers => answers.KnownProduct!.SignIn!.Port.ToString(CultureInfo.InvariantCulture),
        },
        new("--alias", "The alias of the instance", answers => answers.Alias is not null,
            (answers, text) => answers with { Alias = text })
        {
            Setting = answers => StackForm.Path(answers, "signIn.alias"),
            Applies = answers => answers.KnownProduct?.SignIn is { HasAlias: true } && !answers.IsLocal,
        },
        new("--certificate", "The file with the public part of the product's certificate", answers => answers.Certificates.Count > 0,
            (answers, text) => answers with { Certificates = [text] })
        {
            Setting = answers => StackForm.Path(answers, "certificates"),
        },
        new("--mailbox-access", $"The protocols that this version of the product uses ({Protocols})",
            answers => answers.MailboxAccess.Count > 0,
            (answers, text) => answers with { MailboxAccess = Split(text) })
        {
            Setting = answers => StackForm.Path(answers, "mailboxAccess"),
            Applies = answers => answers.KnownProduct is { } product
                && (product.MailboxAccess is null || (product.NamesPermissions && answers.Permissions.Count == 0)),
        },
        new("--user-sync", "Which users the product synchronizes", answers => answers.UserSync is not null,
            (answers, text) => answers with { UserSync = text })
        {
            Setting = answers => StackForm.Path(answers, "userSync"),
            Applies = answers => answers.KnownProduct?.UserSync?.Default is not null && !answers.IsLocal,
            Choices = [.. UserSyncFilter.Known.Select(filter => filter.Key)],
            Otherwise = answers => answers.KnownProduct!.UserSync!.Default!.Key,
        },
        new("--group", "The group whose members it synchronizes", answers => answers.Groups.Count > 0,
            (answers, text) => answers with { Groups = [text] })
        {
            Setting = answers => StackForm.Path(answers, "userSync.groups"),
            Applies = answers => answers.UserSync == UserSyncFilter.Groups.Key,
        },
    ];

    /// <summary>The parts of an option that holds several, joined by commas or blanks.</summary>
    public static IReadOnlyList<string> Split(string text) =>
        text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Protocols => string.Join(", ", MailboxProtocol.Known.Select(protocol => protocol.Key));

    private static StackAnswers WithPort(StackAnswers answers, string text) =>
        answers with { Port = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : 0 };
}
