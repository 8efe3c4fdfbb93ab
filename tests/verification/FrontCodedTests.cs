using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Tests.Verification;

public sealed class FrontCodedTests
{
    public static TheoryData<string?[]> Texts =>
    [
        [],
        ["Anna Berger", "anna.berger@contoso.com", "anna.berger@contoso.com", "anna.berger@contoso.onmicrosoft.com"],
        ["", "", "a", ""],
        [null, "anna@contoso.com", null, "anna@contoso.com", null],
        ["Zoë Ångström", "Zoë Ångström-Łukasz", "王小明"],
        ["\U0001F600\U0001F601", "\U0001F600\U0001F602", "\U0001F600"],
        ["a@b@c", "a@b@c", "@", "a@", "@b", "a@b"],
        [$"a@{new string('x', 300)}", $"a@{new string('x', 253)}", $"a@{new string('x', 254)}"],
        [new string('ä', 10_000), new string('ä', 9_999) + "b", "b"],
        [new string('x', 600), new string('x', 127), new string('y', 128), new string('z', 129), new string('z', 128), "end"],
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Texts_come_back_as_they_were(string?[] texts)
    {
        FrontCoded coded = new(texts);
        Assert.Equal(texts.Length, coded.Count);
        Assert.Equal(texts, Enumerable.Range(0, coded.Count).Select(index => coded[index]));
    }

    [Theory]
    [InlineData("Anna", "anna", 0)]
    [InlineData("anna", "Berta", -1)]
    [InlineData("berta", "Anna", 1)]
    [InlineData("anna", "anna.b", -1)]
    [InlineData("anna.b@contoso.com", "Anna@contoso.com", -1)]
    [InlineData("ANNA@contoso.com", "anna@Contoso.com", 0)]
    [InlineData(null, "", -1)]
    [InlineData(null, null, 0)]
    public void Texts_are_ordered_without_case_and_null_comes_first(string? one, string? other, int expected)
    {
        FrontCoded first = new("same", one), second = new(new string('x', 600), other);
        Assert.Equal(expected, Math.Sign(FrontCoded.Compare(first, second, 1)));
        Assert.Equal(-expected, Math.Sign(FrontCoded.Compare(second, first, 1)));
    }
}
