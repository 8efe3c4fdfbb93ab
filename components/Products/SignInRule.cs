namespace TenantOnboarding.Components.Products;

/// <summary>How users sign in to a product through the tenant.</summary>
public sealed record SignInRule
{
    /// <summary>True where the product cannot do without, as long as its users come from the tenant.</summary>
    public required bool Required { get; init; }

    /// <summary>The port of the product's web access where none is given.</summary>
    public required int Port { get; init; }

    /// <summary>True where the redirect URI carries an instance's alias.</summary>
    public bool HasAlias { get; init; }

    /// <summary>True where the path of the redirect URI may be given.</summary>
    public bool HasPath { get; init; }
}
