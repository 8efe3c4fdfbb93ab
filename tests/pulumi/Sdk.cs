using System.Reflection;
using System.Runtime.Loader;
using Pulumi;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>Which SDK the tests were built against, and the stand-in in either case.</summary>
internal static class Sdk
{
    private static readonly Lazy<Assembly> LoadedStandIn = new(() => typeof(Output).Assembly.GetName().Name == "Pulumi.Offline"
        ? typeof(Output).Assembly
        : new AssemblyLoadContext("stand-in").LoadFromAssemblyPath(Metadata("PulumiOffline")));

    /// <summary>Whether the official packages take the stand-in's place (-p:PulumiSdk=packages).</summary>
    public static bool IsOfficial { get; } = typeof(Output).Assembly != StandIn;

    /// <summary>The stand-in; beside the official packages it is loaded in a context of its own, and only looked at.</summary>
    public static Assembly StandIn => LoadedStandIn.Value;

    private static string Metadata(string key) => typeof(Sdk).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
