using Pulumi;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>Hears of a program's resources while they are constructed, before anything of them is known to be registered.</summary>
internal interface IDeclarations
{
    /// <summary>A resource is constructed with these arguments and options.</summary>
    void Announce(Resource resource, ResourceArgs args, ResourceOptions options);

    /// <summary>The program has returned, or failed; nothing more is constructed.</summary>
    void Ended();
}
