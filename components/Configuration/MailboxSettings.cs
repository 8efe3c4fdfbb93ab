using System.Collections.Immutable;
using System.Globalization;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Components.Configuration;

/// <summary>
/// Reads how mailboxes are reached, and which: <c>mailboxAccess</c>, <c>deleteAfterArchiving</c>, <c>readMailboxPurpose</c>,
/// <c>mailboxes</c>, <c>exchangeRole</c>.
/// </summary>
internal static class MailboxSettings
{
    /// <summary>The role that app-only automation of mailboxes gets where none is named.</summary>
    private const string DefaultExchangeRole = "Exchange Recipient Administrator";

    /// <summary>The protocols, in the order of the file; one that ended is noted as a mistake.</summary>
    public static ImmutableArray<MailboxProtocol> ReadProtocols(Setting setting, Product product, DateTimeOffset now)
    {
        if (!setting.Exists && product.MailboxAccess is { } preset)
            return preset;

        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        string ends = string.Join("; ",
            MailboxProtocol.Known.Where(protocol => protocol.EndsOn is not null).Select(protocol => End(protocol, today)));
        List<MailboxProtocol> protocols = [];
        foreach (Setting item in setting.Items(
            $"a list of the protocols that the product uses: {Keys(MailboxProtocol.Known)}",
            $"look up which protocol this version of the product uses and name it; {ends}"))
        {
            if (item.Choice(MailboxProtocol.Known, known => known.Key, $"name a protocol; {ends}") is not { } protocol)
                continue;
            if (protocols.Contains(protocol))
                item.Error($"{item.Found}, a second time", "every protocol once", "remove the repetition");
            else if (protocol.DaysLeft(today) <= 0)
                item.Error("another protocol", $"{End(protocol, today)}: use graph or imap");
            protocols.Add(protocol);
        }
        return [.. protocols.Distinct()];
    }

    /// <summary>Whether the product deletes mail after archiving it.</summary>
    public static bool ReadDeleteAfterArchiving(Setting setting, ImmutableArray<MailboxProtocol> protocols)
    {
        if (!setting.Exists)
            return false;
        bool? flag = setting.Flag("write true where the product deletes mail after it has archived it");
        if (flag == true && protocols.All(protocol => protocol.DeletingPermission is null))
        {
            setting.Error(
                $"mailboxAccess with {Keys(MailboxProtocol.Known.Where(protocol => protocol.DeletingPermission is not null))}",
                "remove it: with the other protocols deleting needs no permission of its own");
        }
        return flag == true;
    }

    /// <summary>Whether the application may read what each mailbox is for: a person's, shared, a room's, equipment's.</summary>
    public static bool ReadPurpose(Setting setting, MailboxScope? scope)
    {
        if (!setting.Exists)
            return false;
        bool? flag = setting.Flag("write true to let the verification tell shared mailboxes from people's");
        if (flag == true && scope is not null)
        {
            setting.Error(
                "no readMailboxPurpose together with mailboxes",
                "remove it: what mailboxes are for is read for the whole tenant, and the scope limits the application to some");
        }
        return flag == true;
    }

    /// <summary>The mailboxes that may be reached, or null for all.</summary>
    public static MailboxScope? ReadScope(Setting setting, ImmutableArray<MailboxProtocol> protocols)
    {
        if (!setting.Exists)
            return null;
        if (!setting.IsObject || setting.Entries().Count() != 1)
        {
            setting.Error(
                "{ group: <display name> } or { administrativeUnit: <name> }",
                "name the group, or the administrative unit, whose members' mailboxes may be reached; for all mailboxes leave it out");
            return null;
        }
        setting.AllowOnly("group", "administrativeUnit");
        Setting group = setting["group"];
        Setting unit = setting["administrativeUnit"];
        if (protocols.IsEmpty)
            setting.Error("a product with mailboxAccess", "remove it, or say by which protocol mailboxes are reached");
        foreach (MailboxProtocol protocol in protocols)
        {
            if (protocol.WhyNoScope is { } noScope)
                setting.Error($"no scope together with {protocol.Key}", noScope);
            if (unit.Exists && protocol.WhyNoAdministrativeUnit is { } noUnit)
                unit.Error($"a group together with {protocol.Key}", noUnit);
        }

        if (group.Exists)
            return ReadName(group) is { } groupName ? new MailboxScope(MailboxScopeKind.Group, groupName) : null;
        return unit.Exists && ReadName(unit) is { } unitName ? new MailboxScope(MailboxScopeKind.AdministrativeUnit, unitName) : null;
    }

    /// <summary>The directory role that a protocol asks for, or null.</summary>
    public static string? ReadExchangeRole(Setting setting, ImmutableArray<MailboxProtocol> protocols)
    {
        if (protocols.Any(protocol => protocol.NeedsRole))
        {
            return setting.Or<string?>(DefaultExchangeRole, item => item.Text(
                $"the display name of a directory role, for example {DefaultExchangeRole}", "give the role as the Entra portal shows it"));
        }
        if (setting.Exists)
        {
            string keys = Keys(MailboxProtocol.Known.Where(protocol => protocol.NeedsRole));
            setting.Error($"no exchangeRole without mailboxAccess: [ {keys} ]", "remove it, or add the protocol");
        }
        return null;
    }

    private static string? ReadName(Setting name)
    {
        const string Fix = "give the name as the Entra portal shows it";
        if (name.Text("a name", Fix) is not { } text)
            return null;
        if (text == text.Trim() && !text.Any(char.IsControl))
            return text;
        name.Error("a name of printable characters, without blanks at either end", Fix);
        return null;
    }

    private static string End(MailboxProtocol protocol, DateOnly today)
    {
        string end = protocol.EndsOn!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        int days = protocol.DaysLeft(today)!.Value;
        return days > 0 ? $"{protocol.Key} needs the tenant's allow list and ends on {end}, in {days} day{(days == 1 ? "" : "s")}"
            : $"{protocol.Key} ended on {end}";
    }

    private static string Keys(IEnumerable<MailboxProtocol> protocols) => string.Join(", ", protocols.Select(protocol => protocol.Key));
}
