using System.Globalization;
using System.Xml.Linq;
using SimulatedTenant.Directory;
using SimulatedTenant.Exchange.Imap;
using SimulatedTenant.Http;
using static SimulatedTenant.Exchange.EwsXml;

namespace SimulatedTenant.Exchange;

/// <summary><c>GetFolder</c>, <c>FindFolder</c> and <c>FindItem</c> in a mailbox that is open.</summary>
internal sealed class EwsMailbox(DirectoryUser user)
{
    private const int MostFolders = 100;
    private const string NotFound = "The specified folder could not be found in the store.";

    private static readonly Dictionary<string, string[]> Understood = new()
    {
        ["GetFolder"] = ["FolderShape", "FolderIds"],
        ["FindFolder"] = ["FolderShape", "IndexedPageFolderView", "ParentFolderIds"],
        ["FindItem"] = ["ItemShape", "IndexedPageItemView", "SortOrder", "ParentFolderIds"],
    };

    private static readonly string[] FolderDefault = ["DisplayName", "TotalCount", "ChildFolderCount", "UnreadCount"];
    private static readonly string[] ItemDefault =
        ["Subject", "Sensitivity", "DateTimeReceived", "Size", "DateTimeSent", "DateTimeCreated", "HasAttachments", "From", "IsRead"];

    public static bool Answers(string operation) => Understood.ContainsKey(operation);

    /// <exception cref="EwsException">The request is not valid, or not simulated.</exception>
    public TenantResponse Answer(XElement request)
    {
        string operation = request.Name.LocalName;
        // A condition that is not understood is refused: an answer without it would be wrong.
        XElement? strange = request.Elements().FirstOrDefault(e => !Understood[operation].Contains(e.Name.LocalName));
        if (strange is not null)
            throw new EwsException("ErrorInvalidOperation", $"The simulated tenant answers {operation} without "
                + $"{strange.Name.LocalName} only.");
        XElement[] folders = [.. Required(request, operation == "GetFolder" ? "FolderIds" : "ParentFolderIds").Elements()];
        if (folders.Length is 0 or > MostFolders)
            throw new EwsException("ErrorInvalidOperation", $"The simulated tenant answers for 1 to {MostFolders} folders at a time.");
        Func<EwsFolder, XElement> answer = operation switch
        {
            "GetFolder" => GetFolder(request),
            "FindFolder" => FindFolder(request),
            _ => FindItem(request),
        };
        return Response(operation, folders.Select(id => Find(id, out string code) is { } folder
            ? Success(operation, answer(folder))
            : Error(operation, code, code == "ErrorFolderNotFound" ? NotFound : "Id is malformed.")).ToArray());
    }

    private Func<EwsFolder, XElement> GetFolder(XElement request)
    {
        Func<string, bool> wanted = Wanted(Required(request, "FolderShape"), "folder:", FolderDefault);
        return folder => new XElement(Messages + "Folders", Write(folder, wanted));
    }

    private Func<EwsFolder, XElement> FindFolder(XElement request)
    {
        Func<string, bool> wanted = Wanted(Required(request, "FolderShape"), "folder:", FolderDefault);
        EwsPage page = EwsPage.Read(request.Element(Messages + "IndexedPageFolderView"));
        // No folder under the root has folders of its own, so that deep and shallow find the same.
        bool none = Traversal(request, "Shallow", "Deep", "SoftDeleted") == "SoftDeleted";
        return folder => page.Write("Folders", none || !folder.IsRoot ? [] : EwsFolder.Children, child => Write(child, wanted));
    }

    private Func<EwsFolder, XElement> FindItem(XElement request)
    {
        Func<string, bool> wanted = Wanted(Required(request, "ItemShape"), "item:", ItemDefault);
        EwsPage page = EwsPage.Read(request.Element(Messages + "IndexedPageItemView"));
        bool none = Traversal(request, "Shallow", "SoftDeleted", "Associated") != "Shallow";
        bool ascending = IsAscending(request.Element(Messages + "SortOrder"));
        return folder =>
        {
            int count = none ? 0 : folder.Count(user);
            int[] numbers = [.. Enumerable.Range(1, count).Select(number => ascending ? number : count + 1 - number)];
            return page.Write("Items", numbers, number => Write(new ImapMessage(user, number), wanted));
        };
    }

    private XElement Write(EwsFolder folder, Func<string, bool> wanted)
    {
        int count = folder.Count(user);
        XElement? Value(string name, string value) => wanted(name) ? new XElement(Types + name, value) : null;
        return new XElement(
            Types + "Folder",
            Id("FolderId", folder.IdIn(user)),
            wanted("ParentFolderId") && !folder.IsRoot ? Id("ParentFolderId", EwsFolder.Root.IdIn(user)) : null,
            Value("FolderClass", "IPF.Note"),
            Value("DisplayName", folder.DisplayName),
            Value("TotalCount", Number(count)),
            Value("ChildFolderCount", Number(folder.IsRoot ? EwsFolder.Children.Count : 0)),
            Value("UnreadCount", Number(Mailbox.Unread(count))));
    }

