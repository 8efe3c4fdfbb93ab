using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using Directory = System.IO.Directory;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Which requests and answers are kept behind a finding.</summary>
public sealed class EvidenceFilesTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(1));
    private readonly string _path = Directory.CreateTempSubdirectory("evidence-").FullName;
    private readonly EvidenceFolder _folder;
    private readonly EvidenceFiles _files;

    public EvidenceFilesTests()
    {
        _folder = new(_path);
        _files = new(_folder, "mailstore", new(new("11111111-2222-3333-4444-555555555555"), "contoso.onmicrosoft.com", "public"));
    }

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public void A_finding_about_somebody_is_kept_with_what_mentions_them_and_nothing_else()
    {
        Finding finding = Finding() with { Witnesses = ["anna@contoso.com", "b"] };

        Assert.Equal(["https://x/users/anna@contoso.com", "https://x/b"],
            Addresses(Keep(finding, Exchange("https://x/users/anna@contoso.com"), Exchange("https://x/users/nina@contoso.com"),
                Exchange("https://x/b"))));
    }

    [Fact]
    public void What_mentions_nobody_is_explained_by_all_that_was_asked_and_by_the_latest_tokens()
    {
        Exchange first = Exchange("https://login/contoso/oauth2/v2.0/token?first");
        Exchange second = Exchange("https://login/contoso/oauth2/v2.0/token");
        Keep(Finding(), first);
        Keep(Finding(), second, Exchange("https://x/a"));

        Assert.Equal([second.Address, "https://x/b", "https://x/c"],
            Addresses(Keep(Finding(), Exchange("https://x/b"), Exchange("https://x/c"))));
    }

    [Fact]
    public void Twenty_exchanges_are_in_a_file_at_most()
    {
        Exchange[] many = [.. Enumerable.Range(10, 25).Select(number => Exchange($"https://x/{number}"))];

        Assert.Equal(many[..20].Select(exchange => exchange.Address), Addresses(Keep(Finding() with { Witnesses = ["https://x/"] }, many)));
        Assert.Equal(many[5..].Select(exchange => exchange.Address), Addresses(Keep(Finding(), many)));
    }

    [Fact]
    public void Where_nothing_was_asked_there_is_no_evidence() => Assert.Null(Keep(Finding()));

    [Fact]
    public void A_file_says_what_was_found_what_was_asked_and_what_came_of_it()
    {
        string? file = Keep(Finding() with { Detail = "as found" },
            Exchange("https://x/answered") with
            {
                Took = TimeSpan.FromMilliseconds(12.6),
                ClientRequestId = "ours",
                RequestId = "theirs",
                RequestBody = "question",
                Status = 404,
                ResponseBody = "größer & <kleiner>",
            },
            Exchange("https://x/broken") with { Error = "the connection is refused" },
            Exchange("imaps://x") with { Method = "IMAP", ResponseBody = "S: A1 NO" });

        Assert.Contains("\n  \"check\": \"consent\",\n", File.ReadAllText(file!), StringComparison.Ordinal);
        JsonNode evidence = Read(file);
        Assert.Equal("""{"id":"11111111-2222-3333-4444-555555555555","domain":"contoso.onmicrosoft.com","environment":"public"}""",
            Compact(evidence["tenant"]!));
        Assert.Equal(("mailstore", "consent", Finding().Code, "the subject", "the cause", "as found"),
            ((string?)evidence["integration"], (string?)evidence["check"], (string?)evidence["finding"]!["code"],
                (string?)evidence["finding"]!["subject"], (string?)evidence["finding"]!["cause"], (string?)evidence["finding"]!["detail"]));
        JsonNode answered = evidence["exchanges"]![0]!, broken = evidence["exchanges"]![1]!, imap = evidence["exchanges"]![2]!;
        Assert.Equal(("2026-10-31T23:00:00Z", 13, "ours", "theirs"),
            ((string?)answered["sentAt"], (int?)answered["tookMilliseconds"], (string?)answered["clientRequestId"],
                (string?)answered["requestId"]));
        Assert.Equal("""{"method":"GET","address":"https://x/answered","headers":{"X-A":"a"},"body":"question"}""",
            Compact(answered["request"]!));
        Assert.Equal("""{"status":404,"headers":{},"body":"größer & <kleiner>"}""", Compact(answered["response"]!));
        Assert.Equal((null, "the connection is refused"), ((string?)answered["error"], (string?)broken["error"]));
        Assert.Null(broken["response"]);
        Assert.Equal("""{"headers":{},"body":"S: A1 NO"}""", Compact(imap["response"]!));
    }

    private string? Keep(Finding finding, params Exchange[] exchanges)
    {
        ExchangeRecorder recorder = new();
        for (int i = 0; i < exchanges.Length; i++)
            recorder.Add(exchanges[i] with { SentAt = Begin.AddSeconds(i) });
        return Assert.Single(_files.Keep("consent", [finding], recorder)).Evidence;
    }

    private static Exchange Exchange(string address) => new()
    {
        SentAt = Begin,
        Method = "GET",
        Address = address,
        RequestHeaders = new Dictionary<string, string> { ["X-A"] = "a" },
    };

    private static Finding Finding() => new(FindingCatalogue.All[0], "the subject", "the cause");

    private static JsonNode Read(string? file) => JsonNode.Parse(File.ReadAllText(file!))!;

    private static string[] Addresses(string? file) =>
        [.. Read(file)["exchanges"]!.AsArray().Select(exchange => (string)exchange!["request"]!["address"]!)];

    private static string Compact(JsonNode node) => node.ToJsonString(
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
