using System.Text.RegularExpressions;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed partial class FindingCatalogueTests
{
    [Fact]
    public void The_document_of_findings_is_made_from_the_catalogue() => Golden.Matches(FindingCatalogue.Document(), "../docs/findings.md");

    [Fact]
    public void Every_code_is_there_once_and_well_formed()
    {
        string[] codes = [.. FindingCatalogue.All.Select(kind => kind.Code)];

        Assert.Equal(codes.Distinct(), codes);
        Assert.All(codes, code => Assert.Matches("^[A-Z]+(_[A-Z]+)+$", code));
        Assert.All(FindingCatalogue.All, kind => Assert.EndsWith(".", kind.Meaning, StringComparison.Ordinal));
        Assert.All(FindingCatalogue.All, kind => Assert.EndsWith(".", kind.Fix, StringComparison.Ordinal));
    }

    [Fact]
    public void No_source_file_but_the_catalogue_writes_a_code()
    {
        HashSet<string> codes = [.. FindingCatalogue.All.Select(kind => kind.Code)];
        string root = Path.Combine(Repository.Root, "verification");

        foreach (string file in Sources(root))
        {
            foreach (Match literal in CodeLiteral().Matches(File.ReadAllText(file)).Where(match => codes.Contains(match.Groups["code"].Value)))
            {
                Assert.True(literal.Groups["declared"].Success, $"{Path.GetRelativePath(root, file)} writes {literal.Groups["code"].Value} without declaring it.");
            }
        }
        Assert.All(codes, code => Assert.Single(Sources(root), file => File.ReadAllText(file).Contains($"new(\"{code}\", Severity.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_finding_takes_weight_and_fix_of_its_kind_unless_the_circumstances_say_otherwise()
    {
        Finding alone = CertificateFindings.Expired(SampleReport.Certificate, anotherIsValid: false);
        Finding beside = CertificateFindings.Expired(SampleReport.Certificate, anotherIsValid: true);

        Assert.Equal((Severity.Error, CertificateFindings.ExpiredKind.Fix), (alone.Severity, alone.Fix));
        Assert.Equal((Severity.Warning, "Another certificate is valid: remove this one from the stack and deploy."), (beside.Severity, beside.Fix));
    }

    private static IEnumerable<string> Sources(string root) => System.IO.Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex("""(?<declared>FindingKind \w+ = new\()?"(?<code>[A-Z]+(?:_[A-Z]+)+)["]""")]
    private static partial Regex CodeLiteral();
}
