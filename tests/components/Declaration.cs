using System.Collections;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;
using TenantOnboarding.Rehearsal;

namespace TenantOnboarding.Tests.Components;

/// <summary>Runs the program without an engine and says what it declared.</summary>
internal sealed record Declaration(ImmutableArray<MockResourceArgs> Resources, string Outputs, ImmutableArray<string> Advisories)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<Declaration> OfAsync(IReadOnlyDictionary<string, string> settings, RecordingMocks? mocks = null, string? rootDirectory = null, bool preview = false)
    {
        mocks ??= new RecordingMocks();
        List<string> advisories = [];
        ProgramServices services = new() { Clock = new FixedClock(TestCertificates.Now), Advise = advisories.Add };
        await ProgramRun.OneAtATime.WaitAsync();
        try
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(settings));
            string outputs = "";
            await Deployment.TestAsync(
                mocks,
                new TestOptions { ProjectName = "tenant-onboarding", StackName = "dev", IsPreview = preview, RootDirectory = rootDirectory ?? Repository.Root },
                async () =>
                {
                    IDictionary<string, object?> declared = await TenantProgram.DeclareAsync(services);
                    outputs = JsonSerializer.Serialize(await PlainAsync(declared), Indented);
                });
            return new Declaration(mocks.Resources, outputs, [.. advisories]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
            ProgramRun.OneAtATime.Release();
        }
    }

    /// <summary>One block a resource: name, type, inputs; in the order of names.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        foreach (MockResourceArgs resource in Resources)
        {
            text.Append(resource.Name).Append("  (").Append(resource.Type).AppendLine(")");
            if (!string.IsNullOrEmpty(resource.Id))
                text.Append("    import: ").AppendLine(resource.Id);
            foreach ((string key, object value) in resource.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal))
                text.Append("    ").Append(key).Append(": ").AppendLine(Show(value));
        }
        return text.ToString();
    }

    private static string Show(object value) => value switch
    {
        string text when text.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal) => "<certificate, PEM>",
        string text => text,
        IDictionary map => "{ " + string.Join(", ", map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => $"{key}: {Show(map[key]!)}")) + " }",
        IEnumerable list => "[ " + string.Join(", ", list.Cast<object>().Select(Show)) + " ]",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static async Task<object?> PlainAsync(object? value)
    {
        switch (value)
        {
            case null or string or bool or int or double:
                return value;
            case Output<string> text:
                return await OutputUtilities.GetIsKnownAsync(text) ? await OutputUtilities.GetValueAsync(text) : null;
            case Output<ImmutableDictionary<string, object>> map:
                return await PlainAsync(await OutputUtilities.GetValueAsync(map));
            case Output<ImmutableArray<ImmutableDictionary<string, object>>> list:
                return await PlainAsync(await OutputUtilities.GetValueAsync(list));
            case IDictionary<string, object?> map:
                return await PlainMapAsync(map);
            case IEnumerable list:
                List<object?> items = [];
                foreach (object? item in list)
                    items.Add(await PlainAsync(item));
                return items;
            default:
                throw new InvalidOperationException($"The outputs hold a {value.GetType()}.");
        }
    }

    private static async Task<SortedDictionary<string, object?>> PlainMapAsync(IDictionary<string, object?> map)
    {
        SortedDictionary<string, object?> plain = new(StringComparer.Ordinal);
        foreach ((string key, object? item) in map)
            plain[key] = await PlainAsync(item);
        return plain;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
