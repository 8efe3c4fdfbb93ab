using System.Text.Json.Nodes;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Fleet;

public sealed class StackSelectionTests : IDisposable
{
    private readonly FleetHarness _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public void Every_stack_file_is_a_stack_and_numbers_count_as_numbers()
    {
        _fleet.With("customer-10").With("customer-2").With("customer-1").With("other");

        Assert.Equal(["customer-1", "customer-2", "customer-10", "other"], _fleet.Select().Select(stack => stack.Name));
    }

    [Fact]
    public void Patterns_choose()
    {
        _fleet.With("customer-1").With("customer-12").With("supplier-1").With("other");

        Assert.Equal(["customer-1", "supplier-1"], _fleet.Select("customer-?", "sup*").Select(stack => stack.Name));
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_an_error_for_each()
    {
        _fleet.With("customer-1").With("customer-2");

        StackFileException exception = Assert.Throws<StackFileException>(() => _fleet.Select("customer-*", "Customer-1", "x*"));

        Assert.Equal(
        [
            "--stacks: \"Customer-1\" matches no stack; expected a name or a pattern such as customer-*; there are customer-1, customer-2",
            "--stacks: \"x*\" matches no stack; expected a name or a pattern such as customer-*; there are customer-1, customer-2",
        ], exception.Errors);
    }

    [Fact]
    public void A_folder_without_stack_files_says_what_to_do()
    {
        StackFileException exception = Assert.Throws<StackFileException>(() => _fleet.Select());

        Assert.Equal($"no stack file in {_fleet.Root}; expected Pulumi.<stack>.yaml beside Pulumi.yaml; copy Pulumi.dev.yaml or a sample",
            exception.Message);
    }

    [Fact]
    public void A_broken_file_tells_all_its_errors_and_keeps_no_other_from_being_read()
    {
        _fleet.With("a").With("b", ("azuread:tenantId: ", "azuread:tenantId: x"), ("mailstore-server", "mailstore")).With("c");
        File.WriteAllText(Path.Combine(_fleet.Root, "Pulumi.d.yaml"), "config: [");

        IReadOnlyList<FleetStack> stacks = _fleet.Select();

        Assert.Equal([true, false, true, false], stacks.Select(stack => stack.Configuration is not null));
        Assert.Equal(["azuread:tenantId", "tenant-onboarding:integrations.mailstore.product"],
            stacks[1].Errors.Select(error => error.Split('\n')[0]));
        Assert.StartsWith("Pulumi.d.yaml(", Assert.Single(stacks[3].Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_tells_its_protocols_and_when_its_first_product_is_without_a_certificate()
    {
        FleetStack stack = Assert.Single(_fleet.With("a").Select());

        Assert.Equal(["ews"], stack.Protocols.Select(protocol => protocol.Key));
        Assert.Equal(stack.Configuration!.Integrations[0].Certificates.Max(certificate => certificate.NotAfter), stack.FirstCertificateEnd);
    }

    [Fact]
    public void The_next_system_gets_the_list_as_json_with_the_errors_of_broken_files()
    {
        _fleet.With("a").With("b", ("mailstore-server", "mailstore"));

        JsonNode json = JsonNode.Parse(StackListJson.Render(_fleet.Select(), new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero)))!;

        JsonNode good = json["stacks"]![0]!, broken = json["stacks"]![1]!;
        Assert.Equal(("a", "Pulumi.a.yaml", "contoso.onmicrosoft.com"),
            ((string)good["stack"]!, (string)good["file"]!, (string)good["domain"]!));
        Assert.Equal("""{"name":"mailstore","product":"mailstore-server","displayName":"MailStore Server","mailboxAccess":["ews"]}""",
            good["integrations"]![0]!.ToJsonString());
        Assert.Equal("""[{"protocol":"ews","endsOn":"2027-04-01","daysLeft":31}]""", good["protocolEnds"]!.ToJsonString());
        Assert.Null(broken["domain"]);
        Assert.StartsWith("tenant-onboarding:integrations.mailstore.product\n", (string)broken["errors"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_follows_the_settings_and_the_certificates_and_nothing_else()
    {
        string? before = Assert.Single(_fleet.With("a").Select()).Fingerprint;
        File.AppendAllText(Path.Combine(_fleet.Root, "Pulumi.a.yaml"), "\n# a remark\n");
        string? remarked = Assert.Single(_fleet.Select()).Fingerprint;
        string? changed = Assert.Single(_fleet.With("a", ("MailStore Server", "Mail archive")).Select()).Fingerprint;
        _fleet.With("a");
        string certificate = Assert.Single(_fleet.Select()).Configuration!.Integrations[0].Certificates[0].Path;
        File.WriteAllText(Path.Combine(_fleet.Root, certificate), "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n");
        string? recertified = Assert.Single(_fleet.Select()).Fingerprint;

        Assert.Equal(before, remarked);
        Assert.NotEqual(before, changed);
        Assert.NotEqual(before, recertified);
    }
}
