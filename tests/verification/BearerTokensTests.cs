using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Tests.Verification;

/// <summary>When a token that a service refuses is replaced by a new one.</summary>
public sealed class BearerTokensTests
{
    private readonly TestClock _clock = new();
    private readonly BearerTokens _tokens;

    public BearerTokensTests() => _tokens = new(_clock);

    [Theory]
    [InlineData(false, 0, "new")]
    [InlineData(false, 60_000, "new")]
    [InlineData(true, 0, null)]
    [InlineData(true, 59_999, null)]
    [InlineData(true, 60_000, "new")]
    public async Task Where_no_reason_is_given_a_token_that_replaced_another_is_replaced_after_a_minute(
        bool renewal, int milliseconds, string? expected)
    {
        _tokens.Add("token", renewal, _ => Task.FromResult("new"));
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(expected, await _tokens.ReplaceOldAsync("token", CancellationToken.None));
    }

    [Theory]
    [InlineData(false, false, "new")]
    [InlineData(true, false, null)]
    [InlineData(true, true, "new")]
    public async Task A_token_that_replaced_another_is_replaced_if_a_service_took_it(bool renewal, bool taken, string? expected)
    {
        _tokens.Add("token", renewal, _ => Task.FromResult("new"));
        if (taken)
            _tokens.Accept("token");

        Assert.Equal(expected, await _tokens.ReplaceAsync("token", CancellationToken.None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("somebody else's")]
    public async Task A_token_that_was_not_issued_here_is_never_replaced(string? token)
    {
        _tokens.Add("token", renewal: false, _ => Task.FromResult("new"));

        _tokens.Accept(token);

        Assert.Null(await _tokens.ReplaceAsync(token, CancellationToken.None));
        Assert.Null(await _tokens.ReplaceOldAsync(token, CancellationToken.None));
    }

    [Fact]
    public async Task The_same_token_again_is_no_replacement()
    {
        _tokens.Add("token", renewal: false, _ => Task.FromResult("token"));

        Assert.Null(await _tokens.ReplaceAsync("token", CancellationToken.None));
    }
}
