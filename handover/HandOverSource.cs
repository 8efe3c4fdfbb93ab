using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.HandOver;

/// <summary>Where the outputs of a stack come from.</summary>
/// <param name="Stack">The stack's name; null where a file of outputs stands for itself.</param>
/// <param name="File">The file with its outputs; null: the Pulumi CLI is asked.</param>
public sealed record HandOverSource(string? Stack, string? File)
{
    /// <summary>What to call it.</summary>
    public string Name => Stack ?? File!;

    /// <summary>Reads the outputs.</summary>
    /// <exception cref="InputException">The Pulumi CLI does not give them.</exception>
    /// <exception cref="OutputsException">The document cannot be used.</exception>
    public async Task<OutputsDocument> ReadAsync(CancellationToken cancellationToken) => File is string file
        ? await OutputsDocument.LoadAsync(file, cancellationToken)
        : OutputsDocument.Parse(await StackOutputs.ReadAsync(Stack!, cancellationToken, option: "--stacks"));
}
