namespace Pulumi.Serialization;

/// <summary>The other end of a resource's output: set once, when the resource is registered or has failed.</summary>
internal interface IOutputSource
{
    Type ValueType { get; }

    void Set(object? value, bool isKnown, bool isSecret);

    void SetDefault(bool isKnown);

    void SetException(Exception exception);
}
