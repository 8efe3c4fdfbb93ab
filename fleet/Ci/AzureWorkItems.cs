using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using TenantOnboarding.Fleet.Ci.Services;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>
/// The work items of a project in Azure Boards that have a tag. A second tag names the stack, because people and the service may rewrite
/// the description. https://learn.microsoft.com/rest/api/azure/devops/wit/work-items
/// </summary>
internal sealed class AzureWorkItems : IIssues, IDisposable
{
    private const string Version = "api-version=7.1";
    private const string StackTag = "tenant-onboarding:";

    /// <summary>The most ids of one request. https://learn.microsoft.com/rest/api/azure/devops/wit/work-items/list</summary>
    private const int MostIds = 200;

    private readonly AzureProject _project;
    private readonly string _label;
    private readonly string _type;
    private readonly HttpClient _http;
    private readonly JsonService _service;
    private readonly Dictionary<string, (string Name, string Category)[]> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, string> _types = [];

    /// <param name="project">The project.</param>
    /// <param name="label">The tag by which they are found again.</param>
    /// <param name="type">The type of those that are filed.</param>
    /// <param name="handler">How requests go out.</param>
    /// <param name="clock">The clock of waits.</param>
    public AzureWorkItems(AzureProject project, string label, string type, HttpMessageHandler handler, TimeProvider clock)
    {
        (_project, _label, _type) = (project, label, type);
        _http = AzureSignIn.Client(handler, project.Token);
        _service = new("Azure DevOps", _http, clock);
    }

    /// <summary>Tags keep the case in which they were first written.</summary>
    public StringComparer Names => StringComparer.OrdinalIgnoreCase;

    public async Task<IReadOnlyList<OwnIssue>> ListAsync(CancellationToken cancellationToken)
    {
        // A type that is not there is told before anything is filed.
        await StatesAsync(_type, cancellationToken);
        string tag = _label.Replace("'", "''", StringComparison.Ordinal);
        JsonNode found = await SendAsync(HttpMethod.Post, "wiql?", new JsonObject
        {
            ["query"] = "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project "
                + $"AND [System.Tags] CONTAINS '{tag}' ORDER BY [System.Id]",
        }, cancellationToken);
        List<OwnIssue> issues = [];
        foreach (int[] ids in (found["workItems"] as JsonArray ?? []).Select(item => (int)item!["id"]!).Chunk(MostIds))
        {
            // One that was deleted meanwhile, or that the token may not see, is left out.
            JsonNode page = await SendAsync(HttpMethod.Get, $"workitems?ids={string.Join(',', ids)}&errorPolicy=omit"
                + "&fields=System.Description,System.Tags,System.State,System.WorkItemType&", null, cancellationToken);
            foreach (JsonObject item in (page["value"] as JsonArray ?? []).OfType<JsonObject>())
            {
                if (await ReadAsync((int)item["id"]!, item["fields"]!, cancellationToken) is { } issue)
                    issues.Add(issue);
            }
        }
        return [.. issues.OrderBy(issue => issue.Number)];
    }

    public bool Says(OwnIssue issue, IssueText text) =>
        WorkItemText.Words(issue.Text) == WorkItemText.Words(WorkItemText.Render(text.Text));

    public async Task<int> FileAsync(IssueText text, CancellationToken cancellationToken) => (int?)(await SendAsync(
        HttpMethod.Post, $"workitems/${Uri.EscapeDataString(_type)}?", Patch(("Title", text.Title),
            ("Description", WorkItemText.Render(text.Text)), ("Tags", $"{_label}; {StackTag}{text.Stack}")),
        cancellationToken))["id"] ?? 0;

    public async Task ChangeAsync(OwnIssue issue, IssueText text, CancellationToken cancellationToken)
    {
        List<(string Field, string Value)> fields = [("Title", text.Title), ("Description", WorkItemText.Render(text.Text))];
        if (!issue.IsOpen)
            fields.Add(("State", await StateAsync(issue, ["Proposed", "InProgress"], cancellationToken)));
        await SendAsync(HttpMethod.Patch, Path(issue), Patch([.. fields]), cancellationToken);
    }

