namespace TenantOnboarding.Tests.Pulumi;

/// <summary>
/// Names that surprise with the official packages surprise here too, or a program would compile only against the stand-in.
/// </summary>
public sealed class NamesTests
{
    [Fact]
    public void Config_WithBothNamespaces_IsAmbiguous()
    {
        IEnumerable<string> complaints = Compiler
            .Complaints(Compiler.Create("using Pulumi; using Pulumi.AzureAD; class Sample { Config? c = null; }"));

        Assert.Contains(complaints, complaint => complaint.Contains("CS0104", StringComparison.Ordinal));
    }

    [Fact]
    public void Random_BelowANamespaceOfPulumi_IsANamespace()
    {
        IEnumerable<string> complaints = Compiler
            .Complaints(Compiler.Create("using System; namespace Pulumi.Sample; class Sample { Random? r = null; }"));

        Assert.Contains(complaints, complaint => complaint.Contains("CS0118", StringComparison.Ordinal));
    }

    [Fact]
    public void SerializationNamespace_OfGeneratedCode_Exists() =>
        Assert.DoesNotContain(
            Compiler.Complaints(Compiler.Create("using Pulumi.Serialization; class Sample;")),
            complaint => complaint.Contains("error", StringComparison.Ordinal));
}
