using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Values in words: the borders at which one wording gives way to the next.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "a")]
    [InlineData(3, "a, b, c")]
    [InlineData(4, "a, b, c and 1 more")]
    [InlineData(6, "a, b, c and 3 more")]
    public void Three_names_are_told_and_the_rest_is_counted(int count, string expected) =>
        Assert.Equal(expected, Words.Names([.. "abcdef"[..count].Select(name => name.ToString())]));

    [Fact]
    public void As_many_names_as_asked_for_are_told() => Assert.Equal("a and 2 more", Words.Names(["a", "b", "c"], limit: 1));

    [Theory]
    [InlineData(0, "0 mailboxes")]
    [InlineData(1, "1 mailbox")]
    [InlineData(2, "2 mailboxes")]
    [InlineData(12_345, "12,345 mailboxes")]
    public void One_thing_is_worded_as_one(int number, string expected) =>
        Assert.Equal(expected, Words.Count(number, "mailbox", "mailboxes"));

    [Theory]
    [InlineData(1, "1 user")]
    [InlineData(2, "2 users")]
    public void Without_a_plural_an_s_is_added(int number, string expected) => Assert.Equal(expected, Words.Count(number, "user"));

    [Theory]
    [InlineData("00:00:00", "0 ms")]
    [InlineData("00:00:00.9999", "999 ms")]
    [InlineData("00:00:01", "1 s")]
    [InlineData("00:00:59.9", "59 s")]
    [InlineData("00:01:00", "1 min")]
    [InlineData("00:01:00.5", "1 min")]
    [InlineData("00:04:10", "4 min 10 s")]
    [InlineData("00:59:59", "59 min 59 s")]
    [InlineData("01:00:00", "1 h 0 min")]
    [InlineData("1.02:30:59", "26 h 30 min")]
    public void A_span_is_told_in_the_largest_units_that_matter(string span, string expected) =>
        Assert.Equal(expected, Words.Span(TimeSpan.Parse(span, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("", "")]
    [InlineData("0123456", "0123456")]
    [InlineData("01234567", "01234567")]
    [InlineData("012345678", "01234567…")]
    public void A_thumbprint_is_told_by_its_first_eight_digits(string thumbprint, string expected) =>
        Assert.Equal(expected, Words.Short(thumbprint));

    [Fact]
    public void A_time_is_told_in_UTC()
    {
        DateTimeOffset time = new(2026, 11, 27, 0, 30, 0, TimeSpan.FromHours(2));

        Assert.Equal("2026-11-26", Words.Date(time));
        Assert.Equal("2026-11-26 22:30 UTC", Words.Time(time));
        Assert.Equal("2026-11-27", Words.Date(new DateOnly(2026, 11, 27)));
    }
}
