using System.Text.Json.Nodes;

namespace SimulatedMailStore;

/// <summary>What kind of MailStore.</summary>
public sealed record MailStoreOptions
{
    /// <summary>HTTPS port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The administrator's name.</summary>
    public string UserName { get; init; } = "admin";

    /// <summary>The administrator's password.</summary>
    public string Password { get; init; } = "simulated";

    /// <summary>The instance of a Service Provider Edition; null: MailStore Server.</summary>
    public string? Instance { get; init; }

    /// <summary>Its directory services, an object of any shape; a simulated one by <see cref="Microsoft365"/>.</summary>
    public JsonObject DirectoryServices { get; init; } = Microsoft365(Guid.Empty, Guid.Empty, null);

    /// <summary>Credentials that <c>GetCredentials</c> gives; null: this version has no such function.</summary>
    public JsonArray? Credentials { get; init; }

    /// <summary>The application that the tenant knows: a synchronization with another client id fails. Null: any is known.</summary>
    public Guid? KnownClientId { get; init; }

    /// <summary>Whom the tenant brings.</summary>
    public IReadOnlyList<MailStoreUser> Brought { get; init; } = [];

    /// <summary>Who is there before the first synchronization, besides the administrator.</summary>
    public IReadOnlyList<MailStoreUser> Users { get; init; } = [];

    /// <summary>Whether the tenant brings another user in place of the last one.</summary>
    public bool OneDiffers { get; init; }

    /// <summary>How many times a job is running before it ends.</summary>
    public int JobSteps { get; init; } = 3;

    /// <summary>How jobs end.</summary>
    public JobEnd JobEnd { get; init; }

    /// <summary>Functions that this version lacks.</summary>
    public IReadOnlyCollection<string> Lacks { get; init; } = [];

    /// <summary>The function, or <c>get-status</c>, whose answers break off half-way; null: none.</summary>
    public string? BreaksAt { get; init; }

    /// <summary>How many answers break off.</summary>
    public int Breaks { get; init; } = int.MaxValue;

    /// <summary>Whether what is set is taken and forgotten.</summary>
    public bool ForgetsWhatIsSet { get; init; }

    /// <summary>A directory-services object for Microsoft 365. MailStore does not publish the shape of its own; this one is the
    /// simulation's.</summary>
    public static JsonObject Microsoft365(Guid clientId, Guid tenantId, string? redirectUri) => new()
    {
        ["directoryServiceType"] = "Microsoft365Modern",
        ["connection"] = new JsonObject { ["clientId"] = clientId.ToString(), ["tenantId"] = tenantId.ToString() },
        ["redirectUri"] = redirectUri,
        ["syncLicensedUsersOnly"] = false,
        ["syncEnabledUsersOnly"] = false,
        ["syncGroups"] = new JsonArray(),
        ["deleteUsersAutomatically"] = false,
    };
}
