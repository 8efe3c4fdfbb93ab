using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TenantOnboarding.Tests;

/// <summary>Key pairs by name: making one takes a quarter of a second, so tests share them; two names never have the same one.</summary>
internal static class TestKeys
{
    private static readonly ConcurrentDictionary<(string Name, int Bits), Lazy<RSAParameters>> Made = new();

    /// <summary>The key pair of a name and a size; the caller disposes it.</summary>
    public static RSA Rsa(string name, int bits = 2048) => RSA.Create(Made.GetOrAdd(
        (name, bits),
        static key => new Lazy<RSAParameters>(() =>
        {
            using RSA made = RSA.Create(key.Bits);
            return made.ExportParameters(includePrivateParameters: true);
        })).Value);
}
