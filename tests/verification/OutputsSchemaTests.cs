using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>The schema of the outputs document and what the verification knows belong together.</summary>
public sealed class OutputsSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(OutputsDocument.SchemaText)!;

    [Fact]
    public void The_schema_names_the_protocols_that_the_verification_knows() => Same(
        Schema["definitions"]!["integration"]!["properties"]!["mailboxAccess"]!["items"]!["enum"]!, MailboxProtocol.All.Select(protocol => protocol.Key));

    [Fact]
    public void The_schema_names_the_clouds_that_the_verification_knows() =>
        Same(Schema["properties"]!["tenant"]!["properties"]!["environment"]!["enum"]!, Cloud.All.Select(cloud => cloud.Key));

    [Fact]
    public void Every_value_of_the_schema_says_what_is_expected_of_it() => Says(Schema, "#");

    private static void Same(JsonNode values, IEnumerable<string> keys) =>
        Assert.Equal(keys.Order(), values.AsArray().Select(value => value!.GetValue<string>()).Order());

    private static void Says(JsonNode schema, string path)
    {
        if (schema["$ref"] is null)
            Assert.True(schema["title"] is not null || schema["enum"] is not null, $"{path} has neither title nor values.");
        foreach (string group in (string[])["properties", "definitions"])
        {
            foreach ((string name, JsonNode? inner) in schema[group]?.AsObject() ?? [])
                Says(inner!, $"{path}/{name}");
        }
        if (schema["items"] is JsonNode items)
            Says(items, $"{path}/items");
    }
}
