using FsCheck;
using FsCheck.Fluent;
using TenantOnboarding.Components.Exchange;

namespace TenantOnboarding.Tests.Components;

public sealed class PowerShellTextTests
{
    [Theory]
    [InlineData("MailStore Server", "'MailStore Server'")]
    [InlineData("O'Hara's", "'O''Hara''s'")]
    [InlineData("‘a’‚b‛", "'‘‘a’’‚‚b‛‛'")]
    [InlineData("$(Remove-Mailbox *) `n \"x\"", "'$(Remove-Mailbox *) `n \"x\"'")]
    public void A_literal_means_exactly_the_value(string value, string literal) => Assert.Equal(literal, PowerShellText.Literal(value));

    [Fact]
    public void Any_text_comes_back_from_its_literal()
    {
        Prop.ForAll<NonNull<string>>(text =>
        {
            string value = string.Concat(text.Get.Where(character => !char.IsControl(character)));
            return Unquote(PowerShellText.Literal(value)) == value;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_control_character_is_refused() => Assert.Throws<ArgumentException>(() => PowerShellText.Literal("a\nb"));

    [Fact]
    public void A_comment_stays_on_its_line() => Assert.Equal("# a b c d", PowerShellText.Comment("a\nb\u2028c\rd"));

    /// <summary>
    /// How PowerShell's tokenizer reads a single-quoted literal: any of five characters quotes, two in a row mean one, the first of them.
    /// </summary>
    private static string Unquote(string literal)
    {
        const string Quotes = "'\u2018\u2019\u201A\u201B";
        System.Text.StringBuilder value = new();
        int position = 1;
        while (true)
        {
            char character = literal[position++];
            if (!Quotes.Contains(character, StringComparison.Ordinal))
            {
                value.Append(character);
                continue;
            }
            if (position == literal.Length)
                return value.ToString();
            if (!Quotes.Contains(literal[position], StringComparison.Ordinal))
                throw new InvalidOperationException($"The literal ends at {position}: {literal}");
            value.Append(character);
            position++;
        }
    }
}
