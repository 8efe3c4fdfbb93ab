using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Tests.Verification;

public sealed class OutputsDocumentTests
{
    private const string Complete = """
        {
          "schemaVersion": 1,
          "tenant": { "id": "11111111-2222-3333-4444-555555555555", "domain": "contoso.onmicrosoft.us", "environment": "usgovernment" },
          "integrations": {
            "mailstore": {
              "product": "mailstore-server", "displayName": "MailStore Server", "directory": "microsoft365",
              "clientId": "aaaaaaaa-0000-0000-0000-000000000001", "applicationObjectId": "aaaaaaaa-0000-0000-0000-000000000002",
              "servicePrincipalObjectId": "aaaaaaaa-0000-0000-0000-000000000003",
              "redirectUri": "https://mailstore.contoso.com:8462/oidc/signin",
              "certificates": [ { "thumbprint": "3F2A9C41D07B6E58A1C4F00D92B7E6634D1A85CE", "sha256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "subject": "CN=MailStore Server", "notBefore": "2026-01-01T00:00:00Z", "notAfter": "2028-01-01T00:00:00Z" } ],
              "permissions": [ { "api": "Microsoft Graph", "apiClientId": "00000003-0000-0000-c000-000000000000", "type": "delegated", "value": "User.Read", "id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d" } ],
              "userSync": { "filter": "groups", "groups": [ "Archive mailboxes" ] },
              "mailboxAccess": [ "ews", "graph", "imap", "exchange-powershell" ],
              "mailboxScope": { "kind": "administrative-unit", "name": "Headquarters" },
              "exchangeRole": { "displayName": "Exchange Recipient Administrator", "templateId": "31392ffb-586c-42d1-9346-e59415a2cc4e" },
              "keyVault": { "vaultUri": "https://contoso.vault.azure.net/", "certificateName": "mailstore", "secretId": "https://contoso.vault.azure.net/secrets/mailstore/1" },
              "exchangeSetup": "New-ServicePrincipal"
            }
          }
        }
        """;

