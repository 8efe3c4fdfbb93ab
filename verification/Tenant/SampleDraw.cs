using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TenantOnboarding.Verification.Tenant;

/// <summary>A random sample to be drawn of each integration's accounts with a mailbox.</summary>
/// <param name="Size">How many accounts, 1 or more; where there are no more, all are tried and it is no sample.</param>
/// <param name="Seed">Draws the same ones again, even where others came or went meanwhile.</param>
public sealed record SampleDraw(int Size, int Seed)
{
    /// <summary>Draws those whose ids, hashed together with the seed, come first: as good as at random, and the same on every machine.
    /// What is drawn keeps its order.</summary>
    internal IReadOnlyList<T> From<T>(IReadOnlyList<T> all, Func<T, string> id) =>
        all.Count <= Size ? all
        : [.. all.Index().OrderBy(one => Lot(id(one.Item))).Take(Size).OrderBy(one => one.Index).Select(one => one.Item)];

    private ulong Lot(string id) => BinaryPrimitives.ReadUInt64BigEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(Seed.ToString(CultureInfo.InvariantCulture) + ":" + id)));
}
