using System.Text;

namespace TenantOnboarding.Verification.Text;

/// <summary>A few texts in little memory: as UTF-8, one after the other, each without the beginning that it has in common with the one
/// before it. For what there is as often as accounts: names and addresses of one account begin alike.</summary>
internal readonly struct FrontCoded
{
    /// <summary>Characters that are read on the stack; longer texts take memory for a moment.</summary>
    private const int MostOnStack = 256;

    private readonly byte[] _bytes;

    /// <param name="texts">The texts; each may be null.</param>
    public FrontCoded(params ReadOnlySpan<string?> texts)
    {
        using MemoryStream bytes = new();
        string last = "";
        foreach (string? text in texts)
        {
            if (text is null)
            {
                Write(bytes, 0);
                continue;
            }
            int shared = last.AsSpan().CommonPrefixLength(text);
            if (shared > 0 && char.IsHighSurrogate(text[shared - 1]))
                shared--;
            byte[] rest = Encoding.UTF8.GetBytes(text, shared, text.Length - shared);
            Write(bytes, shared + 1);
            Write(bytes, rest.Length);
            bytes.Write(rest);
            last = text;
        }
        _bytes = bytes.ToArray();
    }

    /// <summary>How many texts there are.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (ReadOnlySpan<byte> left = _bytes; left.Length > 0; count++)
            {
                if (Read(ref left) > 0)
                    left = left[Read(ref left)..];
            }
            return count;
        }
    }

    /// <summary>The text with a number from 0.</summary>
    public string? this[int index]
    {
        get
        {
            Span<char> buffer = _bytes.Length <= MostOnStack ? stackalloc char[MostOnStack] : new char[_bytes.Length];
            int length = Decode(index, buffer);
            return length < 0 ? null : new(buffer[..length]);
        }
    }

    /// <summary>Compares texts with the same number, without case; null comes first.</summary>
    public static int Compare(FrontCoded one, FrontCoded other, int index)
    {
        Span<char> first = one._bytes.Length <= MostOnStack ? stackalloc char[MostOnStack] : new char[one._bytes.Length],
            second = other._bytes.Length <= MostOnStack ? stackalloc char[MostOnStack] : new char[other._bytes.Length];
        int length = one.Decode(index, first), otherLength = other.Decode(index, second);
        return length < 0 || otherLength < 0 ? length.CompareTo(otherLength)
            : ((ReadOnlySpan<char>)first[..length]).CompareTo(second[..otherLength], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a text into a buffer that holds as many characters as there are bytes.</summary>
    /// <returns>Its length, or -1 where it is null.</returns>
    private int Decode(int index, Span<char> buffer)
    {
        ReadOnlySpan<byte> left = _bytes;
        int length = -1;
        for (int i = 0; i <= index; i++)
        {
            int shared = Read(ref left) - 1;
            length = shared;
            if (shared < 0)
                continue;
            int rest = Read(ref left);
            length += Encoding.UTF8.GetChars(left[..rest], buffer[shared..]);
            left = left[rest..];
        }
        return length;
    }

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private static void Write(MemoryStream bytes, int number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes.WriteByte((byte)(number | 0x80));
        bytes.WriteByte((byte)number);
    }

    private static int Read(ref ReadOnlySpan<byte> left)
    {
        int number = 0, place = 0;
        byte one;
        do
        {
            one = left[0];
            left = left[1..];
            number |= (one & 0x7F) << place;
            place += 7;
        }
        while (one >= 0x80);
        return number;
    }
}