    private XElement Write(ImapMessage message, Func<string, bool> wanted)
    {
        XElement? Value(string name, object value) => wanted(name) ? new XElement(Types + name, value) : null;
        string received = message.Received.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return new XElement(
            Types + "Message",
            Id("ItemId", EwsFolder.ItemId(user, message.Number)),
            wanted("ParentFolderId") ? Id("ParentFolderId", EwsFolder.FindDistinguished(user, "inbox")!.IdIn(user)) : null,
            Value("ItemClass", "IPM.Note"),
            Value("Subject", message.Subject),
            Value("Sensitivity", "Normal"),
            Value("DateTimeReceived", received),
            Value("Size", Number(message.Size)),
            Value("Importance", "Normal"),
            Value("DateTimeSent", received),
            Value("DateTimeCreated", received),
            Value("HasAttachments", message.Parts.Count > 1),
            Value("From", new XElement(
                Types + "Mailbox",
                new XElement(Types + "Name", "Nora Falk"),
                new XElement(Types + "EmailAddress", "nora.falk@fabrikam.com"),
                new XElement(Types + "RoutingType", "SMTP"),
                new XElement(Types + "MailboxType", "OneOff"))),
            Value("InternetMessageId", message.MessageId),
            Value("IsRead", message.Flags.Length > 0));
    }

    private static XElement Id(string name, string id) =>
        new(Types + name, new XAttribute("Id", id), new XAttribute("ChangeKey", "AQAAAA=="));

    private EwsFolder? Find(XElement id, out string code)
    {
        code = "ErrorFolderNotFound";
        string value = (string?)id.Attribute("Id") ?? throw Invalid("The required attribute 'Id' is missing.");
        if (id.Name == Types + "FolderId")
        {
            if (!EwsFolder.IsId(value))
                code = "ErrorInvalidIdMalformed";
            return EwsFolder.Find(user, value);
        }
        if (id.Name != Types + "DistinguishedFolderId")
            throw Invalid($"The element '{id.Name.LocalName}' is no id of a folder.");
        string? other = id.Element(Types + "Mailbox")?.Element(Types + "EmailAddress")?.Value;
        bool isOwn = other is null || other.Equals(user.Mail, StringComparison.OrdinalIgnoreCase)
            || other.Equals(user.UserPrincipalName, StringComparison.OrdinalIgnoreCase);
        return isOwn ? EwsFolder.FindDistinguished(user, value) : null;
    }

    /// <summary>Which properties a shape asks for, beside the id.</summary>
    private static Func<string, bool> Wanted(XElement shape, string prefix, string[] usual)
    {
        string? kind = shape.Element(Types + "BaseShape")?.Value;
        if (kind == "AllProperties")
            return _ => true;
        if (kind is not ("IdOnly" or "Default"))
            throw Invalid($"The 'BaseShape' element is invalid - The value '{kind}' is no shape.");
        HashSet<string> names = kind == "Default" ? [.. usual] : [];
        foreach (XElement field in shape.Elements(Types + "AdditionalProperties").Elements(Types + "FieldURI"))
        {
            string uri = (string?)field.Attribute("FieldURI") ?? "";
            names.Add(uri.StartsWith(prefix, StringComparison.Ordinal) ? uri[prefix.Length..] : uri.Replace("message:", "",
                StringComparison.Ordinal));
        }
        return names.Contains;
    }

    private static string Traversal(XElement request, params string[] known)
    {
        string? traversal = (string?)request.Attribute("Traversal");
        return known.Contains(traversal)
            ? traversal!
            : throw Invalid($"The 'Traversal' attribute is invalid - The value '{traversal}' is none of {string.Join(", ", known)}.");
    }

    private static bool IsAscending(XElement? order)
    {
        if (order is null)
            return false;
        XElement[] fields = [.. order.Elements(Types + "FieldOrder")];
        return fields is [{ } only] && (string?)only.Element(Types + "FieldURI")?.Attribute("FieldURI") == "item:DateTimeReceived"
            ? (string?)only.Attribute("Order") == "Ascending"
            : throw new EwsException("ErrorInvalidOperation", "The simulated tenant sorts items by item:DateTimeReceived only.");
    }

    private static XElement Required(XElement request, string name) => request.Element(Messages + name)
        ?? throw Invalid($"The element '{request.Name.LocalName}' has incomplete content. '{name}' expected.");

    private static EwsException Invalid(string problem) => new("ErrorSchemaValidation", $"The request failed schema validation: {problem}");
}
