using System.Globalization;
using System.Text.Json.Nodes;

namespace SimulatedTenant.Http;

/// <summary>A refusal in Microsoft Graph's form: <c>{"error":{"code","message","innerError"}}</c>.</summary>
internal sealed class GraphException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public Dictionary<string, string> Headers { get; } = [];

    public static GraphException BadRequest(string message) => new(400, "Request_BadRequest", message);

    public static GraphException Unsupported(string message) => new(400, "Request_UnsupportedQuery", message);

    public static GraphException NotFound(string id) =>
        new(404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not "
            + "present.");

    public static GraphException Denied() => new(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

    public static GraphException Conflict(string message) => new(409, "Request_MultipleObjectsWithSameKeyValue", message);

    public static GraphException TooLarge(string message) => new(413, "RequestEntityTooLarge", message);

    public TenantResponse Response(TenantRequest? request, DateTimeOffset now)
    {
        string requestId = (request?.RequestId ?? Guid.NewGuid()).ToString();
        TenantResponse response = TenantResponse.PlainJson(Status, new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = Code,
                ["message"] = Message,
                ["innerError"] = new JsonObject
                {
                    ["date"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                    ["request-id"] = requestId,
                    ["client-request-id"] = request?.ClientRequestId ?? requestId,
                },
            },
        });
        foreach ((string name, string value) in Headers)
            response.Headers[name] = value;
        return response;
    }
}
