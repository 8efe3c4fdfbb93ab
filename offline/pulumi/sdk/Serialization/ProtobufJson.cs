using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pulumi.Serialization;

/// <summary>JSON in the spelling of protobuf's writer, which the official SDK gives to providers: "{ "a": [ 1, 2 ] }", and "{ }".</summary>
internal static class ProtobufJson
{
    /// <summary>The text of a plain value, as <see cref="Serializer"/> makes it.</summary>
    public static string Format(object? value)
    {
        StringBuilder text = new();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case double number:
                text.Append(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case string characters:
                WriteText(text, characters);
                break;
            case ImmutableArray<object> list:
                WriteParts(text, '[', list, item => Write(text, item), ']');
                break;
            case ImmutableDictionary<string, object> map:
                WriteParts(text, '{', map, WriteEntry, '}');
                break;
            default:
                throw new InvalidOperationException($"{value.GetType().FullName} has no JSON.");
        }

        void WriteEntry(KeyValuePair<string, object> entry)
        {
            WriteText(text, entry.Key);
            text.Append(": ");
            Write(text, entry.Value);
        }
    }

    private static void WriteParts<T>(StringBuilder text, char open, IEnumerable<T> parts, Action<T> write, char close)
    {
        text.Append(open);
        string separator = " ";
        foreach (T part in parts)
        {
            text.Append(separator);
            write(part);
            separator = ", ";
        }
        text.Append(' ').Append(close);
    }

    private static void WriteText(StringBuilder text, string characters)
    {
        text.Append('"');
        foreach (char character in characters)
        {
            string? escape = character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\x7f' or '<' or '>' => $"\\u{(int)character:x4}",
                _ => null,
            };
            _ = escape is null ? text.Append(character) : text.Append(escape);
        }
        text.Append('"');
    }
}
