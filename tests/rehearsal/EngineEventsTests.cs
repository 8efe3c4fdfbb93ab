using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Cli;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>The events and states of the Pulumi CLI, in the form in which version 3.258.0 wrote them.</summary>
public sealed class EngineEventsTests
{
    private const string Application = "urn:pulumi:dev::tenant-onboarding::tenant-onboarding:index:Integration$tenant-onboarding:index:Registration"
        + "$azuread:index/applicationRegistration:ApplicationRegistration::mailstore/registration/application";

    private const string Stack = "urn:pulumi:dev::tenant-onboarding::pulumi:pulumi:Stack::tenant-onboarding-dev";

    [Fact]
    public void A_step_is_told_in_the_words_of_the_built_in_engine()
    {
        EngineEvents events = new(null);

        events.Take(Event("resourcePreEvent", Metadata("create", Application, """{"custom":true,"inputs":{"__defaults":[],"displayName":"MailStore"}}""")));
        events.Take(Event("resOutputsEvent", Metadata("create", Application, """{"custom":true,"id":"/applications/1","inputs":{"__defaults":[],"displayName":"MailStore"}}""")));

        DeploymentStep step = Assert.Single(events.Steps);
        Assert.Equal(
            (1, StepKind.Created, "azuread:index/applicationRegistration:ApplicationRegistration", "mailstore/registration/application", "/applications/1"),
            (step.Order, step.Kind, step.Type, step.Name, step.Id));
        Assert.Equal(["displayName"], step.Inputs.Names);
        Assert.Equal("mailstore/registration/application", Assert.Single(events.Declared).Name);
    }

    [Fact]
    public void A_change_shows_the_property_before_and_after()
    {
        EngineEvents events = new(null);
        JsonObject metadata = Metadata("update", Application, """{"custom":true,"id":"/applications/1","inputs":{"displayName":"new","tags":["b"]}}""");
        metadata["old"] = JsonNode.Parse("""{"custom":true,"id":"/applications/1","inputs":{"displayName":"old","tags":["a"]},"outputs":{}}""");
        metadata["detailedDiff"] = JsonNode.Parse("""{"displayName":{"diffKind":"update"},"tags[0]":{"diffKind":"update"}}""");

        events.Take(Event("resOutputsEvent", metadata));

        Assert.Collection(
            Assert.Single(events.Steps).Changes,
            change => Assert.Equal(("displayName", "\"old\"", "\"new\""), (change.Property, change.Before, change.After)),
            change => Assert.Equal(("tags", "a", "b"), (change.Property, Assert.Single(change.Removed), Assert.Single(change.Added))));
    }

    [Fact]
    public void An_error_of_a_resource_is_its_failure_and_is_told_once()
    {
        EngineEvents events = new(null);
        string error = Diagnostic("error", "the tenant refuses it\n  look here\n", Application);

        events.Take(error);
        events.Take(error);
        events.Take(Event("resOpFailedEvent", Metadata("delete", Application, null)));
        events.Take(Diagnostic("error", "update failed\n", null));

        Assert.Equal(
            "mailstore/registration/application (ApplicationRegistration): the tenant refuses it\n  look here",
            Assert.Single(events.Failures).ToString());
        Assert.Empty(events.Errors);
    }

    [Fact]
    public void A_protected_resource_is_refused_with_the_fix()
    {
        EngineEvents events = new(null);

        events.Take(Diagnostic(
            "error",
            $"Preview failed: resource \"{Application}\" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the `protect` flag\n",
            Application));

        Assert.Equal(
            [
                "mailstore/registration/application (ApplicationRegistration): cannot be deleted because it is protected",
                "  fix: set \"protect: false\" for the integration mailstore that shall go, run pulumi up, then remove or rename it",
            ],
            Assert.Single(events.Failures).Lines());
    }

    [Fact]
    public void An_error_of_the_program_is_kept_line_by_line()
    {
        EngineEvents events = new(null);

        events.Take(Diagnostic("error", "<{%reset%}>two settings are wrong:\n\n  a: wrong\n<{%reset%}>", Stack));
        events.Take(Diagnostic("warning", "a warning\n", null));
        events.Take(Diagnostic("warning", "another\n", Application));
        events.Take(Diagnostic("debug", "nothing for anybody\n", null));

        Assert.Equal(["two settings are wrong:", "  a: wrong"], events.Errors);
        Assert.Equal(["a warning", "mailstore/registration/application (ApplicationRegistration): another"], events.Advisories);
        Assert.Empty(events.Failures);
    }

    [Fact]
    public void What_a_preview_does_not_know_is_left_out_of_the_outputs()
    {
        EngineEvents events = new(null);

        events.Take(Event("resOutputsEvent", Metadata("create", Stack, """{"outputs":{}}""")));
        Assert.Null(events.Outputs);
        events.Take(Event("resOutputsEvent", Metadata(
            "create", Stack,
            """{"outputs":{"clientId":"04da6b54-80e4-46f7-96ec-b56ff0331ba9","list":["a","04da6b54-80e4-46f7-96ec-b56ff0331ba9"],"none":null,"schemaVersion":1}}""")));

        Assert.Equal("""{"schemaVersion":1}""", events.Outputs!.ToJsonString());
        Assert.Empty(events.Steps);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hello from the program")]
    [InlineData("{ broken")]
    [InlineData("{}")]
    public void A_line_that_is_no_event_is_passed_over(string line)
    {
        EngineEvents events = new(null);

        events.Take(line);

        Assert.Empty(events.Steps);
        Assert.Empty(events.Errors);
    }

    [Fact]
    public void A_state_gives_resources_and_outputs_with_secrets_in_plain_text()
    {
        StackExport export = StackExport.Parse(
            $$$"""
            {"version":3,"deployment":{"resources":[
              {"urn":"{{{Stack}}}","custom":false,"type":"pulumi:pulumi:Stack","outputs":{"schemaVersion":1}},
              {"urn":"urn:pulumi:dev::p::pulumi:providers:azuread::tenant","custom":true,"id":"x","type":"pulumi:providers:azuread"},
              {"urn":"{{{Application}}}","custom":true,"id":"old","delete":true,"type":"azuread:index/applicationRegistration:ApplicationRegistration"},
              {"urn":"{{{Application}}}","custom":true,"id":"new","type":"azuread:index/applicationRegistration:ApplicationRegistration",
               "inputs":{"__defaults":[],"value":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","plaintext":"\"open\""}},
               "outputs":{"__meta":"{}","objectId":"1"}}]}}
            """);

        DeployedResource resource = Assert.Single(export.Resources);
        Assert.Equal(("new", "open", "1"), (resource.Id, resource.Inputs.Text("value"), resource.Outputs.Text("objectId")));
        Assert.Equal("""{"schemaVersion":1}""", export.Outputs!.ToJsonString());
    }

    private static JsonObject Metadata(string operation, string urn, string? state)
    {
        string types = urn.Split("::")[2];
        return new JsonObject
        {
            ["op"] = operation, ["urn"] = urn, ["type"] = types[(types.LastIndexOf('$') + 1)..], ["old"] = null,
            ["new"] = state is null ? null : JsonNode.Parse(state),
        };
    }

    private static string Event(string kind, JsonObject metadata) =>
        new JsonObject { [kind] = new JsonObject { ["metadata"] = metadata } }.ToJsonString();

    private static string Diagnostic(string severity, string message, string? urn) =>
        new JsonObject { ["diagnosticEvent"] = new JsonObject { ["severity"] = severity, ["message"] = message, ["urn"] = urn } }.ToJsonString();
}
