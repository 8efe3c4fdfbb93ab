using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>
/// A pull request in Azure Repos: the comment is the first of a thread that is closed, so that it keeps no policy waiting for an answer.
/// https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads
/// </summary>
internal sealed class AzurePullRequest : IPullRequest, IDisposable
{
    private const string Version = "api-version=7.1";
    private const int Closed = 4;
    private const int Text = 1;

    private readonly AzureTarget _target;
    private readonly int _number;
    private readonly HttpClient _http;
    private readonly JsonService _service;

    /// <param name="target">Its repository.</param>
    /// <param name="number">Its number.</param>
    /// <param name="handler">How requests go out.</param>
    /// <param name="clock">The clock of waits.</param>
    public AzurePullRequest(AzureTarget target, int number, HttpMessageHandler handler, TimeProvider clock)
    {
        (_target, _number) = (target, number);
        _http = AzureSignIn.Client(handler, target.Token);
        _service = new("Azure DevOps", _http, clock);
    }

    public string Name => string.Create(CultureInfo.InvariantCulture, $"pull request {_number}");

    public async Task<OwnComment?> FindAsync(string marker, CancellationToken cancellationToken)
    {
        // Anybody can copy a marker into a comment: only the pipeline's own is changed.
        JsonNode own = await SendAsync(HttpMethod.Get, new Uri(_target.Collection, "_apis/connectionData"), null, cancellationToken);
        string? me = own["authenticatedUser"]?["id"]?.ToString();
        JsonNode threads = await SendAsync(HttpMethod.Get, Address("threads"), null, cancellationToken);
        return (threads["value"] as JsonArray ?? [])
            .Select(thread => (Thread: thread, Comment: thread?["comments"]?[0]))
            .Where(pair => me is not null && pair.Comment?["author"]?["id"]?.ToString() == me)
            .Select(pair => new OwnComment($"threads/{pair.Thread!["id"]}/comments/{pair.Comment!["id"]}",
                pair.Comment["content"]?.ToString() ?? ""))
            .LastOrDefault(comment => comment.Text.StartsWith(marker, StringComparison.Ordinal));
    }

    public Task AddAsync(string text, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, Address("threads"), new JsonObject
    {
        ["comments"] = new JsonArray(new JsonObject { ["parentCommentId"] = 0, ["content"] = text, ["commentType"] = Text }),
        ["status"] = Closed,
    }, cancellationToken);

    public Task ChangeAsync(OwnComment comment, string text, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, Address(comment.Id), new JsonObject { ["content"] = text }, cancellationToken);

    public void Dispose() => _http.Dispose();

    private Uri Address(string path) =>
        new(_target.Repository, string.Create(CultureInfo.InvariantCulture, $"pullRequests/{_number}/{path}?{Version}"));

    private async Task<JsonNode> SendAsync(HttpMethod method, Uri address, JsonObject? body, CancellationToken cancellationToken)
    {
        ServiceAnswer answer = await _service.SendAsync(method, address, body, cancellationToken);
        AzureSignIn.Check(answer);
        return answer switch
        {
            { IsSuccess: true, Json: { } json } => json,
            { Status: HttpStatusCode.Forbidden } => throw new ServiceException(
                $"SYSTEM_ACCESSTOKEN: it may not comment ({answer.Message}); expected the right \"Contribute to pull requests\"; allow it "
                + "to the project's Build Service in the security settings of the repository"),
            _ => throw new ServiceException($"Azure DevOps: it refuses {address.AbsolutePath} ({answer.Message}); expected that it takes "
                + "it; check the pull request's number, and start this again later"),
        };
    }
}
