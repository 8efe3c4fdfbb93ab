using Pulumi;

namespace TenantOnboarding.Components;

/// <summary>Which directory role an <see cref="ExchangeRole"/> gives to whom.</summary>
public sealed class ExchangeRoleArgs : ResourceArgs
{
    /// <summary>The role's template id, the same in every tenant.</summary>
    public required Input<string> TemplateId { get; init; }

    /// <summary>Object id of the application's service principal.</summary>
    public required Input<string> PrincipalObjectId { get; init; }
}
