using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TenantOnboarding.Rehearsal.Stacks;

/// <summary>
/// The key pairs of stand-ins. Making one takes a quarter of a second, so the rehearsals of a process share them: within one rehearsal each
/// stand-in has a key of its own, and no two rehearsals have a tenant in common.
/// </summary>
internal static class StandInKeys
{
    private static readonly ConcurrentDictionary<(int KeySize, int Number), Lazy<RSAParameters>> Made = new();

    /// <summary>The key pair of the stand-in with a number, from zero, among those of a rehearsal.</summary>
    /// <param name="keySize">In bits.</param>
    /// <param name="number">Its place among the stand-ins of the rehearsal.</param>
    public static RSA Of(int keySize, int number) => RSA.Create(Made.GetOrAdd(
        (keySize, number),
        static place => new Lazy<RSAParameters>(() =>
        {
            using RSA key = RSA.Create(place.KeySize);
            return key.ExportParameters(includePrivateParameters: true);
        })).Value);
}
