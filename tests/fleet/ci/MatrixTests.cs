using System.Text.Json.Nodes;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Fleet.Ci;

public sealed class MatrixTests
{
    [Fact]
    public void One_stack_is_one_job_with_its_two_environments() => Assert.Equal(
        """{"include":[{"name":"dev","stacks":"dev","environment":"dev","preview":"dev-preview"}]}""",
        Matrix.Of(["dev"], Matrix.MostJobs, null).ForGitHub());

    [Fact]
    public void No_stack_is_no_job()
    {
        Matrix none = Matrix.Of([], Matrix.MostJobs, null);

        Assert.Equal("""{"include":[]}""", none.ForGitHub());
        Assert.Equal("{}", none.ForAzure());
    }

    [Fact]
    public void Beyond_the_limit_stacks_share_jobs_evenly_and_each_has_its_turn_once()
    {
        string[] stacks = [.. Enumerable.Range(1, 600).Select(number => $"customer-{number}")];

        Matrix matrix = Matrix.Of(stacks, Matrix.MostJobs, "customers");

        Assert.Equal(256, matrix.Jobs.Count);
        Assert.Equal(stacks, matrix.Jobs.SelectMany(job => job.Stacks));
        Assert.All(matrix.Jobs, job => Assert.InRange(job.Stacks.Count, 2, 3));
        Assert.Equal(256, matrix.Jobs.Select(job => job.Name).Distinct().Count());
        Assert.Equal("customer-1..customer-2", matrix.Jobs[0].Name);
        Assert.All(matrix.Jobs, job => Assert.Equal(("customers", "customers-preview"), (job.Environment, job.Preview)));
    }

    [Fact]
    public void Shards_without_an_environment_in_common_are_refused()
    {
        StackFileException exception = Assert.Throws<StackFileException>(() => Matrix.Of(["a", "b", "c"], 2, null));

        Assert.Equal("--limit: 3 stacks, and 2 jobs at most; expected one environment for all of them, because a job has one: name it with "
            + "--environment, and see \"More stacks than jobs\" in docs/ci.md", exception.Message);
    }

