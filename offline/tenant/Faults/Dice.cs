using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SimulatedTenant.Http;

namespace SimulatedTenant.Faults;

/// <summary>
/// Chance that can be repeated: what a request meets depends on the seed, on what it asks for, and on how often that was asked before, and
/// not on what other requests are under way.
/// </summary>
internal sealed partial class Dice(int seed)
{
    private const int MostKeys = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Kind, string Path), int> _throws = [];

    /// <summary>A number from 0 up to <paramref name="sides"/>, without it.</summary>
    /// <param name="kind">What is decided, so that one decision does not foretell the other.</param>
    /// <param name="request">For which request.</param>
    /// <param name="sides">How many numbers there are.</param>
    public int Throw(string kind, TenantRequest request, int sides) =>
        Throw(kind, $"{request.Method} {WithoutNewIds(request.Target)}", sides);

    /// <summary>A number from 0 up to <paramref name="sides"/>, without it, for something that has a name.</summary>
    public int Throw(string kind, string name, int sides)
    {
        int count;
        lock (_gate)
        {
            if (_throws.Count >= MostKeys)
                _throws.Clear();
            count = _throws.GetValueOrDefault((kind, name));
            _throws[(kind, name)] = count + 1;
        }
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{kind}\n{name}\n{count}"), hash);
        return (int)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % (ulong)sides);
    }

    /// <summary>Ids of objects that were made in this run differ from those of another; those of users do not.</summary>
    private static string WithoutNewIds(string target) =>
        target.Contains("/users/", StringComparison.OrdinalIgnoreCase) ? target : Ids().Replace(target, "{id}");

    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
    private static partial Regex Ids();
}
