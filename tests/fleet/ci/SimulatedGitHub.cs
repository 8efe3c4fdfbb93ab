using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TenantOnboarding.Tests.Fleet.Ci;

/// <summary>As much of GitHub's REST API as the fleet asks for, of one repository, in this process.</summary>
internal sealed partial class SimulatedGitHub : HttpMessageHandler
{
    public const string Repository = "contoso/tenants";
    public const string Bot = "github-actions[bot]";

    private readonly Queue<HttpResponseMessage> _before = [];
    private int _lastComment = 100;

    /// <summary>Every issue, pull requests among them, oldest first.</summary>
    public List<JsonObject> Issues { get; } = [];

    /// <summary>Comments by the numbers of their issues.</summary>
    public Dictionary<int, List<JsonObject>> Comments { get; } = [];

    /// <summary>Every request, as "METHOD path?query".</summary>
    public List<string> Requests { get; } = [];

    /// <summary>How many items a page holds at most, whatever is asked for.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Whether the token may write.</summary>
    public bool MayWrite { get; set; } = true;

    /// <summary>Writes only.</summary>
    public IEnumerable<string> Writes => Requests.Where(request => !request.StartsWith("GET", StringComparison.Ordinal));

    /// <summary>Answers the next request with this.</summary>
    public void AnswerNext(HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = Json(status, body);
        foreach ((string name, string value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        _before.Enqueue(response);
    }

    /// <summary>Loses the answer to the next request.</summary>
    public void LoseNext() => _before.Enqueue(null!);

    public JsonObject AddComment(int issue, string body, string user = Bot, string association = "NONE")
    {
        JsonObject comment = new()
        {
            ["id"] = ++_lastComment, ["body"] = body, ["author_association"] = association,
            ["user"] = new JsonObject { ["login"] = user, ["type"] = user.EndsWith("[bot]", StringComparison.Ordinal) ? "Bot" : "User" },
        };
        (Comments.TryGetValue(issue, out List<JsonObject>? comments) ? comments : Comments[issue] = []).Add(comment);
        return comment;
    }

    public JsonObject AddIssue(string title, string body, string[] labels, string user = Bot)
    {
        JsonObject issue = new()
        {
            ["number"] = Issues.Count + 1, ["title"] = title, ["body"] = body, ["state"] = "open", ["state_reason"] = null,
            ["labels"] = new JsonArray([.. labels.Select(label => new JsonObject { ["name"] = label })]), ["author_association"] = "NONE",
            ["user"] = new JsonObject { ["login"] = user, ["type"] = user.EndsWith("[bot]", StringComparison.Ordinal) ? "Bot" : "User" },
        };
        Issues.Add(issue);
        return issue;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal(new AuthenticationHeaderValue("Bearer", "a token"), request.Headers.Authorization);
        Assert.NotEmpty(request.Headers.UserAgent);
        string path = request.RequestUri!.PathAndQuery;
        Requests.Add($"{request.Method} {path}");
        JsonObject body = request.Content is null
            ? [] : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
        if (_before.TryDequeue(out HttpResponseMessage? prepared))
            return prepared ?? throw new HttpRequestException("The response ended prematurely.");
        if (!MayWrite && request.Method != HttpMethod.Get)
            return Json(HttpStatusCode.Forbidden, """{"message":"Resource not accessible by integration"}""");
        Match match = Paths().Match(path);
        Assert.True(match.Success, path);
        int number = match.Groups["number"] is { Success: true, Value: { } text } ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        return (request.Method.Method, match.Groups["issue"].Success, match.Groups["comments"].Success, match.Groups["id"].Success) switch
        {
            ("GET", true, true, _) => Page(request.RequestUri, Comments.GetValueOrDefault(number, [])),
            ("POST", true, true, _) => Json(HttpStatusCode.Created, AddComment(number, body["body"]!.ToString()).ToJsonString()),
            ("PATCH", _, _, true) => Change(Comments.Values.SelectMany(list => list)
                .Single(comment => comment["id"]!.ToString() == match.Groups["id"].Value), body),
            ("GET", false, false, _) => Page(request.RequestUri, [.. Enumerable.Reverse(Issues).Where(issue => HasLabel(issue, path))]),
            ("POST", false, false, _) => Json(HttpStatusCode.Created, AddIssue(body["title"]!.ToString(), body["body"]!.ToString(),
                [.. body["labels"]!.AsArray().Select(label => label!.ToString())]).ToJsonString()),
            ("PATCH", true, false, _) => Change(Issues[number - 1], body),
            _ => throw new InvalidOperationException($"{request.Method} {path}"),
        };
    }

    private HttpResponseMessage Page(Uri address, IReadOnlyList<JsonObject> items)
    {
        int page = PageNumber().Match(address.Query) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
        JsonArray shown = [.. items.Skip((page - 1) * PageSize).Take(PageSize).Select(item => item.DeepClone())];
        HttpResponseMessage response = Json(HttpStatusCode.OK, shown.ToJsonString());
        if (items.Count > page * PageSize)
        {
            string query = PageNumber().Replace(address.Query, "");
            response.Headers.TryAddWithoutValidation("Link",
                $"<{address.GetLeftPart(UriPartial.Path)}{query}&page={page + 1}>; rel=\"next\", <{address}>; rel=\"last\"");
        }
        return response;
    }

    private static bool HasLabel(JsonObject issue, string path) => issue["labels"]!.AsArray()
        .Any(label => path.Contains($"&labels={Uri.EscapeDataString(label!["name"]!.ToString())}", StringComparison.Ordinal));

    private static HttpResponseMessage Change(JsonObject item, JsonObject body)
    {
        foreach ((string key, JsonNode? value) in body)
            item[key] = value?.DeepClone();
        return Json(HttpStatusCode.OK, item.ToJsonString());
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    [GeneratedRegex(@"^/repos/contoso/tenants/issues(?:/comments/(?<id>\d+)|(?<issue>/(?<number>\d+))?(?<comments>/comments)?)(?:\?|$)")]
    private static partial Regex Paths();

    [GeneratedRegex(@"&page=(\d+)")]
    private static partial Regex PageNumber();
}
