namespace TenantOnboarding.HandOver.Sheets;

/// <summary>Acts in words, the same in every view.</summary>
internal static class SheetWords
{
    /// <summary>At the beginning of a line.</summary>
    public static string Of(SheetAct act) => act switch
    {
        SheetAct.Enter => "Enter",
        SheetAct.Choose => "Choose",
        SheetAct.Compare => "Compare",
        SheetAct.Run => "Run",
        SheetAct.Leave => "Leave",
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
    };
}
