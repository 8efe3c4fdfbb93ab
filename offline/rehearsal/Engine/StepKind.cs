namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>What a deploy did with one resource.</summary>
public enum StepKind
{
    /// <summary>Declared as before, and the tenant still has it.</summary>
    Unchanged,

    /// <summary>Made.</summary>
    Created,

    /// <summary>Changed in place.</summary>
    Updated,

    /// <summary>Made anew beside the old one, since a property cannot be changed in place. The old one is deleted at the end.</summary>
    Replaced,

    /// <summary>Taken over as it stands in the tenant.</summary>
    Imported,

    /// <summary>Taken over, then changed to what is declared.</summary>
    ImportedAndUpdated,

    /// <summary>No longer declared, deleted.</summary>
    Deleted,

    /// <summary>The old one of a replacement, deleted.</summary>
    DeletedAfterReplacement,
}
