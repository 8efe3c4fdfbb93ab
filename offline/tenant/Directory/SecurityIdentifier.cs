using System.Buffers.Binary;
using System.Globalization;

namespace SimulatedTenant.Directory;

/// <summary>Security identifiers as Entra makes them: <c>S-1-12-1-</c> and the four 32 bit numbers of the object id.</summary>
internal static class SecurityIdentifier
{
    private const string Prefix = "S-1-12-1-";

    public static string Of(Guid id)
    {
        byte[] bytes = id.ToByteArray();
        return Prefix + string.Join('-', Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i))
            .ToString(CultureInfo.InvariantCulture)));
    }

    public static bool TryParse(string text, out Guid id)
    {
        id = default;
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return false;
        string[] numbers = text[Prefix.Length..].Split('-');
        Span<byte> bytes = stackalloc byte[16];
        if (numbers.Length != 4)
            return false;
        for (int i = 0; i < 4; i++)
        {
            if (!uint.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
                return false;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], number);
        }
        id = new Guid(bytes);
        return true;
    }
}
