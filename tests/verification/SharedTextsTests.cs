using System.Globalization;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Tests.Verification;

public sealed class SharedTextsTests
{
    private readonly SharedTexts _texts = new();

    [Fact]
    public void A_text_keeps_its_number()
    {
        Assert.Equal([0, 1, 0, 2], new[] { "@contoso.com", "@fabrikam.com", "@contoso.com", "@Contoso.com" }.Select(text => _texts.NumberOf(text)));
        Assert.Equal("@fabrikam.com", _texts[1]);
    }

    [Fact]
    public void What_is_too_long_or_one_too_many_is_not_shared()
    {
        Assert.Equal(-1, _texts.NumberOf(new string('x', SharedTexts.MostCharacters + 1)));
        Assert.Equal(0, new SharedTexts().NumberOf(new string('x', SharedTexts.MostCharacters)));
        for (int i = 0; i < SharedTexts.Most; i++)
            Assert.Equal(i, _texts.NumberOf(i.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(-1, _texts.NumberOf("one more"));
        Assert.Equal(7, _texts.NumberOf("7"));
    }
}
