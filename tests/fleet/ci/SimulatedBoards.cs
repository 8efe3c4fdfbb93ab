using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Tests.Fleet.Ci;

/// <summary>As much of Azure Boards as the fleet asks for: one type, Issue, in a project of which every item is found.</summary>
internal sealed class SimulatedBoards : HttpMessageHandler
{
    public const string Project = "11111111-0000-4000-8000-000000000001";
    private const string Wit = $"/contoso/{Project}/_apis/wit/";

    public List<JsonObject> Items { get; } = [];

    public List<string> Requests { get; } = [];

    public IEnumerable<string> Writes => Requests.Where(request => request.Contains("/workitems/", StringComparison.Ordinal));

    public HttpStatusCode? Refusal { get; set; }

    public JsonArray States { get; set; } =
        [State("To Do", "Proposed"), State("Doing", "InProgress"), State("Done", "Completed"), State("Rejected", "Removed")];

    public static JsonObject State(string name, string category) => new() { ["name"] = name, ["category"] = category };

    public JsonObject Add(string tags, string description)
    {
        Items.Add(new JsonObject
        {
            ["System.Tags"] = tags, ["System.Description"] = description, ["System.WorkItemType"] = "Issue",
            ["System.State"] = States[0]!["name"]!.ToString(),
        });
        return Items[^1];
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal("Bearer a token", request.Headers.Authorization!.ToString());
        Assert.EndsWith("api-version=7.1", request.RequestUri!.Query, StringComparison.Ordinal);
        string path = Uri.UnescapeDataString(request.RequestUri.AbsolutePath);
        Assert.StartsWith(Wit, path, StringComparison.Ordinal);
        path = path[Wit.Length..];
        Requests.Add($"{request.Method} /{path}");
        if (Refusal is { } refusal)
            return Answer(refusal, new JsonObject { ["message"] = "TF401349: not permitted" });
        string? type = request.Content?.Headers.ContentType!.MediaType;
        JsonNode? body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
        switch (path)
        {
            case "workitemtypes/Issue/states":
                return Answer(HttpStatusCode.OK, new JsonObject { ["value"] = States.DeepClone() });
            case "wiql":
                Assert.Equal("application/json", type);
                Assert.Equal("SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [System.Tags] CONTAINS "
                    + "'tenant-onboarding' ORDER BY [System.Id]", body!["query"]!.ToString());
                return Answer(HttpStatusCode.OK, new JsonObject
                {
                    ["workItems"] = new JsonArray([.. Items.Select((_, index) => new JsonObject { ["id"] = index + 1 })]),
                });
            case "workitems":
                int[] ids = [.. request.RequestUri.Query.Split('&')[0]["?ids=".Length..].Split(',').Select(Number)];
                Assert.InRange(ids.Length, 1, 200);
                return Answer(HttpStatusCode.OK, new JsonObject
                {
                    ["value"] = new JsonArray([.. ids.Select(id => new JsonObject { ["id"] = id, ["fields"] = Items[id - 1].DeepClone() })]),
                });
            case "workitems/$Issue":
                return Write(type, Add("", ""), Items.Count, body!);
            case not null when request.Method == HttpMethod.Patch:
                int number = Number(path.Split('/')[1]);
                return Write(type, Items[number - 1], number, body!);
            default:
                return Answer(HttpStatusCode.NotFound, new JsonObject { ["message"] = "VS402323: no such type" });
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static HttpResponseMessage Write(string? type, JsonObject item, int number, JsonNode patch)
    {
        Assert.Equal("application/json-patch+json", type);
        foreach (JsonNode? operation in patch.AsArray())
        {
            Assert.Equal("add", operation!["op"]!.ToString());
            item[operation["path"]!.ToString()["/fields/".Length..]] = operation["value"]!.ToString();
        }
        return Answer(HttpStatusCode.OK, new JsonObject { ["id"] = number, ["fields"] = item.DeepClone() });
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, JsonObject body) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}
