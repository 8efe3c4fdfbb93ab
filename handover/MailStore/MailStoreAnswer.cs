using System.Text.Json.Nodes;

namespace TenantOnboarding.HandOver.MailStore;

/// <summary>What a function of the management API answers.</summary>
/// <param name="StatusCode"><c>succeeded</c>, <c>running</c>, <c>failed</c> and others that are no success.</param>
/// <param name="Token">What a running job is asked for by; null where it is none.</param>
/// <param name="StatusVersion">Grows with every news of a job.</param>
/// <param name="Percent">How far a job is; null where that is not known.</param>
/// <param name="StatusText">What it is doing; null where it does not say.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
/// <param name="Result">What came of it; null where nothing did.</param>
/// <param name="Log">Its log; empty where it has none.</param>
internal sealed record MailStoreAnswer(string StatusCode, string? Token, long StatusVersion, double? Percent, string? StatusText,
    string? Error, JsonNode? Result, string Log)
{
    public bool IsRunning => StatusCode == "running" && Token is not null;
    public bool Succeeded => StatusCode == "succeeded" && Error is null;

    /// <summary>Reads an answer; null where it has not the shape of one.</summary>
    public static MailStoreAnswer? Read(JsonNode? json)
    {
        if (json is not JsonObject answer || Text(answer["statusCode"]) is not string status)
            return null;
        return new(status, Text(answer["token"]), (long?)Number(answer["statusVersion"]) ?? 0, Number(answer["percentProgress"]),
            Text(answer["statusText"]), Message(answer["error"]), answer["result"], Text(answer["logOutput"]) ?? "");
    }

    private static string? Message(JsonNode? error) => error switch
    {
        null => null,
        JsonObject one when Text(one["message"]) is string message => message,
        _ => error.ToJsonString(),
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) ? number : null;
}
