using TenantOnboarding.Components.Exchange;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace TenantOnboarding.Fleet.Migration;

/// <summary>
/// The way off a protocol that ends, in two steps that somebody asks for: its successor beside it, and, once the products use that, the
/// protocol itself away.
/// </summary>
internal static class ProtocolSteps
{
    /// <summary>Another protocol beside one, wherever that is used.</summary>
    public static MigrationStep Beside(MailboxProtocol used, MailboxProtocol successor) => new(
        "beside", $"adds {successor.Key} beside {used.Key}: the next deployment consents to {successor.Permission.Value}",
        source => Uses(source, used.Key).Where(use => Item(use.List, successor.Key) is null)
            .Select(use => After(source, use, successor.Key)));

    /// <summary>A protocol away, wherever another one is there.</summary>
    public static MigrationStep Retire(MailboxProtocol protocol) => new(
        "retire", $"takes {protocol.Key} away: the next deployment withdraws {protocol.Permission.Value}",
        source => Uses(source, protocol.Key).Where(use => use.List.Children.Count > 1).Select(use => Without(source, use)))
    {
        Leaves = source => Uses(source, protocol.Key).Where(use => use.List.Children.Count == 1).Select(use =>
            $"{use.Integration} uses {protocol.Key} alone, and was left as it is; add a successor first, for example with "
                + $"--beside {protocol.Key}={MailboxProtocol.Graph.Key}"),
    };

    private static IEnumerable<(string Integration, YamlSequenceNode List, YamlScalarNode Item)> Uses(StackSource source, string key) =>
        from integration in source.Integrations()
        let list = StackSource.Child(integration.Settings, "mailboxAccess") as YamlSequenceNode
        where list is not null && Item(list, key) is not null
        select (integration.Name, list, Item(list, key)!);

    private static YamlScalarNode? Item(YamlSequenceNode list, string key) =>
        list.Children.OfType<YamlScalarNode>().FirstOrDefault(item => item.Value == key);

    private static SourceEdit After(StackSource source, (string Integration, YamlSequenceNode List, YamlScalarNode Item) use, string key)
    {
        (int start, int end) = StackSource.PlaceOf(use.Item);
        if (use.List.Style == SequenceStyle.Flow)
            return new(end, end, $", {key}");
        int line = source.LineStart(start), lineEnd = source.LineEnd(end);
        return new(lineEnd, lineEnd, $"{source.NewLine}{source.Text[line..start]}{key}");
    }

    private static SourceEdit Without(StackSource source, (string Integration, YamlSequenceNode List, YamlScalarNode Item) use)
    {
        (int start, int end) = StackSource.PlaceOf(use.Item);
        IList<YamlNode> items = use.List.Children;
        if (use.List.Style != SequenceStyle.Flow)
        {
            int next = source.Text.IndexOf('\n', end);
            return new(source.LineStart(start), next < 0 ? source.Text.Length : next + 1, "");
        }
        int index = items.IndexOf(use.Item);
        return index < items.Count - 1
            ? new(start, StackSource.PlaceOf(items[index + 1]).Start, "") : new(StackSource.PlaceOf(items[index - 1]).End, end, "");
    }
}
