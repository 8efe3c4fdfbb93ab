namespace Pulumi.Testing;

/// <summary>Stands in for engine and providers while a program runs under test.</summary>
public interface IMocks
{
    /// <summary>
    /// Makes, reads or imports a resource. Returns its id, unknown if null, and its state: a dictionary by property name of
    /// string, bool, int, double, list, dictionary or <see cref="Output{T}"/>. Components pass here too.
    /// </summary>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Calls a provider function. Returns its result, a dictionary as above.</summary>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>Hears of the outputs of a component or of the stack.</summary>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}
