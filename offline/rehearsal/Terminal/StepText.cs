using Spectre.Console;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Terminal;

/// <summary>The words and colours of deployment steps.</summary>
internal static class StepText
{
    /// <summary>The sign before a resource, as Pulumi's own display has it.</summary>
    public static string Sign(StepKind kind) => kind switch
    {
        StepKind.Created => "+",
        StepKind.Updated => "~",
        StepKind.Replaced => "±",
        StepKind.Imported or StepKind.ImportedAndUpdated => "=",
        StepKind.Deleted or StepKind.DeletedAfterReplacement => "-",
        _ => " ",
    };

    /// <summary>What was done, or in a preview would be done.</summary>
    public static string Verb(StepKind kind, bool preview) => (kind, preview) switch
    {
        (StepKind.Created, false) => "created",
        (StepKind.Created, true) => "create",
        (StepKind.Updated, false) => "updated",
        (StepKind.Updated, true) => "update",
        (StepKind.Replaced, false) => "created as replacement",
        (StepKind.Replaced, true) => "replace",
        (StepKind.Imported, false) => "imported",
        (StepKind.Imported, true) => "import",
        (StepKind.ImportedAndUpdated, false) => "imported and updated",
        (StepKind.ImportedAndUpdated, true) => "import and update",
        (StepKind.Deleted, false) => "deleted",
        (StepKind.Deleted, true) => "delete",
        (StepKind.DeletedAfterReplacement, false) => "deleted, replaced",
        (StepKind.DeletedAfterReplacement, true) => "delete, replaced",
        _ => "unchanged",
    };

    /// <summary>The colour of a step on a terminal.</summary>
    public static string Colour(StepKind kind) => kind switch
    {
        StepKind.Created or StepKind.Imported => "green",
        StepKind.Updated or StepKind.Replaced or StepKind.ImportedAndUpdated => "yellow",
        StepKind.Deleted or StepKind.DeletedAfterReplacement => "red",
        _ => "grey",
    };

    /// <summary>One resource as markup, under the name that it has within its component.</summary>
    public static string Line(string name, DeploymentStep step, bool preview)
    {
        string text = $"[{Colour(step.Kind)}]{Sign(step.Kind)}[/] {Markup.Escape(name)}  [grey]{Markup.Escape(step.ShortType)}[/]  "
            + $"[{Colour(step.Kind)}]{Verb(step.Kind, preview)}[/]";
        if (step.Simulated)
            text += " [grey](simulated: not part of the tenant)[/]";
        return step.Note is null ? text : $"{text} [grey]({Markup.Escape(step.Note)})[/]";
    }

    /// <summary>The changes of a step as markup, one line each.</summary>
    public static IEnumerable<string> Changes(DeploymentStep step)
    {
        foreach (PropertyChange change in step.Changes)
        {
            string drift = change.Drift ? " [grey](changed in the tenant, not by this stack)[/]" : "";
            if (change.Added.Count + change.Removed.Count > 0)
            {
                foreach (string item in change.Removed)
                    yield return $"{Markup.Escape(change.Property)}: [red]- {Markup.Escape(item)}[/]{drift}";
                foreach (string item in change.Added)
                    yield return $"{Markup.Escape(change.Property)}: [green]+ {Markup.Escape(item)}[/]{drift}";
            }
            else
            {
                yield return $"{Markup.Escape(change.Property)}: [red]{Markup.Escape(change.Before)}[/] → "
                    + $"[green]{Markup.Escape(change.After)}[/]{drift}";
            }
        }
    }

    /// <summary>How many resources were created, updated and so on, as a sentence.</summary>
    public static string Counts(IReadOnlyList<DeploymentStep> steps, bool preview)
    {
        string[] parts =
            [.. steps.GroupBy(step => step.Kind).OrderBy(group => group.Key == StepKind.Unchanged ? int.MaxValue : (int)group.Key)
            .Select(group => $"{group.Count()} {(preview && group.Key != StepKind.Unchanged ? "to " : "")}{Verb(group.Key, preview)}")];
        return parts.Length == 0 ? "nothing to do" : string.Join(", ", parts);
    }
}
