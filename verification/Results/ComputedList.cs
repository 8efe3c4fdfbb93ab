using System.Collections;

namespace TenantOnboarding.Verification.Results;

/// <summary>A list of which each item is made when it is read: there are as many verdicts as accounts, and they follow from what is kept
/// anyway.</summary>
/// <param name="count">How many items.</param>
/// <param name="item">Makes the item with a number from 0: the same one whenever it is asked.</param>
internal sealed class ComputedList<T>(int count, Func<int, T> item) : IReadOnlyList<T>
{
    public int Count => count;

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            return item(index);
        }
    }

    /// <summary>The items of some lists, one list after the other.</summary>
    public static IReadOnlyList<T> Joined(IEnumerable<IReadOnlyList<T>> lists)
    {
        IReadOnlyList<T>[] parts = [.. lists.Where(list => list.Count > 0)];
        if (parts.Length < 2)
            return parts.Length == 0 ? [] : parts[0];
        return new ComputedList<T>(parts.Sum(part => part.Count), index =>
        {
            int part = 0;
            for (; index >= parts[part].Count; part++)
                index -= parts[part].Count;
            return parts[part][index];
        });
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
            yield return item(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
