using System.Text.RegularExpressions;

namespace TenantOnboarding.Tests.Verification;

/// <summary>The folders of the verification lie in layers: each uses those below it and none above, so there is no circle.</summary>
public sealed partial class LayerTests
{
    // From the ground up; the empty name is the folder verification itself.
    private static readonly string[] Layers =
        ["Text", "Outputs", "Tenant", "Http", "Results", "Findings", "Directory", "SignIn", "Session", "Mailboxes", "Checks", "", "Reporting", "Commands"];

    [Fact]
    public void Every_folder_uses_those_below_it_only()
    {
        string root = Path.Combine(Repository.Root, "verification");
        List<string> wrong = [];
        foreach (string file in System.IO.Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace(".", "", StringComparison.Ordinal);
            if (folder.StartsWith("obj", StringComparison.Ordinal) || folder.StartsWith("bin", StringComparison.Ordinal) || Path.GetFileName(file) == "Program.cs")
                continue;
            Assert.Contains(folder, Layers);
            string text = File.ReadAllText(file);
            Assert.Contains($"namespace TenantOnboarding.Verification{(folder.Length == 0 ? "" : "." + folder)};", text, StringComparison.Ordinal);
            foreach (string used in Using().Matches(text).Select(match => match.Groups[1].Value))
            {
                if (Array.IndexOf(Layers, used) > Array.IndexOf(Layers, folder))
                    wrong.Add($"{Path.GetRelativePath(root, file)} uses {used}");
            }
        }
        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"^using (?:static )?TenantOnboarding\.Verification\.?(\w*)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
