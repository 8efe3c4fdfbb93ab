using System.Security.Cryptography;
using System.Text;

namespace SimulatedTenant.Directory;

/// <summary>GUIDs that depend on a name alone, so that a seeded tenant has the same ids in every run.</summary>
internal static class StableGuid
{
    public static Guid From(string name)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        Span<byte> bytes = hash[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80); // version 8: made by a rule of one's own
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
