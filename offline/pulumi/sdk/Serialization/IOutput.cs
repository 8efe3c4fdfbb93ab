namespace Pulumi.Serialization;

/// <summary>An <see cref="Output{T}"/> of any type.</summary>
internal interface IOutput
{
    Task<OutputData<object?>> GetDataAsync();
}
