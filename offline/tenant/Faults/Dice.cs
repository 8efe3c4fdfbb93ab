using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SimulatedTenant.Http;
using SimulatedTenant.Options;

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
    /// <param name="name">For what.</param>
    /// <param name="sides">How many numbers there are.</param>
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

    /// <summary>
    /// What a request is called here: method and path, and for those that ask for everything at one path, their body.
    /// </summary>
    public static string NameOf(TenantRequest request)
    {
        string name = $"{request.Method} {WithoutNewIds(request.Target)}";
        return request.Protocol == RequestProtocol.Ews || request.IsBatch
            ? $"{name} {Convert.ToHexString(SHA256.HashData(request.Body).AsSpan(0, 8))}"
            : name;
    }

    /// <summary>Ids of objects that were made in this run differ from those of another; those of users do not.</summary>
    private static string WithoutNewIds(string target) =>
        target.Contains("/users/", StringComparison.OrdinalIgnoreCase) ? target : Ids().Replace(target, "{id}");

    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
    private static partial Regex Ids();
}
