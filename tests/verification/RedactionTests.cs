using System.Buffers.Text;
using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What stays of bodies that are kept, and what does not.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData("""[{"password":"a"},[{"password":"b"}],null]""", """[{"password":"(redacted)"},[{"password":"(redacted)"}],null]""")]
    [InlineData("""{"value":[{"inner":{"PASSWORD":"a","hint":"b"}}]}""", """{"value":[{"inner":{"PASSWORD":"(redacted)","hint":"b"}}]}""")]
    [InlineData("""{"token":{"kept":"a","key":"b"}}""", """{"token":{"kept":"a","key":"(redacted)"}}""")]
    [InlineData("""{"key":12,"secret":true,"sig":null}""", """{"key":"(redacted)","secret":"(redacted)","sig":null}""")]
    [InlineData("""{"error":{"code":"Denied","Code":"Too"}}""", """{"error":{"code":"Denied","Code":"Too"}}""")]
    [InlineData(""" {"a":"größer & <kleiner>"}""", """{"a":"größer & <kleiner>"}""")]
    public void Json_is_kept_without_secrets_however_deep(string body, string expected) =>
        Assert.Equal(expected, Redaction.Body(body, "application/json"));

    [Theory]
    [InlineData("not!base64")]
    [InlineData("bm8ganNvbg")]
    [InlineData("WzEsMl0")]
    [InlineData("MQ")]
    public void A_secret_that_only_looks_like_a_token_goes_whole(string payload) => Assert.Equal(
        """{"access_token":"(redacted)"}""", Redaction.Body($$"""{"access_token":"head.{{payload}}.signature"}""", "application/json"));

    [Fact]
    public void A_tokens_claims_about_people_go()
    {
        string claims = Base64Url.EncodeToString("""{"tid":"the tenant","name":"Anna","upn":"anna@contoso.com","exp":17}"""u8);

        Assert.Equal("""{"id_token":{"redacted":true,"claims":{"exp":17,"tid":"the tenant"}}}""",
            Redaction.Body($$"""{"id_token":"head.{{claims}}.signature"}""", "application/json"));
    }

    [Fact]
    public void Half_a_document_loses_its_secrets_and_nothing_else() => Assert.Equal(
        """{"name":"Anna","password":"(redacted)","hint":"hal""",
        Redaction.Body("""{"name":"Anna","password":"abc","hint":"hal""", "application/json"));

    [Theory]
    [InlineData("text/plain", " 12 ")]
    [InlineData("text/plain", "password=abc&hint=a")]
    [InlineData(null, "")]
    public void What_is_neither_form_nor_document_stays_as_it_is(string? type, string body) =>
        Assert.Equal(body, Redaction.Body(body, type));

    [Theory]
    [InlineData("flag&client_secret=a=b&x", "flag&client_secret=(redacted)&x")]
    [InlineData("client%5Fsecret=a", "client%5Fsecret=(redacted)")]
    [InlineData("", "")]
    public void A_form_is_kept_without_secrets(string body, string expected) =>
        Assert.Equal(expected, Redaction.Body(body, "application/x-www-form-urlencoded"));

    [Fact]
    public void A_body_of_the_longest_length_is_whole_and_one_longer_is_not()
    {
        string longest = new('x', Redaction.LongestBody);

        Assert.Equal(longest, Redaction.Body(longest, "text/plain"));
        Assert.Equal($"{longest}… (cut; {Redaction.LongestBody + 1} characters in all)", Redaction.Body($"{longest}y", "text/plain"));
    }

    [Fact]
    public void A_cut_goes_through_no_character()
    {
        string before = new('x', Redaction.LongestBody - 1);

        Assert.Equal($"{before}… (cut; {Redaction.LongestBody + 1} characters in all)", Redaction.Body($"{before}😀", "text/plain"));
    }

    [Theory]
    [InlineData("PROXY-Authorization", "Basic YTpi", "Basic (redacted)")]
    [InlineData("cookie", "a=b", "(redacted)")]
    [InlineData("X-Client-Secret", "a", "(redacted)")]
    [InlineData("Authorization", "alone", "alone (redacted)")]
    public void A_header_that_holds_a_secret_by_its_name_is_kept_without(string name, string value, string expected) =>
        Assert.Equal(expected, Redaction.Header(name, value));

    [Fact]
    public void A_secret_of_sixteen_characters_after_its_scheme_is_one_wherever_it_stands() => Assert.Equal(
        "sent Bearer 0123456789abcde and bearer (redacted)", Redaction.Tokens("sent Bearer 0123456789abcde and bearer 0123456789abcdef"));

    [Fact]
    public void An_address_without_a_query_is_kept_as_it_is() =>
        Assert.Equal("https://x/y", Redaction.Address(new Uri("https://x/y")));
}