    public async Task CloseAsync(OwnIssue issue, string why, bool done, CancellationToken cancellationToken) => await SendAsync(
        HttpMethod.Patch, Path(issue), Patch(("History", WebUtility.HtmlEncode(why)),
            ("State", await StateAsync(issue, done ? ["Completed"] : ["Removed", "Completed"], cancellationToken))),
        cancellationToken);

    public void Dispose() => _http.Dispose();

    private static string Path(OwnIssue issue) => string.Create(CultureInfo.InvariantCulture, $"workitems/{issue.Number}?");

    private static JsonArray Patch(params (string Field, string Value)[] fields) =>
    [
        .. fields.Select(field =>
            new JsonObject { ["op"] = "add", ["path"] = $"/fields/System.{field.Field}", ["value"] = field.Value }),
    ];

    private async Task<OwnIssue?> ReadAsync(int id, JsonNode fields, CancellationToken cancellationToken)
    {
        string[] tags = (fields["System.Tags"]?.ToString() ?? "").Split(';', StringSplitOptions.TrimEntries);
        // What a query finds may only contain the tag.
        if (!tags.Contains(_label, StringComparer.OrdinalIgnoreCase))
            return null;
        string? stack = tags.Where(tag => tag.StartsWith(StackTag, StringComparison.OrdinalIgnoreCase))
            .Select(tag => tag[StackTag.Length..]).FirstOrDefault();
        if (stack is null)
            return null;
        string type = _types[id] = fields["System.WorkItemType"]?.ToString() ?? _type;
        string? category = (await StatesAsync(type, cancellationToken))
            .FirstOrDefault(state => state.Name == fields["System.State"]?.ToString()).Category;
        return new(id, stack, fields["System.Description"]?.ToString() ?? "", category is not ("Completed" or "Removed"),
            category == "Removed");
    }

    /// <summary>The first state of the first category that the type has.</summary>
    private async Task<string> StateAsync(OwnIssue issue, string[] categories, CancellationToken cancellationToken)
    {
        string type = _types[issue.Number];
        (string Name, string Category)[] states = await StatesAsync(type, cancellationToken);
        return categories.SelectMany(category => states.Where(state => state.Category == category)).FirstOrDefault().Name
            ?? throw new ServiceException($"--type: \"{type}\", the type of {issue.Number}, has no state of the category "
                + $"{string.Join(" or ", categories)}; expected one; give the type such a state in the process of the project");
    }

    private async Task<(string Name, string Category)[]> StatesAsync(string type, CancellationToken cancellationToken)
    {
        if (_states.TryGetValue(type, out (string Name, string Category)[]? known))
            return known;
        JsonNode answer = await SendAsync(HttpMethod.Get, $"workitemtypes/{Uri.EscapeDataString(type)}/states?", null, cancellationToken,
            $"--type: the project has no work item type \"{type}\"; expected one of its process, such as Issue (Basic, Agile and CMMI) or "
            + "Impediment (Scrum); give its name");
        return _states[type] =
        [
            .. (answer["value"] as JsonArray ?? []).OfType<JsonObject>()
                .Select(state => (state["name"]?.ToString() ?? "", state["category"]?.ToString() ?? "")),
        ];
    }

    private async Task<JsonNode> SendAsync(
        HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken, string? notFound = null)
    {
        Uri address = new(_project.Api, $"wit/{path}{Version}");
        ServiceAnswer answer = await _service.SendAsync(method, address, body, cancellationToken);
        AzureSignIn.Check(answer);
        return answer switch
        {
            { IsSuccess: true, Json: { } json } => json,
            { Status: HttpStatusCode.NotFound } when notFound is not null => throw new ServiceException(notFound),
            { Status: HttpStatusCode.Forbidden } => throw new ServiceException(
                $"SYSTEM_ACCESSTOKEN: it may not keep work items ({answer.Message}); expected the right \"Edit work items in this node\"; "
                + "allow it to the project's Build Service in Project settings, Boards, Project configuration, Areas, Security"),
            _ => throw new ServiceException($"Azure DevOps: it refuses {address.AbsolutePath} ({answer.Message}); expected that it takes "
                + "it; check that the project has Boards and what the type's rules require, and start this again later"),
        };
    }
}
