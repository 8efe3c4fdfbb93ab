namespace TenantOnboarding.HandOver.Sheets;

/// <summary>What somebody does with an entry of a sheet.</summary>
public enum SheetAct
{
    /// <summary>Enters the value.</summary>
    Enter,
    /// <summary>Chooses what bears this name.</summary>
    Choose,
    /// <summary>Compares what the product shows with the value.</summary>
    Compare,
    /// <summary>Clicks it, or runs the command.</summary>
    Run,
    /// <summary>Leaves it as it is.</summary>
    Leave,
}
