namespace TenantOnboarding.Tests.House;

/// <summary>The projects that a rule does not hold yet, <c>not-yet.txt</c>: lines "rule: project project". The list only shrinks.</summary>
internal static class NotYet
{
    /// <summary>The projects that a rule holds.</summary>
    public static IEnumerable<SourceProject> Held(string rule, IEnumerable<SourceProject> projects)
    {
        string[] free = File.ReadLines(Path.Combine(Repository.Root, "tests", "house", "not-yet.txt"))
            .Where(line => line.StartsWith(rule + ": ", StringComparison.Ordinal))
            .SelectMany(line => line[(rule.Length + 2)..].Split(' '))
            .ToArray();
        return projects.Where(project => !free.Contains(project.Name));
    }
}
