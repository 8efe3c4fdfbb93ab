using TenantOnboarding.Verification.Session;
using Directory = System.IO.Directory;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Which files are written for a run's evidence, and which of the run before are removed.</summary>
public sealed class EvidenceFolderTests : IDisposable
{
    private const string Heading = "Written by a verification of a tenant. The next one with this folder removes the files below.";

    private readonly string _folder = Directory.CreateTempSubdirectory("evidence-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_of_one_name_are_numbered_and_all_are_in_the_index()
    {
        using (EvidenceFolder evidence = new(_folder))
        {
            string?[] files = [.. Enumerable.Range(0, 4).Select(_ => Write(evidence, "mailstore", "consent-DENIED"))];

            Assert.Equal(["consent-DENIED", "consent-DENIED-2", "consent-DENIED-3", "consent-DENIED-4"],
                files.Select(Path.GetFileNameWithoutExtension));
        }

        Assert.Equal(
            [
                Heading, "mailstore/consent-DENIED.json", "mailstore/consent-DENIED-2.json", "mailstore/consent-DENIED-3.json",
                "mailstore/consent-DENIED-4.json", "",
            ], Index());
    }

    [Theory]
    [InlineData("mailstore", "mailstore")]
    [InlineData("büro-1.a_b", "büro-1.a_b")]
    [InlineData("..", "_")]
    [InlineData(".hidden", "_hidden")]
    [InlineData("../../etc", "__.._etc")]
    [InlineData("a b:c\\d", "a_b_c_d")]
    public void The_folder_of_an_integration_is_one_in_the_folder_whatever_its_name(string integration, string expected)
    {
        using EvidenceFolder evidence = new(_folder);

        Assert.Equal(Path.Combine(_folder, expected, "x.json"), Write(evidence, integration, "x"));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_none_and_the_first_one_is_said()
    {
        File.WriteAllText(Path.Combine(_folder, "taken"), "");
        File.WriteAllText(Path.Combine(_folder, "other"), "");
        using EvidenceFolder evidence = new(_folder);

        Assert.Null(Write(evidence, "taken", "x"));
        Assert.Null(Write(evidence, "other", "x"));
        Assert.NotNull(Write(evidence, "mailstore", "x"));

        string first = Path.Combine(_folder, "taken", "x.json");
        Assert.StartsWith($"'{first}', which cannot be written (", evidence.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_program_is_none_of_the_folder()
    {
        using EvidenceFolder evidence = new(_folder);

        Assert.Throws<InvalidOperationException>(
            () => evidence.Write("mailstore", "x", _ => throw new InvalidOperationException("It is a fault of the program.")));
        Assert.Null(evidence.Problem);
    }

    [Fact]
    public void A_folder_that_is_left_empty_is_removed_and_one_that_is_not_stays()
    {
        using (EvidenceFolder evidence = new(_folder))
        {
            Write(evidence, "mailstore", "x");
            Write(evidence, "mailstore", "y");
            Write(evidence, "activate", "x");
        }
        File.WriteAllText(Path.Combine(_folder, "activate", "notes.txt"), "mine");

        using (EvidenceFolder evidence = new(_folder))
            Assert.Null(evidence.Problem);

        Assert.Equal([Heading, ""], Index());
        Assert.Equal(["activate"], Directory.GetDirectories(_folder).Select(Path.GetFileName));
        Assert.Equal(["notes.txt"], Directory.GetFiles(Path.Combine(_folder, "activate")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_somebody_removed_before_keeps_no_other_from_being_removed()
    {
        string? first, second;
        using (EvidenceFolder evidence = new(_folder))
            (first, second) = (Write(evidence, "mailstore", "x"), Write(evidence, "mailstore", "y"));
        File.Delete(first!);

        using (EvidenceFolder evidence = new(_folder))
            Assert.Null(evidence.Problem);

        Assert.False(File.Exists(second));
    }

    [Fact]
    public void What_became_a_link_leads_elsewhere_and_stays()
    {
        string elsewhere = Directory.CreateTempSubdirectory("elsewhere-").FullName;
        try
        {
            string? first;
            using (EvidenceFolder evidence = new(_folder))
                (first, _) = (Write(evidence, "mailstore", "x"), Write(evidence, "activate", "x"));
            File.WriteAllText(Path.Combine(elsewhere, "x.json"), "mine");
            File.Delete(first!);
            File.CreateSymbolicLink(first!, Path.Combine(elsewhere, "x.json"));
            Directory.Delete(Path.Combine(_folder, "activate"), recursive: true);
            Directory.CreateSymbolicLink(Path.Combine(_folder, "activate"), elsewhere);

            using (EvidenceFolder evidence = new(_folder))
                Assert.Null(evidence.Problem);

            Assert.Equal("mine", File.ReadAllText(Path.Combine(elsewhere, "x.json")));
            Assert.True(File.Exists(first));
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    private string[] Index() => File.ReadAllText(Path.Combine(_folder, EvidenceFolder.IndexName)).Split('\n');

    private static string? Write(EvidenceFolder evidence, string integration, string name) =>
        evidence.Write(integration, name, stream => stream.Write("{}"u8));
}
