using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Components.Exchange;

/// <summary>
/// A protocol by which a product reaches mailboxes, with everything that follows from it. <see cref="Known"/> lists them.
/// </summary>
/// <param name="Key">Its name in the configuration and in the outputs.</param>
public sealed partial record MailboxProtocol(string Key)
{
    /// <summary>Its name in Microsoft's words.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The application permission that opens mailboxes to it.</summary>
    public required Permission Permission { get; init; }

    /// <summary>The permission instead, where the product deletes mail after archiving it; null: deleting needs none of its own.</summary>
    public Permission? DeletingPermission { get; init; }

    /// <summary>The day on which it ends, or null.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>What the tenant must grant it beyond the permission, in words; null: nothing.</summary>
    public string? TenantMust { get; init; }

    /// <summary>Why no set of mailboxes can limit it, as the fix says it; null: one can.</summary>
    public string? WhyNoScope { get; init; }

    /// <summary>Why an administrative unit cannot limit it, as the fix says it; null: one can.</summary>
    public string? WhyNoAdministrativeUnit { get; init; }

    /// <summary>True where a directory role says what it may do.</summary>
    public bool NeedsRole { get; init; }

    /// <summary>True where Exchange must know the application as a service principal of its own.</summary>
    public bool NeedsServicePrincipal { get; init; }

    /// <summary>The lines by which Exchange is told, or null where consent is enough.</summary>
    internal Func<ExchangeSetup, IEnumerable<string>>? Setup { get; init; }

    /// <summary>The lines that show an administrator that it works, or null.</summary>
    internal Func<ExchangeSetup, IEnumerable<string>>? Tests { get; init; }

    /// <summary>True where Exchange must be told anything, or shown to work by a script.</summary>
    public bool NeedsExchange => Setup is not null || Tests is not null;

    /// <summary>Whole days left on <paramref name="today"/>, zero or less when it is gone; null: it does not end.</summary>
    public int? DaysLeft(DateOnly today) => EndsOn is { } end ? end.DayNumber - today.DayNumber : null;
}
