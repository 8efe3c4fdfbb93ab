using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>What is needed of GitHub's REST API, for one repository.</summary>
internal sealed class GitHubApi : IDisposable
{
    private const string Version = "2022-11-28";

    private readonly GitHubTarget _target;
    private readonly HttpClient _http;
    private readonly JsonService _service;

    /// <param name="target">The repository.</param>
    /// <param name="handler">How requests go out.</param>
    /// <param name="clock">The clock of waits.</param>
    public GitHubApi(GitHubTarget target, HttpMessageHandler handler, TimeProvider clock)
    {
        _target = target;
        _http = new(handler)
        {
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Bearer", target.Token),
                Accept = { new MediaTypeWithQualityHeaderValue("application/vnd.github+json") },
                UserAgent = { new ProductInfoHeaderValue("tenant-onboarding", "1.0") },
            },
        };
        _http.DefaultRequestHeaders.Add("X-GitHub-Api-Version", Version);
        _service = new("GitHub", _http, clock);
    }

    /// <summary>Every item of a list, on all of its pages.</summary>
    /// <param name="path">Below the repository, such as <c>issues/12/comments</c>.</param>
    /// <param name="query">More of the query; empty for none.</param>
    /// <param name="right">What the token needs, for an error: <c>issues: write</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ServiceException">GitHub does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, string query, string right, CancellationToken cancellationToken)
    {
        List<JsonObject> items = [];
        for (Uri? page = Address($"{path}?per_page=100{query}"); page is not null;)
        {
            ServiceAnswer answer = Expect(await _service.SendAsync(HttpMethod.Get, page, null, cancellationToken), page, right);
            items.AddRange((answer.Json as JsonArray ?? []).OfType<JsonObject>());
            page = answer.Next;
        }
        return items;
    }

    /// <summary>Makes or changes something.</summary>
    /// <param name="method">POST or PATCH.</param>
    /// <param name="path">Below the repository.</param>
    /// <param name="body">What.</param>
    /// <param name="right">See <see cref="ListAsync"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ServiceException">GitHub does not answer, or refuses.</exception>
    public async Task<JsonObject> WriteAsync(
        HttpMethod method, string path, JsonObject body, string right, CancellationToken cancellationToken)
    {
        Uri address = Address(path);
        return Expect(await _service.SendAsync(method, address, body, cancellationToken), address, right).Json as JsonObject ?? [];
    }

    public void Dispose() => _http.Dispose();

    private Uri Address(string path) => new(_target.Api, $"repos/{_target.Repository}/{path}");

    private ServiceAnswer Expect(ServiceAnswer answer, Uri address, string right) => answer switch
    {
        { IsSuccess: true } => answer,
        { Status: HttpStatusCode.Unauthorized } => throw new ServiceException(
            $"GITHUB_TOKEN: GitHub does not know it ({answer.Message}); expected a token that is valid now; give the workflow's own"),
        { Status: HttpStatusCode.Forbidden } => throw new ServiceException(
            $"GITHUB_TOKEN: it may not do this in {_target.Repository} ({answer.Message}); expected the right \"{right}\"; give the job "
            + $"permissions: {right}"),
        { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone } => throw new ServiceException(
            $"GITHUB_REPOSITORY: {_target.Repository} has no {address.AbsolutePath} ({answer.Message}); expected one that the token may "
            + $"see; check the number, that the repository has its issues enabled, and that the job has permissions: {right}"),
        _ => throw new ServiceException(
            $"GitHub: it refuses {address.AbsolutePath} ({answer.Message}); expected that it takes it; start this again later"),
    };
}
