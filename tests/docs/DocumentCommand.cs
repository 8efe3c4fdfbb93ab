using System.Text.RegularExpressions;

namespace TenantOnboarding.Tests.Docs;

/// <summary>A command that a document tells somebody to type.</summary>
/// <param name="Text">As it stands there.</param>
internal sealed partial record DocumentCommand(string Text)
{
    /// <summary>Why one of this project's own programs is parsed here and not run, by how its command begins; the longest counts.</summary>
    private static readonly Dictionary<string, string> NotRun = new(StringComparer.Ordinal)
    {
        ["offline/rehearsal"] = "the quick start's test runs it",
        ["offline/rehearsal --engine pulumi"] = "takes Pulumi and its provider",
        ["offline/rehearsal --random-errors"] = "the tests of the weather run it",
        ["offline/tenant"] = "serves until it is stopped",
        ["offline/mailstore"] = "serves until it is stopped",
        ["verification"] = "takes a tenant",
        ["benchmarks"] = "takes minutes",
        ["fleet discover"] = "takes a tenant",
        ["fleet new"] = "asks, or is run by the quick start's test",
        ["fleet rehearse"] = "the tests of the fleet run it",
        ["fleet preview"] = "takes Pulumi and a tenant",
        ["fleet up"] = "takes Pulumi and a tenant",
        ["fleet drift"] = "takes Pulumi and a tenant",
        ["fleet verify"] = "takes a tenant",
        ["fleet hand-over --stacks dev"] = "takes Pulumi and a deployed stack",
        ["fleet hand-over --stacks contoso"] = "takes Pulumi and a deployed stack",
        ["fleet ci comment"] = "takes the results of a rehearsal",
        ["fleet ci issues"] = "takes the results of a verification",
        ["fleet ci matrix --base"] = "compares with a branch",
    };

    /// <summary>Its words, without quotes.</summary>
    public string[] Words { get; } = [.. Word().Matches(Text).Select(word => word.Value.Replace("\"", "").Replace("'", ""))];

    /// <summary>Whether it is one of <c>dotnet run --project</c>.</summary>
    public bool IsOwn => Words is ["dotnet", "run", "--project", ..];

    /// <summary>The folder of the program that it runs.</summary>
    public string Project => Words[3];

    /// <summary>What stands behind <c>--</c>.</summary>
    public string[] Arguments => [.. Words.SkipWhile(word => word != "--").Skip(1)];

    /// <summary>What happens to it here: it is run, or why not.</summary>
    public string Fate => !IsOwn
        ? OfOthers()
        : NotRun.Where(entry => (string.Join(' ', [Project, .. Arguments]) + " ").StartsWith(entry.Key + " ", StringComparison.Ordinal))
            .OrderByDescending(entry => entry.Key.Length).Select(entry => entry.Value).FirstOrDefault() is { } reason
                ? $"parsed: {reason}" : "run";

    /// <summary>What is wrong with it; nothing where all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (IsOwn && Project == "benchmarks")
        {
            string program = File.ReadAllText(Path.Combine(Repository.Root, "benchmarks", "Program.cs"));
            if (!program.Contains($"new(\"{Arguments[0]}\"", StringComparison.Ordinal))
                yield return $"benchmarks has no command {Arguments[0]}";
        }
        else if (IsOwn)
        {
            foreach (string error in Programs.Refuse(Project, Arguments))
                yield return error;
        }
        // A path within the repository; what is the reader's own file is not there.
        foreach (string path in Words.Where(word => Own().IsMatch(word) && !Path.Exists(Path.Combine(Repository.Root, word))))
            yield return $"{path} is not there";
        foreach (Match filter in Filter().Matches(Text))
        {
            string name = filter.Groups[1].Value;
            if (!typeof(DocumentCommand).Assembly.GetTypes().Any(type => type.FullName!.Contains(name, StringComparison.Ordinal)))
                yield return $"no test is called {name}";
        }
    }

    private string OfOthers() => Words.FirstOrDefault(word => !word.Contains('=')) switch
    {
        "dotnet" => "checked: the tests' own project and filters",
        ".ci/run" or "tests/mutation.sh" or "cd" => "checked: the file or folder is there",
        { } tool => $"another program: {(tool is "ad" or "sp" ? "az" : tool)}",
        null => "another program: the shell",
    };

    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();

    [GeneratedRegex("^(?:\\.ci|bootstrap|samples|tests|components|verification|offline|fleet|handover|benchmarks|docs)(?:/[^{}*]*)?$")]
    private static partial Regex Own();

    [GeneratedRegex("FullyQualifiedName~([A-Za-z.]+)")]
    private static partial Regex Filter();
}
