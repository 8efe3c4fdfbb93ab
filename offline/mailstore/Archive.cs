using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimulatedMailStore;

/// <summary>What MailStore holds: its directory services and its users.</summary>
/// <param name="options">What kind of MailStore.</param>
internal sealed class Archive(MailStoreOptions options)
{
    private readonly Lock _gate = new();
    private readonly List<MailStoreUser> _users = [new(options.UserName, "Administrator", IsOwn: true), .. options.Users];
    private JsonObject _directory = (JsonObject)options.DirectoryServices.DeepClone();

    /// <summary>Whom the tenant brings.</summary>
    private IReadOnlyList<MailStoreUser> Brought => options.OneDiffers
        ? [.. options.Brought.SkipLast(1), new($"somebody.else@{options.Brought[^1].UserName.Split('@')[^1]}", "Somebody Else")]
        : options.Brought;

    public Answer DirectoryServices()
    {
        lock (_gate)
            return Answer.Of(_directory.DeepClone());
    }

    public Answer SetDirectoryServices(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject config || Names(config) != Names(options.DirectoryServices))
                return Answer.Error("The configuration is not valid.");
            lock (_gate)
                _directory = options.ForgetsWhatIsSet ? _directory : config;
            return Answer.Of(null);
        }
        catch (JsonException exception)
        {
            return Answer.Error(exception.Message);
        }
    }

    public Answer Users()
    {
        lock (_gate)
            return Answer.Of(new JsonArray([.. _users.Select(user =>
                new JsonObject { ["userName"] = user.UserName, ["fullName"] = user.FullName, ["distinguishedName"] = null })]));
    }

    public Answer UserInfo(string name)
    {
        lock (_gate)
        {
            return _users.Find(user => string.Equals(user.UserName, name, StringComparison.OrdinalIgnoreCase)) is { } user
                ? Answer.Of(new JsonObject
                {
                    ["userName"] = user.UserName,
                    ["fullName"] = user.FullName,
                    ["authentication"] = user.IsOwn ? "integrated" : "directoryServices",
                })
                : Answer.Error($"The user '{name}' does not exist.");
        }
    }

    /// <summary>Compares users with the tenant's, and takes over what differs unless it is a dry run.</summary>
    /// <returns>The log: whom the tenant brings, new ones marked with +, and with - those that go.</returns>
    public string Synchronize(bool dryRun)
    {
        lock (_gate)
        {
            if (options.KnownClientId is { } known && !Mentions(known))
                throw new InvalidOperationException("AADSTS700016: Application was not found in the directory.");
            StringBuilder log = new("Synchronizing users with Microsoft 365...\r\n");
            foreach (MailStoreUser user in Brought)
            {
                bool isNew = !_users.Exists(one => string.Equals(one.UserName, user.UserName, StringComparison.OrdinalIgnoreCase));
                log.Append(isNew ? "+ " : "  ").Append(user.UserName).Append("\r\n");
                if (isNew && !dryRun)
                    _users.Add(user);
            }
            if (_directory["deleteUsersAutomatically"] is JsonValue value && value.TryGetValue(out bool deletes) && deletes)
                Delete(log, dryRun);
            return log.ToString();
        }
    }

    private void Delete(StringBuilder log, bool dryRun)
    {
        HashSet<string> brought = new(Brought.Select(user => user.UserName), StringComparer.OrdinalIgnoreCase);
        foreach (MailStoreUser user in _users.Where(user => !user.IsOwn && !brought.Contains(user.UserName)).ToArray())
        {
            log.Append("- ").Append(user.UserName).Append("\r\n");
            if (!dryRun)
                _users.Remove(user);
        }
    }

    private bool Mentions(Guid id) => _directory.ToJsonString().Contains(id.ToString(), StringComparison.OrdinalIgnoreCase);

    private static string Names(JsonObject config) =>
        string.Join(' ', config.Select(property => property.Key).Order(StringComparer.Ordinal));
}
