using System.Diagnostics;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Fleet.Ci;

/// <summary>Which stacks a change touches, told by git.</summary>
public sealed class MatrixPlanTests : IDisposable
{
    private static readonly string[] Everybody = ["a", "b", "c"];

    private readonly FleetHarness _fleet = new FleetHarness().With("a").With("b", ("mailstore.cer", "mailstore-next.cer")).With("c");

    public MatrixPlanTests()
    {
        _fleet.Write("README.md", "read me");
        Git("init", "--quiet", "--initial-branch", "main");
        Commit();
    }

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task Without_a_base_every_stack_has_a_turn() => Assert.Equal(Everybody, await PlanAsync(null));

    [Fact]
    public async Task A_stack_file_touches_its_stack()
    {
        _fleet.With("b", ("MailStore Server", "Mail archive"));
        Commit();

        Assert.Equal(["b"], await PlanAsync("HEAD~1"));
    }

    [Fact]
    public async Task A_new_stack_is_touched()
    {
        _fleet.With("d");
        Commit();

        Assert.Equal(["d"], await PlanAsync("HEAD~1"));
    }

    [Fact]
    public async Task A_stack_file_that_is_gone_is_told_of_and_touches_nothing()
    {
        File.Delete(Path.Combine(_fleet.Root, "Pulumi.b.yaml"));
        Commit();
        MatrixPlan plan = new(_fleet.Root, _fleet.Select());

        Matrix matrix = await plan.MakeAsync("HEAD~1", 10, null, CancellationToken.None);

        Assert.Empty(matrix.Jobs);
        Assert.Equal(
            ["Pulumi.b.yaml is gone: nothing happens to its tenant; pulumi destroy removes what was made there", "0 of 2 stacks"], plan.Notices);
    }

    [Fact]
    public async Task A_stack_file_that_is_renamed_is_a_new_stack()
    {
        File.Move(Path.Combine(_fleet.Root, "Pulumi.b.yaml"), Path.Combine(_fleet.Root, "Pulumi.e.yaml"));
        Commit();

        Assert.Equal(["e"], await PlanAsync("HEAD~1"));
    }

    [Fact]
    public async Task A_certificate_touches_the_stacks_that_name_it()
    {
        File.AppendAllText(Path.Combine(_fleet.Root, "certificates", "mailstore-next.cer"), "\n");
        Commit();

        Assert.Equal(["b"], await PlanAsync("HEAD~1"));
    }

    [Fact]
    public async Task A_certificate_that_no_stack_names_touches_none_but_those_whose_file_cannot_be_read()
    {
        _fleet.Write("Pulumi.c.yaml", "config: [");
        Commit();
        File.Copy(Path.Combine(_fleet.Root, "certificates", "mailstore.cer"), Path.Combine(_fleet.Root, "certificates", "new.cer"));
        Commit();

        Assert.Equal(["c"], await PlanAsync("HEAD~1"));
    }

    [Theory]
    [InlineData("components/Permissions/New.cs")]
    [InlineData("Program.cs")]
    [InlineData("Infra.csproj")]
    [InlineData("Directory.Packages.props")]
    [InlineData(".github/pulumi-version")]
    [InlineData("something/unheard/of.txt")]
    public async Task What_every_deployment_depends_on_touches_all(string path)
    {
        Change(path);

        Assert.Equal(Everybody, await PlanAsync("HEAD~1"));
    }

    [Theory]
    [InlineData("docs/fleet.md")]
    [InlineData("bootstrap/BootstrapProgram.cs")]
    [InlineData("tests/New.cs")]
    [InlineData("CHANGELOG.md")]
    [InlineData(".github/workflows/deploy.yml")]
    [InlineData("samples/hybrid/stack.yaml")]
    public async Task What_no_deployment_depends_on_touches_none(string path)
    {
        Change(path);

        Assert.Empty(await PlanAsync("HEAD~1"));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000")]
    [InlineData("1234567890123456789012345678901234567890")]
    public async Task A_commit_that_is_not_there_makes_every_stack_touched(string commit)
    {
        MatrixPlan plan = new(_fleet.Root, _fleet.Select());

        Matrix matrix = await plan.MakeAsync(commit, 10, null, CancellationToken.None);

        Assert.Equal("a b c", matrix.Stacks);
        Assert.Equal([$"the commit {commit} is not in this clone, so every stack counts as touched", "3 of 3 stacks"], plan.Notices);
    }

    [Fact]
    public async Task A_base_that_looks_like_an_option_is_refused() => Assert.Equal(
        "--base: \"--output=x\" is no commit; expected a commit, branch or tag of this repository",
        (await Assert.ThrowsAsync<StackFileException>(() => PlanAsync("--output=x"))).Message);

    private async Task<IEnumerable<string>> PlanAsync(string? commit) =>
        (await new MatrixPlan(_fleet.Root, _fleet.Select()).MakeAsync(commit, 10, null, CancellationToken.None))
            .Jobs.Select(job => job.Name);

    private void Change(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_fleet.Root, path))!);
        _fleet.Write(path, "changed");
        Commit();
    }

    private void Commit()
    {
        Git("add", "--all");
        Git("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "x");
    }

    private void Git(params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _fleet.Root })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
