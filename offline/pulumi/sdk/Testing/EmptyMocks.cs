namespace Pulumi.Testing;

/// <summary>Mocks that echo: a resource's state is its inputs, and its id is unknown.</summary>
public class EmptyMocks : IMocks
{
    /// <inheritdoc/>
    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args) =>
        Task.FromResult<(string?, object)>((null, args.Inputs));

    /// <summary>Fails the call, as the official mocks do: they answer with something that is no dictionary.</summary>
    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args);
}
