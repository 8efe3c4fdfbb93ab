using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Migration;

/// <summary>What migrating a file would make of it.</summary>
/// <param name="Before">The text as it is.</param>
/// <param name="After">The text as it would be; the same where nothing is to be done.</param>
internal sealed record StackMigration(string Before, string After)
{
    /// <summary>The steps that change it.</summary>
    public IReadOnlyList<MigrationStep> Taken { get; init; } = [];

    /// <summary>What is left to somebody, a line each.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>Whether there is anything to do.</summary>
    public bool Changes => Taken.Count > 0;

    /// <summary>Takes every step.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="text">Its file.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
    /// <param name="now">The moment by which certificates and end dates are judged.</param>
    /// <exception cref="StackFileException">
    /// The text is no stack file, or would have mistakes that it has not now: then it is better left as it is.
    /// </exception>
    public static StackMigration Of(
        string stack, string text, IReadOnlyList<MigrationStep> steps, string rootDirectory, DateTimeOffset now)
    {
        IReadOnlyList<string> before = Mistakes(stack, text, rootDirectory, now);
        string after = text;
        List<MigrationStep> taken = [];
        List<string> left = [];
        foreach (MigrationStep step in steps)
        {
            StackSource source = StackSource.Read(after);
            left.AddRange(step.Leaves(source));
            string changed = source.With(step.Find(source));
            if (changed != after)
                taken.Add(step);
            after = changed;
        }
        string[] made = taken.Count == 0 ? [] : [.. Mistakes(stack, after, rootDirectory, now).Except(before)];
        return made.Length > 0 ? throw new StackFileException(made) : new StackMigration(text, after) { Taken = taken, Left = left };
    }

    private static IReadOnlyList<string> Mistakes(string stack, string text, string rootDirectory, DateTimeOffset now)
    {
        string project = File.ReadAllText(Path.Combine(rootDirectory, StackFile.ProjectFile));
        StackFile file = StackFile.Parse(rootDirectory, stack, StackFile.FileNameOf(stack), text, project);
        try
        {
            StackReading.Of(file, rootDirectory, now);
            return [];
        }
        catch (ConfigurationException exception)
        {
            return [.. exception.Errors.Select(error => error.ToString())];
        }
    }
}
