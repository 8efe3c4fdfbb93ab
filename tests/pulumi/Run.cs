using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>Short forms of <see cref="Deployment"/>'s test runs.</summary>
internal static class Run
{
    public static TestOptions Update => new() { IsPreview = false };

    public static TestOptions Preview => new();

    /// <summary>Runs a program as an update and returns one output of it.</summary>
    public static async Task<Output<T>> ForOutputAsync<T>(IMocks mocks, Func<Output<T>> program, TestOptions? options = null)
    {
        Output<T>? output = null;
        await Deployment.TestAsync(mocks, options ?? Update, () => { output = program(); });
        return output!;
    }

    /// <summary>Runs a program that declares one thing, and returns its inputs as the mock saw them.</summary>
    public static async Task<ImmutableDictionary<string, object>> ForInputsAsync(Func<ThingArgs> args, TestOptions? options = null)
    {
        RecordingMocks mocks = new();
        await Deployment.TestAsync(mocks, options ?? Update, () => { _ = new Thing("thing", args()); });
        return mocks.Resources.Single().Inputs;
    }

    public static Task<T> ValueAsync<T>(Output<T> output) => OutputUtilities.GetValueAsync(output);

    public static Task<bool> IsKnownAsync<T>(Output<T> output) => OutputUtilities.GetIsKnownAsync(output);
}
