using System.Globalization;

namespace Benchmarks;

/// <summary>Prints figures beside what they are held to.</summary>
internal sealed class Figures
{
    /// <summary>Whether one has missed its goal.</summary>
    public bool Missed { get; private set; }

    /// <summary>A line that is no figure.</summary>
    public static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    public void AtLeast(string what, double goal, double found, string unit) => Show(what, "at least", goal, found, found >= goal, unit);

    public void AtMost(string what, double goal, double found, string unit) => Show(what, "at most", goal, found, found <= goal, unit);

    private void Show(string what, string bound, double goal, double found, bool met, string unit)
    {
        Missed |= !met;
        Say($"{what,-62} {bound,8} {goal,6:0.##} {unit,-2}  {found,7:0.00} {unit,-2}  {(met ? "" : "MISSED")}");
    }
}
