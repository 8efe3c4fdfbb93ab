namespace SimulatedTenant.Directory;

/// <summary>Objects in a lasting order that can be read from any place on, as paging does.</summary>
internal interface IRows<T>
{
    /// <summary>How many can be seen.</summary>
    int CountVisible();

    /// <summary>Those that can be seen, from a number on.</summary>
    IEnumerable<KeyValuePair<long, T>> From(long number);
}
