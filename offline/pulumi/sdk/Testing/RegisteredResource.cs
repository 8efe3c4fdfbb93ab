using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi.Testing;

/// <summary>What became of a registration. No id means that it is unknown.</summary>
internal sealed record RegisteredResource(string Urn, string? Id, ImmutableDictionary<string, OutputData<object?>> State);
