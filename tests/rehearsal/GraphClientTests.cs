using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Deploy;

namespace TenantOnboarding.Tests.Rehearsal;

public sealed class GraphClientTests
{
    [Theory]
    [InlineData(10, 14)]
    [InlineData(5, 9)]
    public void Retries_follow_from_the_operations_time(int minutes, int retries) =>
        Assert.Equal(retries, ProviderTiming.Retries(TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void Pauses_double_and_then_stay() =>
        Assert.Equal([1, 2, 4, 8, 16, 32, 61, 61], Enumerable.Range(0, 8).Select(retry => ProviderTiming.Backoff(retry).TotalSeconds));

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(424)]
    [InlineData(408)]
    public async Task Passing_errors_are_repeated_for_every_method(int status)
    {
        Scripted tenant = new((HttpStatusCode)status, (HttpStatusCode)status, HttpStatusCode.Created);
        using GraphClient graph = await ConnectAsync(tenant);

        JsonObject created = await graph.PostAsync("/v1.0/applications", [], ProviderTiming.LongOperation, null, null, default);

        Assert.Equal("1", created["id"]!.GetValue<string>());
        Assert.Equal(3, tenant.GraphRequests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(501)]
    public async Task Other_errors_fail_at_once_in_the_providers_words(int status)
    {
        Scripted tenant = new((HttpStatusCode)status);
        using GraphClient graph = await ConnectAsync(tenant);

        GraphRequestException error = await Assert.ThrowsAsync<GraphRequestException>(() =>
            graph.PatchAsync("/v1.0/applications/1", [], ProviderTiming.LongOperation, default));

        Assert.StartsWith($"unexpected status {status} ({status} ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(") with error: Some_Code: Some message.", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, tenant.GraphRequests);
    }

    [Fact]
    public async Task An_error_that_the_resource_names_is_repeated_as_often_as_the_provider_does()
    {
        Scripted tenant = new(HttpStatusCode.NotFound);
        using GraphClient graph = await ConnectAsync(tenant);

        await Assert.ThrowsAsync<GraphRequestException>(() =>
            graph.PostAsync("/v1.0/x", [], ProviderTiming.ShortOperation, error => error.Status == HttpStatusCode.NotFound, null, default));

        Assert.Equal(10, tenant.GraphRequests);
    }

    [Fact]
    public async Task What_the_tenant_may_hold_twice_is_looked_for_before_it_is_created_again()
    {
        Scripted tenant = new(HttpStatusCode.InternalServerError);
        using GraphClient graph = await ConnectAsync(tenant);
        Creation creation = new(() => Task.FromResult<JsonObject?>(new() { ["id"] = "found" }), Unique: false);

        JsonObject created = await graph.PostAsync("/v1.0/applications", [], ProviderTiming.LongOperation, null, creation, default);

        Assert.Equal("found", created["id"]!.GetValue<string>());
        Assert.Equal(1, tenant.GraphRequests);
    }

    [Fact]
    public async Task What_the_tenant_says_is_there_after_an_answer_was_lost_is_what_was_created()
    {
        Scripted tenant = new(HttpStatusCode.BadGateway, HttpStatusCode.Conflict);
        using GraphClient graph = await ConnectAsync(tenant);
        Creation creation = new(() => Task.FromResult<JsonObject?>(new() { ["id"] = "found" }));

        JsonObject created = await graph.PostAsync("/v1.0/servicePrincipals", [], ProviderTiming.LongOperation, null, creation, default);

        Assert.Equal("found", created["id"]!.GetValue<string>());
        Assert.Equal(2, tenant.GraphRequests);
    }

    [Theory]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.TooManyRequests, HttpStatusCode.Conflict)]
    public async Task What_somebody_else_made_is_not_taken_for_what_was_created(params HttpStatusCode[] answers)
    {
        using GraphClient graph = await ConnectAsync(new Scripted(answers));
        Creation creation = new(() => Task.FromResult<JsonObject?>(new() { ["id"] = "found" }));

        GraphRequestException error = await Assert.ThrowsAsync<GraphRequestException>(() =>
            graph.PostAsync("/v1.0/servicePrincipals", [], ProviderTiming.LongOperation, null, creation, default));

        Assert.Equal(HttpStatusCode.Conflict, error.Status);
    }

    [Fact]
    public async Task What_is_gone_after_the_answer_to_its_deletion_was_lost_is_deleted()
    {
        Scripted tenant = new(HttpStatusCode.GatewayTimeout, HttpStatusCode.NotFound);
        using GraphClient graph = await ConnectAsync(tenant);

        await graph.DeleteAsync("/v1.0/applications/1", default);

        Assert.Equal(2, tenant.GraphRequests);
    }

    [Fact]
    public void Queries_are_encoded_as_the_provider_does() =>
        Assert.Equal("/v1.0/users?%24filter=displayName+eq+%27O%27%27Hara%27&%24select=a%2Cb",
            GraphClient.Query("/v1.0/users", ("$select", "a,b"), ("$filter", $"displayName eq {GraphClient.Quote("O'Hara")}")));

    private static Task<GraphClient> ConnectAsync(Scripted tenant) => GraphClient.ConnectAsync(
        new Uri("https://tenant.example.com"), tenant, new DeployerIdentity(Guid.NewGuid(), Guid.NewGuid(), "secret"),
            new ProviderTiming { Scale = 0 }, default);

    /// <summary>Answers Graph requests with one status after the other, the last one for ever.</summary>
    private sealed class Scripted(params HttpStatusCode[] statuses) : HttpMessageHandler
    {
        public int GraphRequests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string path = request.RequestUri!.AbsolutePath;
            if (path.StartsWith("/metadata", StringComparison.Ordinal))
                return Answer(HttpStatusCode.OK,
                    """{"name":"T","resourceManager":"x","microsoftGraphResourceId":"https://tenant.example.com/","authentication":{"loginEndpoint":"https://tenant.example.com"}}""");
            if (path.EndsWith("/token", StringComparison.Ordinal))
                return Answer(HttpStatusCode.OK,
                    $$"""{"access_token":"h.{{Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"oid":"o","tid":"t"}""")).TrimEnd('=')}}.s"}""");
            HttpStatusCode status = statuses[Math.Min(GraphRequests, statuses.Length - 1)];
            GraphRequests++;
            return Answer(status, (int)status < 300 ? """{"id":"1"}""" : """{"error":{"code":"Some_Code","message":"Some message."}}""");
        }

        private static Task<HttpResponseMessage> Answer(HttpStatusCode status, string body) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }
}
