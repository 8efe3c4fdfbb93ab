using TenantOnboarding.Rehearsal.Deploy.Schema;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Tests.Rehearsal;

public sealed class SchemaFactsTests
{
    private const string Type = "p:index/thing:Thing";

    private static readonly SchemaFacts Facts = SchemaFacts.Parse("""
        {
          "resources": {
            "p:index/thing:Thing": {
              "inputs": {
                "name": { "type": "string", "required": true },
                "count": { "type": "integer" },
                "tags": { "type": "{string}" },
                "parts": { "type": "Part[]" }
              },
              "outputs": {}
            }
          },
          "types": { "Part": { "properties": { "id": { "type": "string", "required": true }, "on": { "type": "boolean" } } } }
        }
        """);

    [Fact]
    public void Right_inputs_have_no_fault()
    {
        PropertyBag inputs = PropertyBag.From(new Dictionary<string, object?>
        {
            ["name"] = "a",
            ["count"] = 3,
            ["tags"] = new Dictionary<string, object?> { ["x"] = "y" },
            ["parts"] = new List<object?> { new Dictionary<string, object?> { ["id"] = "1", ["on"] = true } },
        });

        Assert.Empty(Facts.CheckResource(Type, inputs, new HashSet<string>()));
    }

    [Fact]
    public void All_faults_are_found_at_once()
    {
        PropertyBag inputs = PropertyBag.From(new Dictionary<string, object?>
        {
            ["nam"] = "a",
            ["count"] = 1.5,
            ["tags"] = new List<object?> { "x" },
            ["parts"] = new List<object?> { new Dictionary<string, object?> { ["on"] = "yes", ["off"] = true } },
        });

        Assert.Equal(
        [
            "count: is a number, expected integer",
            "nam: no such property; expected one of count, name, parts, tags",
            "parts[0].on: is a text, expected boolean",
            "parts[0].off: no such property; expected one of id, on",
            "parts[0].id: required, but it has no value; expected string",
            "tags: is a list, expected {string}",
            "name: required, but it has no value; expected string",
        ],
        Facts.CheckResource(Type, inputs, new HashSet<string>()).Select(fault => fault.ToString()));
    }

    [Fact]
    public void In_a_preview_an_input_may_be_given_and_unknown() =>
        Assert.Empty(Facts.CheckResource(Type, PropertyBag.Empty, new HashSet<string> { "name" }));

    [Fact]
    public void Embedded_facts_know_what_the_program_uses()
    {
        Assert.True(SchemaFacts.Embedded.KnowsResource("azuread:index/applicationCertificate:ApplicationCertificate"));
        Assert.True(SchemaFacts.Embedded.KnowsFunction("azuread:index/getGroup:getGroup"));
        Assert.True(SchemaFacts.Embedded.KnowsResource("azure:keyvault/certificate:Certificate"));
        Assert.True(SchemaFacts.Embedded.KnowsResource("random:index/randomString:RandomString"));
        Assert.True(SchemaFacts.Embedded.Outputs("azuread:index/applicationCertificate:ApplicationCertificate")["value"].Secret);
        Assert.True(SchemaFacts.Embedded.Inputs("azuread:index/appRoleAssignment:AppRoleAssignment")["appRoleId"].ReplaceOnChanges);
    }
}
