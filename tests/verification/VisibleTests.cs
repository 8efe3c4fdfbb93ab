using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What is shown by name, at the borders of each range, and what stays.</summary>
public sealed class VisibleTests
{
    [Theory]
    [InlineData(0x00, "␀")]
    [InlineData(0x08, "␈")]
    [InlineData(0x09, " ")]
    [InlineData(0x0A, " ")]
    [InlineData(0x0B, " ")]
    [InlineData(0x0C, " ")]
    [InlineData(0x0D, " ")]
    [InlineData(0x0E, "␎")]
    [InlineData(0x1F, "␟")]
    [InlineData(0x20, " ")]
    [InlineData(0x7E, "~")]
    [InlineData(0x7F, "␡")]
    [InlineData(0x80, "[U+0080]")]
    [InlineData(0x84, "[U+0084]")]
    [InlineData(0x85, " ")]
    [InlineData(0x86, "[U+0086]")]
    [InlineData(0x9F, "[U+009F]")]
    [InlineData(0xA0, "\u00A0")]
    [InlineData(0x061B, "\u061B")]
    [InlineData(0x061C, "[U+061C]")]
    [InlineData(0x061D, "\u061D")]
    [InlineData(0x200A, "\u200A")]
    [InlineData(0x200B, "[U+200B]")]
    [InlineData(0x200C, "\u200C")]
    [InlineData(0x200D, "\u200D")]
    [InlineData(0x200E, "[U+200E]")]
    [InlineData(0x200F, "[U+200F]")]
    [InlineData(0x2010, "\u2010")]
    [InlineData(0x2027, "\u2027")]
    [InlineData(0x2028, " ")]
    [InlineData(0x2029, " ")]
    [InlineData(0x202A, "[U+202A]")]
    [InlineData(0x202E, "[U+202E]")]
    [InlineData(0x202F, "\u202F")]
    [InlineData(0x205F, "\u205F")]
    [InlineData(0x2060, "[U+2060]")]
    [InlineData(0x206F, "[U+206F]")]
    [InlineData(0x2070, "\u2070")]
    [InlineData(0xFEFE, "\uFEFE")]
    [InlineData(0xFEFF, "[U+FEFF]")]
    [InlineData(0xFF00, "\uFF00")]
    [InlineData(0xFFF8, "\uFFF8")]
    [InlineData(0xFFF9, "[U+FFF9]")]
    [InlineData(0xFFFB, "[U+FFFB]")]
    [InlineData(0xFFFC, "\uFFFC")]
    [InlineData(0xFFFE, "[U+FFFE]")]
    [InlineData(0xFFFF, "[U+FFFF]")]
    [InlineData(0x10000, "\U00010000")]
    [InlineData(0xDFFFF, "\U000DFFFF")]
    [InlineData(0xE0000, "[U+E0000]")]
    [InlineData(0xE007F, "[U+E007F]")]
    [InlineData(0xE0080, "\U000E0080")]
    public void A_character_is_shown_or_named(int code, string expected) =>
        Assert.Equal($"a{expected}b", Visible.Line($"a{char.ConvertFromUtf32(code)}b"));

    [Theory]
    [InlineData("a\r\nb\rc\nd\te", "a\nb\nc\nd\te")]
    [InlineData("a\u2028b\u0085c", "a\nb\nc")]
    [InlineData("a\u001bb\n", "a␛b\n")]
    [InlineData("a\u000bb", "a b")]
    public void A_block_keeps_its_lines_and_tabs(string text, string expected) => Assert.Equal(expected, Visible.Block(text));

    [Theory]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("abcde", 4, "abcd… (1 more character)")]
    [InlineData("abc👩", 4, "abc… (2 more characters)")]
    [InlineData("ab👩c", 4, "ab👩… (1 more character)")]
    [InlineData("\nabcd", 4, " abc… (1 more character)")]
    public void What_is_too_long_is_cut_between_characters_and_says_so(string text, int most, string expected) =>
        Assert.Equal(expected, Visible.Short(text, most));
}
