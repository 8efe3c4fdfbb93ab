using System.Text;

namespace TenantOnboarding.Verification.Text;

/// <summary>A few texts in little memory: as UTF-8, one after the other, each without the beginning that it has in common with the one
/// before it, and the domains of addresses by their numbers. For what there is as often as accounts: names and addresses of one account
/// begin alike, and those of many end alike.</summary>
internal readonly struct FrontCoded
{
    /// <summary>Characters that are read on the stack; longer texts take memory for a moment.</summary>
    private const int MostOnStack = 512;

    private static readonly SharedTexts Domains = new();

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
            int at = text.LastIndexOf('@'), domain = at < 0 ? 0 : Domains.NumberOf(text.AsSpan(at)) + 1;
            int end = domain == 0 ? text.Length : at;
            int shared = last.AsSpan().CommonPrefixLength(text.AsSpan(0, end));
            if (shared > 0 && char.IsHighSurrogate(text[shared - 1]))
                shared--;
            byte[] rest = Encoding.UTF8.GetBytes(text, shared, end - shared);
            Write(bytes, shared + 1);
            Write(bytes, rest.Length);
            bytes.Write(rest);
            Write(bytes, domain);
            last = text[..end];
        }
        _bytes = bytes.ToArray();
    }

    /// <summary>Characters of its longest text at most.</summary>
    private int MostCharacters => _bytes.Length + SharedTexts.MostCharacters;

    /// <summary>How many texts there are.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (ReadOnlySpan<byte> left = _bytes; left.Length > 0; count++)
            {
                if (Read(ref left) == 0)
                    continue;
                left = left[Read(ref left)..];
                Read(ref left);
            }
            return count;
        }
    }

    /// <summary>The text with a number from 0.</summary>
    public string? this[int index]
    {
        get
        {
            Span<char> buffer = MostCharacters <= MostOnStack ? stackalloc char[MostOnStack] : new char[MostCharacters];
            int length = Decode(index, buffer);
            return length < 0 ? null : new(buffer[..length]);
        }
    }

    /// <summary>Compares texts with the same number, without case; null comes first.</summary>
    public static int Compare(FrontCoded one, FrontCoded other, int index)
    {
        Span<char> first = one.MostCharacters <= MostOnStack ? stackalloc char[MostOnStack] : new char[one.MostCharacters],
            second = other.MostCharacters <= MostOnStack ? stackalloc char[MostOnStack] : new char[other.MostCharacters];
        int length = one.Decode(index, first), otherLength = other.Decode(index, second);
        return length < 0 || otherLength < 0 ? length.CompareTo(otherLength)
            : ((ReadOnlySpan<char>)first[..length]).CompareTo(second[..otherLength], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a text into a buffer for <see cref="MostCharacters"/>.</summary>
    /// <returns>Its length, or -1 where it is null.</returns>
    private int Decode(int index, Span<char> buffer)
    {
        ReadOnlySpan<byte> left = _bytes;
        int length = -1, domain = 0;
        for (int i = 0; i <= index; i++)
        {
            length = Read(ref left) - 1;
            if (length < 0)
                continue;
            int rest = Read(ref left);
            length += Encoding.UTF8.GetChars(left[..rest], buffer[length..]);
            left = left[rest..];
            domain = Read(ref left);
        }
        if (length < 0 || domain == 0)
            return length;
        string ending = Domains[domain - 1];
        ending.CopyTo(buffer[length..]);
        return length + ending.Length;
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