    [Theory]
    [InlineData("-rf")]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("$(id)")]
    [InlineData("a\nb")]
    [InlineData("${{ github.token }}")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("ä")]
    public void A_name_that_means_something_to_a_shell_or_a_workflow_is_refused(string name)
    {
        StackFileException exception = Assert.Throws<StackFileException>(() => Matrix.Of([name], Matrix.MostJobs, null));

        Assert.Equal($"Pulumi.{name}.yaml: \"{name}\" is no name for a workflow; expected letters, digits, dots, hyphens and underscores, at "
            + "most 100, a letter or digit first; rename the file and the stack (pulumi stack rename)", exception.Errors[0]);
    }

    [Fact]
    public void Stacks_that_would_share_an_environment_are_refused()
    {
        StackFileException exception = Assert.Throws<StackFileException>(() =>
            Matrix.Of(["a", "a-preview", "north", "North"], Matrix.MostJobs, null));

        Assert.Equal(
        [
            "the stacks a and a-preview share the environment \"a-preview\"; expected names that differ by more than case and \"-preview\"; "
                + "rename one of them",
            "the stacks North and north share the environment \"north\"; expected names that differ by more than case and \"-preview\"; "
                + "rename one of them",
            "the stacks North and north share the environment \"north-preview\"; expected names that differ by more than case and "
                + "\"-preview\"; rename one of them",
        ], exception.Errors);
    }

    [Fact]
    public void An_environment_is_a_name_too() => Assert.Equal(
        "--environment: \"a b\" is no name for a workflow; expected letters, digits, dots, hyphens and underscores, a letter or digit first",
        Assert.Throws<StackFileException>(() => Matrix.Of(["a"], Matrix.MostJobs, "a b")).Message);

    [Fact]
    public void Azure_takes_letters_digits_and_underscores_only_and_each_name_once()
    {
        JsonObject matrix = (JsonObject)JsonNode.Parse(Matrix.Of(["a-b", "a.b", new string('x', 100)], 10, null).ForAzure())!;

        Assert.Equal(["s_a_b", "s_a_b_2", "s_" + new string('x', 93)], matrix.Select(job => job.Key));
        Assert.Equal("a.b", (string?)matrix["s_a_b_2"]!["stacks"]);
    }

    [Fact]
    public void More_stacks_than_jobs_of_a_matrix_keep_each_its_own_job_and_environments_in_batches()
    {
        string[] stacks = [.. Enumerable.Range(1, 600).Select(number => $"customer-{number}")];

        JsonArray batches = JsonNode.Parse(new MatrixBatches(stacks, Matrix.MostJobs).Batches())!["include"]!.AsArray();

        Assert.Equal(["customer-1..customer-256", "customer-257..customer-512", "customer-513..customer-600"],
            batches.Select(batch => batch!["name"]!.ToString()));
        JsonNode[] jobs = [.. batches.SelectMany(batch => JsonNode.Parse(batch!["jobs"]!.ToString())!["include"]!.AsArray()).Select(job => job!)];
        Assert.Equal(stacks, jobs.Select(job => job["stacks"]!.ToString()));
        Assert.Equal(stacks, jobs.Select(job => job["environment"]!.ToString()));
        Assert.Equal("customer-600-preview", jobs[^1]["preview"]!.ToString());
    }

    [Fact]
    public void What_needs_no_environment_shares_jobs()
    {
        string[] stacks = [.. Enumerable.Range(1, 600).Select(number => $"customer-{number}")];

        JsonArray shards = JsonNode.Parse(new MatrixBatches(stacks, Matrix.MostJobs).Shards())!["include"]!.AsArray();

        Assert.Equal(256, shards.Count);
        Assert.Equal(stacks, shards.SelectMany(shard => shard!["stacks"]!.ToString().Split(' ')));
    }

    [Fact]
    public void The_batches_of_ten_stacks_and_of_none_are_one_and_none()
    {
        Assert.Equal("""{"include":[{"name":"a","jobs":"{\u0022include\u0022:[{\u0022name\u0022:\u0022a\u0022,\u0022stacks\u0022:\u0022a\u0022,"""
            + """\u0022environment\u0022:\u0022a\u0022,\u0022preview\u0022:\u0022a-preview\u0022}]}"}]}""", new MatrixBatches(["a"], 10).Batches());
        Assert.Equal(("""{"include":[]}""", """{"include":[]}"""), (new MatrixBatches([], 10).Batches(), new MatrixBatches([], 10).Shards()));
        Assert.Throws<StackFileException>(() => new MatrixBatches(["a b"], 10).Batches());
    }

    [Fact]
    public void A_step_gets_batches_and_shards_in_its_outputs()
    {
        string file = Path.GetTempFileName();
        using StringWriter output = new();
        MatrixBatches batches = new(["a", "b"], 10);

        new MatrixOutput(output, name => name == "GITHUB_OUTPUT" ? file : null).WriteForGitHub(batches);

        Assert.Equal([$"batches={batches.Batches()}", $"shards={batches.Shards()}", "count=2", "stacks=a b"], File.ReadAllLines(file));
        File.Delete(file);
    }

    [Theory]
    [InlineData("--batches --environment all")]
    [InlineData("--batches --format azure")]
    public void Batches_go_with_environments_of_their_own_on_GitHub_only(string options) => Assert.Equal(
        "--batches: is given together with --environment or --format azure; expected it alone, because each stack has its own environment, and "
            + "only GitHub has such a matrix.", Assert.Single(FleetCommand.CreateRoot().Parse($"ci matrix {options}").Errors).Message);

    [Fact]
    public void GitHub_gets_the_outputs_of_a_step_in_its_file()
    {
        string file = Path.GetTempFileName();
        using StringWriter output = new();

        new MatrixOutput(output, name => name == "GITHUB_OUTPUT" ? file : null).WriteForGitHub(Matrix.Of(["a", "b"], 10, null));

        string json = output.ToString().TrimEnd();
        Assert.Equal([$"matrix={json}", "count=2", "stacks=a b"], File.ReadAllLines(file));
        Assert.Equal(2, JsonNode.Parse(json)!["include"]!.AsArray().Count);
        File.Delete(file);
    }

    [Theory]
    [InlineData("True", 4)]
    [InlineData(null, 1)]
    public void Azure_gets_output_variables_within_a_pipeline(string? build, int lines)
    {
        using StringWriter output = new();

        new MatrixOutput(output, name => name == "TF_BUILD" ? build : null).WriteForAzure(Matrix.Of(["a"], 10, null));

        string[] written = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(lines, written.Length);
        if (lines > 1)
            Assert.Equal($"##vso[task.setvariable variable=matrix;isOutput=true]{written[0]}", written[1]);
    }
}
