using System.CommandLine;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;
using TenantOnboarding.Fleet.Creation;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Every answer that a new stack takes, as an option.</summary>
internal sealed class NewOptions
{
    private readonly Argument<string?> _stack = new("stack")
    {
        Description = "The stack's name, for example the customer's.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _tenant = Text("--tenant", "TENANT", "The tenant's id, or one of its domains, by which the id is "
        + "looked up in the document that each tenant publishes.");
    private readonly Option<string?> _domain = Text("--domain", "DOMAIN", "A verified domain of the tenant; --tenant's unless given.");
    private readonly Option<string?> _environment = Text("--environment", "CLOUD", "The cloud that holds the tenant.");
    private readonly Option<string?> _product = Text("--product", "PRODUCT", $"One of {Keys(Product.Known.Select(one => one.Key))}.");
    private readonly Option<string?> _integration = Text("--integration", "NAME", "The logical name; after the product unless given.");
    private readonly Option<string?> _displayName = Text("--display-name", "NAME", "The application's name as the portal is to show it.");
    private readonly Option<string?> _directory = Text("--directory", "SOURCE",
        $"Where the product takes its users from: {Keys(DirectorySource.Known.Select(one => one.Key))}.");
    private readonly Option<string?> _host = Text("--host", "HOST", "The host on which users sign in to the product.");
    private readonly Option<int?> _port = new("--port")
    {
        Description = "The port of its web access; the product's own unless given.",
        HelpName = "PORT",
    };

    private readonly Option<string?> _alias = Text("--alias", "ALIAS", "The alias of a hosted instance.");
    private readonly Option<string?> _path = Text("--path", "PATH", "The path that ends the redirect URI, for a custom product.");
    private readonly Option<string[]> _certificates = Texts("--certificate", "FILE", "The public part of the product's certificate; from "
        + "outside of the project it is copied into it.");
    private readonly Option<string[]> _mailboxAccess = Texts("--mailbox-access", "PROTOCOL",
        $"What this version of the product uses: {Keys(MailboxProtocol.Known.Select(one => one.Key))}; several with commas.");
    private readonly Option<bool> _deletes = new("--delete-after-archiving")
    {
        Description = "The product deletes mail after archiving it.",
    };

    private readonly Option<string?> _mailboxes = Text("--mailboxes", "GROUP",
        "The group whose members' mailboxes may be reached; every mailbox unless given.");
    private readonly Option<string?> _userSync = Text("--user-sync", "FILTER",
        $"Which users are synchronized: {Keys(UserSyncFilter.Known.Select(one => one.Key))}; the product's own unless given.");
    private readonly Option<string[]> _groups = Texts("--group", "NAME", "With --user-sync groups: the groups.");
    private readonly Option<string[]> _permissions = Texts("--permission", "API/VALUE",
        $"For a custom product, for example {Api.MicrosoftGraph.Key}/Directory.Read.All.");
    private readonly Option<bool> _noRehearsal = new("--no-rehearsal") { Description = "Write the file, and rehearse nothing." };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _environment.AcceptOnlyFromAmong([.. Cloud.Known.Select(cloud => cloud.Key)]);
        command.Add(_stack);
        foreach (Option option in (Option[])[_tenant, _domain, _environment, _product, _integration, _displayName, _directory, _host, _port,
            _alias, _path, _certificates, _mailboxAccess, _deletes, _mailboxes, _userSync, _groups, _permissions, _noRehearsal])
            command.Add(option);
    }

    /// <summary>Whether the stack is rehearsed at once.</summary>
    public bool Rehearses(ParseResult result) => !result.GetValue(_noRehearsal);

    /// <summary>What was given.</summary>
    public StackAnswers Answers(ParseResult result) => new()
    {
        Stack = result.GetValue(_stack),
        Tenant = result.GetValue(_tenant),
        Domain = result.GetValue(_domain),
        Environment = result.GetValue(_environment),
        Integration = result.GetValue(_integration),
        Product = result.GetValue(_product),
        DisplayName = result.GetValue(_displayName),
        Directory = result.GetValue(_directory),
        Host = result.GetValue(_host),
        Port = result.GetValue(_port),
        Alias = result.GetValue(_alias),
        Path = result.GetValue(_path),
        Certificates = result.GetRequiredValue(_certificates),
        MailboxAccess = [.. result.GetRequiredValue(_mailboxAccess).SelectMany(Questions.Split)],
        Deletes = result.GetValue(_deletes),
        MailboxGroup = result.GetValue(_mailboxes),
        UserSync = result.GetValue(_userSync),
        Groups = result.GetRequiredValue(_groups),
        Permissions = result.GetRequiredValue(_permissions),
    };

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    private static Option<string[]> Texts(string name, string value, string description) => new(name)
    {
        Description = description,
        HelpName = value,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static string Keys(IEnumerable<string> keys) => string.Join(", ", keys);
}
