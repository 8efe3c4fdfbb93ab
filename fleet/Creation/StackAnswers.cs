using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Fleet.Creation;

/// <summary>What somebody said of a new stack, as it was said: null and empty where nothing was.</summary>
internal sealed record StackAnswers
{
    /// <summary>The stack's name.</summary>
    public string? Stack { get; init; }

    /// <summary>The tenant's id.</summary>
    public string? Tenant { get; init; }

    /// <summary>A domain of the tenant.</summary>
    public string? Domain { get; init; }

    /// <summary>The cloud by its name in the configuration; null for the worldwide one.</summary>
    public string? Environment { get; init; }

    /// <summary>The integration's logical name; null: after the product.</summary>
    public string? Integration { get; init; }

    /// <summary>The product by its name in the configuration.</summary>
    public string? Product { get; init; }

    /// <summary>The application's display name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Where users come from, by its name in the configuration.</summary>
    public string? Directory { get; init; }

    /// <summary>The host on which users sign in.</summary>
    public string? Host { get; init; }

    /// <summary>The port of the product's web access; null: the product's own.</summary>
    public int? Port { get; init; }

    /// <summary>The alias of a hosted instance.</summary>
    public string? Alias { get; init; }

    /// <summary>The path that ends the redirect URI.</summary>
    public string? Path { get; init; }

    /// <summary>Certificate files.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>Protocols by their names in the configuration.</summary>
    public IReadOnlyList<string> MailboxAccess { get; init; } = [];

    /// <summary>Whether mail is deleted after archiving.</summary>
    public bool Deletes { get; init; }

    /// <summary>The group whose members' mailboxes may be reached; null: every mailbox.</summary>
    public string? MailboxGroup { get; init; }

    /// <summary>Which users are synchronized, by its name in the configuration.</summary>
    public string? UserSync { get; init; }

    /// <summary>Display names of the groups whose members are synchronized.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Permissions of a custom product, each as <c>api/value</c>.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>The product, where it is a known one.</summary>
    public Product? KnownProduct => Components.Products.Product.Known.FirstOrDefault(product => product.Key == Product);

    /// <summary>Whether users come from a local directory, so that nobody signs in through the tenant.</summary>
    public bool IsLocal => Directory == DirectorySource.ActiveDirectory.Key;
}
