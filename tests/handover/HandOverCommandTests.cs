using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Results;

namespace TenantOnboarding.Tests.HandOver;

public sealed class HandOverCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hand-over-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(FleetExitCode.Ready)]
    [InlineData(FleetExitCode.BadInput, "--set")]
    [InlineData(FleetExitCode.BadInput, "--mailstore", "http://localhost")]
    [InlineData(FleetExitCode.BadInput, "--mailstore", "https://localhost", "--deadline", "soon")]
    public async Task What_is_wrong_is_told_before_anything_is_written(int expected, params string[] more)
    {
        string outputs = Path.Combine(Samples.Folder, "activate", "outputs.json");

        Assert.Equal(expected, await FleetCommand.RunAsync(["hand-over", "--outputs", outputs, "--output", _folder.FullName, .. more]));

        Assert.Equal(expected == FleetExitCode.Ready, _folder.EnumerateFiles().Any());
    }

    [Fact]
    public async Task Outputs_that_are_not_there_end_with_bad_input() => Assert.Equal(FleetExitCode.BadInput,
        await FleetCommand.RunAsync(["hand-over", "--outputs", Path.Combine(_folder.FullName, "none.json"), "--output", _folder.FullName]));
}
