using System.Xml.Linq;
using Pulumi;
using Pulumi.Testing;

namespace TenantOnboarding.Tests.Components;

/// <summary>
/// The components in a program that knows nothing of this repository's configuration: samples/own-program, compiled into these tests and
/// run.
/// </summary>
public sealed class OwnProgramTests
{
    private static string Folder => Path.Combine(Repository.Root, "samples", "own-program");

    [Fact]
    public async Task The_components_serve_a_program_of_somebody_else()
    {
        RecordingMocks mocks = new();

        (_, IDictionary<string, object?> outputs) = await Deployment.TestAsync(
            mocks,
            new TestOptions { ProjectName = "own-program", StackName = "dev", RootDirectory = Folder, IsPreview = false },
            OwnProgram.MailArchive.Declare);

        Samples.Matches("own-program", "declared.txt", Declaration.TextOf(mocks.Resources));
        Assert.Equal(["clientId"], outputs.Keys);
    }

    [Fact]
    public void Its_project_takes_components_and_sdk_from_here()
    {
        XDocument project = XDocument.Load(Path.Combine(Folder, "OwnProgram.csproj"));

        string[] paths =
        [
            .. project.Descendants("Compile").Attributes("Include").Concat(project.Descendants("Import").Attributes("Project"))
                .Select(path => path.Value),
        ];
        Assert.Equal(["../../components/**/*.cs", "../../PulumiSdk.props"], paths);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.GetFullPath(path.Replace("/**/*.cs", "", StringComparison.Ordinal), Folder)), path));
    }
}
