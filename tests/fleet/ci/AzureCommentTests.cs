using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Ci.Services;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Verification;
using static TenantOnboarding.Tests.Fleet.Ci.CiRuns;

namespace TenantOnboarding.Tests.Fleet.Ci;

/// <summary>The one comment of a pull request in Azure Repos, on as much of its API as the fleet asks for.</summary>
public sealed class AzureCommentTests : IDisposable
{
    private const string Project = "11111111-0000-4000-8000-000000000001";
    private const string Git = "22222222-0000-4000-8000-000000000002";
    private const string Threads = $"/contoso/{Project}/_apis/git/repositories/{Git}/pullRequests/5/threads";

    private static readonly StackStory[] OneStack = [.. StackStory.Of([Run("rehearse", Ready("a", Change(Widens("gets Mail.Read"))))], null)];

    private readonly Repos _repos = new();
    private readonly StringWriter _output = new();
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("azure-comment-");
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["TF_BUILD"] = "True", ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.example/contoso/", ["SYSTEM_TEAMPROJECTID"] = Project,
        ["BUILD_REPOSITORY_ID"] = Git, ["BUILD_REPOSITORY_PROVIDER"] = "TfsGit", ["SYSTEM_ACCESSTOKEN"] = "a token",
        ["SYSTEM_PULLREQUEST_PULLREQUESTID"] = "5",
    };

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _repos.Dispose();
    }

    [Fact]
    public async Task A_pull_request_gets_one_closed_thread_and_the_next_run_changes_it_and_no_copy_of_it()
    {
        _repos.Add(PullRequestText.Marker + "\ncopied", author: "mallory");

        await RunAsync(OneStack);
        await RunAsync([.. StackStory.Of([Run("rehearse", Ready("a", Change(Narrows("loses Mail.Read"))))], null)]);

        Assert.Equal([$"POST {Threads}?api-version=7.1", $"PATCH {Threads}/2/comments/1?api-version=7.1"],
            _repos.Requests.Where(request => !request.StartsWith("GET", StringComparison.Ordinal)));
        Assert.Equal(4, (int)_repos.All[1]["status"]!);
        Assert.Contains("loses Mail.Read", _repos.All[1]["comments"]![0]!["content"]!.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("copied", _repos.All[0]["comments"]![0]!["content"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("pull request 5: commented\npull request 5: the comment was changed\n", _output.ToString());
    }

    [Fact]
    public async Task A_fork_gets_the_summary_of_the_run()
    {
        _environment["SYSTEM_PULLREQUEST_ISFORK"] = "True";
        _environment["AGENT_TEMPDIRECTORY"] = _folder.FullName;

        await RunAsync(OneStack);
        await RunAsync(OneStack);

        Assert.Empty(_repos.Requests);
        string first = Path.Combine(_folder.FullName, "fleet-1.md");
        Assert.StartsWith($"##vso[task.uploadsummary]{first}\nno comment: the pull request comes from a fork", _output.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("gets Mail.Read", await File.ReadAllTextAsync(first), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "fleet-2.md")));
    }

    [Theory]
    [InlineData(203, "SYSTEM_ACCESSTOKEN: Azure DevOps does not know it (203 NonAuthoritativeInformation); expected the token of the pipeline's "
        + "run; give the step env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)")]
    [InlineData(403, "SYSTEM_ACCESSTOKEN: it may not comment (403 Forbidden); expected the right \"Contribute to pull requests\"; allow it to the "
        + "project's Build Service in the security settings of the repository")]
    public async Task A_refusal_says_what_to_do(int status, string message)
    {
        _repos.Refusal = (HttpStatusCode)status;

        Assert.Equal(message, (await Assert.ThrowsAsync<ServiceException>(() => RunAsync(OneStack))).Message);
    }

    [Fact]
    public async Task Everything_that_is_missing_is_said_at_once()
    {
        _environment.Clear();
        _environment["TF_BUILD"] = "True";
        _environment["BUILD_REPOSITORY_PROVIDER"] = "GitHub";

        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync(OneStack));

        Assert.Equal(["SYSTEM_COLLECTIONURI", "SYSTEM_TEAMPROJECTID, BUILD_REPOSITORY_ID and BUILD_REPOSITORY_PROVIDER", "SYSTEM_ACCESSTOKEN"],
            exception.Errors.Select(error => error.Split(':')[0]));
    }

    private async Task RunAsync(IReadOnlyList<StackStory> stories)
    {
        CiComment comment = new(_environment.GetValueOrDefault, _output, () => new SharedHandler(_repos), new TestClock(At));
        Assert.Equal(FleetExitCode.Ready, await comment.RunAsync(stories, null, dryRun: false, CancellationToken.None));
    }

    private sealed class Repos : HttpMessageHandler
    {
        public List<JsonObject> All { get; } = [];

        public List<string> Requests { get; } = [];

        public HttpStatusCode? Refusal { get; set; }

        public void Add(string content, string author) => All.Add(new JsonObject
        {
            ["id"] = All.Count + 1,
            ["comments"] = new JsonArray(new JsonObject { ["id"] = 1, ["content"] = content, ["author"] = new JsonObject { ["id"] = author } }),
        });

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("Bearer a token", request.Headers.Authorization!.ToString());
            Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
            if (Refusal is { } refusal)
                return new(refusal) { Content = new StringContent("<html>") };
            JsonObject body = request.Content is null
                ? [] : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
            JsonNode answer = body;
            if (request.RequestUri.AbsolutePath == "/contoso/_apis/connectionData")
                answer = new JsonObject { ["authenticatedUser"] = new JsonObject { ["id"] = "the build service" } };
            else if (request.Method == HttpMethod.Get)
                answer = new JsonObject { ["value"] = new JsonArray([.. All.Select(thread => thread.DeepClone())]) };
            else if (request.Method == HttpMethod.Post)
            {
                Add(body["comments"]![0]!["content"]!.ToString(), "the build service");
                All[^1]["status"] = (int)body["status"]!;
            }
            else
            {
                int thread = int.Parse(request.RequestUri.Segments[^3].TrimEnd('/'), CultureInfo.InvariantCulture);
                All[thread - 1]["comments"]![0]!["content"] = body["content"]!.ToString();
            }
            return new(HttpStatusCode.OK) { Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json") };
        }
    }
}
