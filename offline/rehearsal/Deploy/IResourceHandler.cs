using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>The life of one resource type, request by request as its provider leads it.</summary>
internal interface IResourceHandler
{
    /// <summary>Pulumi's type token, such as <c>azuread:index/applicationRegistration:ApplicationRegistration</c>.</summary>
    string Type { get; }

    /// <summary>True for resources that are not part of a tenant and exist in this process only.</summary>
    bool Simulated { get; }

    /// <summary>List properties that the provider holds as sets, so order is no difference.</summary>
    IReadOnlySet<string> Sets { get; }

    /// <summary>Properties beyond those of the schema facts whose change replaces the resource.</summary>
    IReadOnlySet<string> ReplaceOnChanges { get; }

    /// <summary>What the provider fills in, refuses and leaves alone.</summary>
    ProviderRules Rules { get; }

    /// <summary>False where the provider offers no import.</summary>
    bool CanImport { get; }

    /// <summary>Makes it.</summary>
    Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken);

    /// <summary>Looks at it; null where it is gone. <paramref name="known"/> are the outputs of the last deploy, empty on import.</summary>
    Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken);

    /// <summary>Changes it in place.</summary>
    Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed,
        CancellationToken cancellationToken);

    /// <summary>Deletes it.</summary>
    Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken);
}
