using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Which requests share the limits of a service.</summary>
public sealed class ServiceLinesTests
{
    private readonly TestClock _clock = new();
    private readonly ServiceLines _lines;

    public ServiceLinesTests() => _lines = new(new(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(100), _clock), mostToMailboxes: 32);

    public static TheoryData<string, string, int> Addresses => new()
    {
        { "/contoso.com/oauth2/v2.0/token", "The sign-in service", 8 },
        { "/v1.0", "The sign-in service", 8 },
        { "/v1.0/users", "Microsoft Graph", 8 },
        { "/beta/applications", "Microsoft Graph", 8 },
        { "/v1.0/$batch", "Microsoft Graph", 32 },
        { "/beta/$batch", "Microsoft Graph", 32 },
        { "/$batch", "The sign-in service", 8 },
        { "/EWS/Exchange.asmx", "Exchange Online", 32 },
        { "/ews/exchange.asmx", "Exchange Online", 32 },
        { "/adminapi/beta/contoso/InvokeCommand", "Exchange Online", 32 },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public void A_request_belongs_to_the_line_of_its_path(string path, string name, int most)
    {
        ServiceLine line = _lines.Of(new Uri($"https://tenant.example.test{path}?x=/EWS/"));

        Assert.Equal((name, most), (line.Name, line.Most));
    }

    [Fact]
    public async Task A_wait_that_graph_asks_for_is_one_for_directory_and_mailboxes_and_nobody_else()
    {
        _lines.Directory.Note(_lines.Directory.Now(), new Trouble("429", Throttled: true, TimeSpan.FromHours(1)));

        await Assert.ThrowsAsync<UnansweredException>(() => _lines.Outlook.EnterAsync(again: false, CancellationToken.None));
        foreach (ServiceLine line in (ServiceLine[])[_lines.SignIn, _lines.Exchange, _lines.Imap])
            await line.EnterAsync(again: false, CancellationToken.None);
        Assert.Equal((1L, 1L), (_lines.Weather.Requests, _lines.Weather.Throttled));
    }
}