    [Fact]
    public void Parse_every_part_is_bound()
    {
        OutputsDocument document = OutputsDocument.Parse(Complete);

        Assert.Equal("usgovernment", document.Tenant.Environment);
        TenantOnboarding.Verification.Outputs.IntegrationOutputs integration = document.Integrations["mailstore"];
        Assert.Equal(DirectorySource.Microsoft365, integration.Directory);
        Assert.Equal(["ews", "graph", "imap", "exchange-powershell"], integration.MailboxAccess);
        Assert.Equal(PermissionType.Delegated, integration.Permissions[0].Type);
        Assert.Equal(UserFilter.Groups, integration.UserSync!.Filter);
        Assert.Equal(new MailboxScopeOutputs(MailboxScopeKind.AdministrativeUnit, "Headquarters"), integration.MailboxScope);
        Assert.Equal(new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero), integration.Certificates[0].NotAfter);
        Assert.Equal("https://contoso.vault.azure.net/secrets/mailstore/1", integration.KeyVault!.SecretId.ToString());
    }

    [Fact]
    public void Parse_properties_of_later_releases_are_left_alone() =>
        OutputsDocument.Parse(Complete.Replace("\"schemaVersion\": 1,", "\"schemaVersion\": 1, \"advisories\": [], ", StringComparison.Ordinal));

    [Fact]
    public async Task Whether_a_document_fits_is_what_the_validator_of_schemas_says_of_it()
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(OutputsDocument.SchemaText);
        using JsonDocument rules = JsonDocument.Parse(OutputsDocument.SchemaText);
        string[] texts = [Complete, .. Changed(Complete)];
        bool[] fits = [.. texts.Select(text =>
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return OutputsShape.Fits(document.RootElement, rules.RootElement);
        })];
        Assert.True(fits[0]);
        Assert.All(texts.Zip(fits), one => Assert.True(one.Second == (schema.Validate(one.First).Count == 0), one.First));
    }

    /// <summary>The document with each of its values left out, and with another in its place.</summary>
    private static IEnumerable<string> Changed(string text)
    {
        int count = Inner(JsonNode.Parse(text)!).Count();
        foreach (string? other in (string?[])[null, "null", "1", "\"\"", "\"x\"", "{}", "[]", "[1]"])
        {
            for (int place = 0; place < count; place++)
            {
                JsonNode root = JsonNode.Parse(text)!;
                JsonNode node = Inner(root).ElementAt(place);
                if (other is not null)
                    node.ReplaceWith(JsonNode.Parse(other));
                else if (node.Parent is JsonArray list)
                    list.Remove(node);
                else
                    node.Parent!.AsObject().Remove(node.GetPropertyName());
                yield return root.ToJsonString();
            }
        }
    }

    private static IEnumerable<JsonNode> Inner(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(child => Inner(child).Prepend(child));
    }

    [Fact]
    public void Parse_many_errors_are_all_reported_with_their_path()
    {
        OutputsException e = Assert.Throws<OutputsException>(() => OutputsDocument.Parse("""
            {"schemaVersion":1,"tenant":{"id":"x","domain":"contoso","environment":"mars"},
             "integrations":{"mail store":{"product":"a","displayName":"","directory":"microsoft365","clientId":"[secret]","applicationObjectId":4,
               "certificates":[],"permissions":[{"api":"x","apiClientId":"y","type":"z","value":"v","id":"i"}],"mailboxAccess":["pop"],"redirectUri":"http://x",
               "mailboxScope":{"kind":"user","name":"n"},"userSync":{"filter":"some","groups":"g"}}}}
            """));
        Golden.Matches(string.Join('\n', e.Errors) + "\n", "verification/golden/outputs-errors.txt");
    }

    [Fact]
    public void Parse_preview_without_ids_says_to_deploy_first()
    {
        string preview = Complete.Replace("\"clientId\": \"aaaaaaaa-0000-0000-0000-000000000001\", ", "", StringComparison.Ordinal);
        OutputsException e = Assert.Throws<OutputsException>(() => OutputsDocument.Parse(preview));
        Assert.Equal("integrations.mailstore.clientId: found nothing, expected a GUID. Ids are unknown before a deploy: give the outputs of a deployed stack, not of a preview.",
            Assert.Single(e.Errors).ToString());
    }

    [Theory]
    [InlineData("", "(document): found an empty text, expected one JSON object. Give what `pulumi stack output --json --show-secrets` prints.")]
    [InlineData("{\n  \"a\": }", "(document): found text that is no JSON at line 2, column 8, expected one JSON object. Give what `pulumi stack output --json --show-secrets` prints.")]
    [InlineData("[1]", "(document): found a JSON array, expected one JSON object. Give what `pulumi stack output --json --show-secrets` prints.")]
    [InlineData("{}", "schemaVersion: found nothing, expected 1. Give the outputs of a stack that was deployed with this program; an empty stack has none.")]
    [InlineData("{\"schemaVersion\":2}", "schemaVersion: found version 2, expected version 1. These outputs come from a newer release: verify with the release that deployed the stack.")]
    [InlineData("{\"schemaVersion\":0}", "schemaVersion: found version 0, expected version 1. These outputs come from an older release: deploy the stack again with this release, or verify with the release that deployed it.")]
    [InlineData("{\"schemaVersion\":\"1\"}", "schemaVersion: found \"1\", expected the number 1. Deploy the stack again with this release, then give its outputs.")]
    public void Parse_what_is_no_document_has_its_own_error(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(Assert.Throws<OutputsException>(() => OutputsDocument.Parse(text)).Errors).ToString());

    [Theory]
    [InlineData("integrations", "{}", "integrations: found an empty object, expected at least one integration. Declare an integration and deploy the stack.")]
    [InlineData("integrations", "[]", "integrations: found an empty list, expected an object. Deploy the stack (`pulumi up`), then give its outputs again.")]
    [InlineData("integrations", "[1]", "integrations: found a list, expected an object. Deploy the stack (`pulumi up`), then give its outputs again.")]
    public void Parse_a_value_of_another_kind_is_named(string property, string value, string expected)
    {
        JsonObject document = JsonNode.Parse(Complete)!.AsObject();
        document[property] = JsonNode.Parse(value);
        OutputsException refusal = Assert.Throws<OutputsException>(() => OutputsDocument.Parse(document.ToJsonString()));
        Assert.Equal(expected, Assert.Single(refusal.Errors).ToString());
    }

    [Theory]
    [InlineData("{}", "an empty object")]
    [InlineData("{\"a\":1}", "an object")]
    [InlineData("[]", "an empty list")]
    [InlineData("7", "7")]
    [InlineData("\"[secret]\"", "\"[secret]\"")]
    public void Parse_what_stands_in_place_of_a_text_is_said(string value, string found)
    {
        JsonObject document = JsonNode.Parse(Complete)!.AsObject();
        document["integrations"]!["mailstore"]!["clientId"] = JsonNode.Parse(value);
        OutputsError error = Assert.Throws<OutputsException>(() => OutputsDocument.Parse(document.ToJsonString())).Errors[0];
        Assert.Equal(("integrations.mailstore.clientId", found), (error.Path, error.Found));
        Assert.Equal(found == "\"[secret]\"", error.Fix == "Print the outputs with --show-secrets.");
    }

    [Theory]
    [InlineData("""{"type":"object"}""", "{}", true)]
    [InlineData("""{"type":"array"}""", "{}", false)]
    [InlineData("""{"type":"integer"}""", "1", true)]
    [InlineData("""{"type":"integer"}""", "1.5", false)]
    [InlineData("""{"type":"integer"}""", "\"1\"", false)]
    [InlineData("""{"type":"number"}""", "1", false)]
    [InlineData("""{"maximum":3}""", "1", false)]
    [InlineData("""{"title":"t","description":"d","$schema":"s","definitions":{}}""", "1", true)]
    [InlineData("""{"definitions":{"a":{"type":"string"}},"$ref":"#/definitions/a"}""", "\"x\"", true)]
    [InlineData("""{"definitions":{"a":{"type":"string"}},"$ref":"#/definitions/a"}""", "1", false)]
    [InlineData("""{"definitions":{"a":{"type":"string"}},"$ref":"#/definitions/b"}""", "\"x\"", false)]
    [InlineData("""{"definitions":{"a":{"type":"string"}},"$ref":"other.json"}""", "\"x\"", false)]
    [InlineData("""{"enum":["a",1]}""", "1", true)]
    [InlineData("""{"enum":["a",1]}""", "\"b\"", false)]
    [InlineData("""{"pattern":"^a$"}""", "\"a\"", true)]
    [InlineData("""{"pattern":"^a$"}""", "\"b\"", false)]
    [InlineData("""{"pattern":"1"}""", "1", false)]
    [InlineData("""{"minLength":2}""", "\"ab\"", true)]
    [InlineData("""{"minLength":2}""", "\"a\"", false)]
    [InlineData("""{"minLength":1}""", "12", false)]
    [InlineData("""{"minItems":1}""", "[1]", true)]
    [InlineData("""{"minItems":1}""", "[]", false)]
    [InlineData("""{"minItems":0}""", "{}", false)]
    [InlineData("""{"minProperties":1}""", "{\"a\":1}", true)]
    [InlineData("""{"minProperties":1}""", "{}", false)]
    [InlineData("""{"minProperties":0}""", "[]", false)]
    [InlineData("""{"items":{"type":"string"}}""", "[\"a\",\"b\"]", true)]
    [InlineData("""{"items":{"type":"string"}}""", "[\"a\",1]", false)]
    [InlineData("""{"items":{"type":"string"}}""", "{}", false)]
    [InlineData("""{"required":["a","b"]}""", "{\"a\":1,\"b\":1}", true)]
    [InlineData("""{"required":["a","b"]}""", "{\"a\":1}", false)]
    [InlineData("""{"required":[]}""", "[]", false)]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", "{\"a\":\"x\",\"b\":1}", true)]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", "{\"a\":1}", false)]
    [InlineData("""{"properties":{}}""", "[]", false)]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", "{\"a\":\"x\",\"b\":\"y\"}", true)]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", "{\"a\":\"x\",\"b\":1}", false)]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", "[]", false)]
    [InlineData("""{"additionalProperties":false}""", "{}", false)]
    [InlineData("""{"properties":{},"additionalProperties":{"type":"string"}}""", "{}", false)]
    public void A_document_surely_fits_only_where_each_word_of_its_schema_is_known_and_kept(string schema, string document, bool fits)
    {
        using JsonDocument parsed = JsonDocument.Parse(document), rules = JsonDocument.Parse(schema);
        Assert.Equal(fits, OutputsShape.Fits(parsed.RootElement, rules.RootElement));
    }

    [Theory]
    [InlineData(80, "found \"https:////xxxxx")]
    [InlineData(81, "found \"https:////xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...\"")]
    public void Parse_a_long_value_is_cut(int length, string found)
    {
        JsonObject document = JsonNode.Parse(Complete)!.AsObject();
        string value = "https:////".PadRight(length, 'x');
        document["integrations"]!["mailstore"]!["redirectUri"] = value;
        OutputsError error = Assert.Single(Assert.Throws<OutputsException>(() => OutputsDocument.Parse(document.ToJsonString())).Errors);
        Assert.StartsWith($"integrations.mailstore.redirectUri: {found}", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(length <= 80, error.Found == $"\"{value}\"");
    }

    [Fact]
    public async Task Load_a_folder_in_place_of_a_file_is_said_to_be_unreadable()
    {
        string folder = Path.GetTempPath();
        OutputsException e = await Assert.ThrowsAsync<OutputsException>(() => OutputsDocument.LoadAsync(folder));
        Assert.StartsWith($"(document): found '{folder}', which cannot be read (", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-12-31T23:59:59Z", false)]
    [InlineData("2026-01-01T00:00:00Z", true)]
    [InlineData("2027-12-31T23:59:59Z", true)]
    [InlineData("2028-01-01T00:00:00Z", false)]
    public void A_certificate_is_valid_from_its_first_moment_to_before_its_last(string moment, bool valid) =>
        Assert.Equal(valid, SampleReport.Certificate.IsValidAt(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)));

    [Fact]
    public async Task Load_file_that_does_not_exist_is_named()
    {
        OutputsException e = await Assert.ThrowsAsync<OutputsException>(() => OutputsDocument.LoadAsync("no-such-outputs.json"));
        Assert.StartsWith("(document): found no file at 'no-such-outputs.json', expected a readable file", e.Message, StringComparison.Ordinal);
    }
}
