using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class ComputedListTests
{
    private static readonly ComputedList<int> Squares = new(4, number => number * number);

    [Fact]
    public void Items_are_made_in_their_order()
    {
        Assert.Equal([0, 1, 4, 9], Squares);
        Assert.Equal(9, Squares[3]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void An_item_that_is_not_there_is_not_made(int index) =>
        Assert.Equal("index", Assert.Throws<ArgumentOutOfRangeException>(() => Squares[index]).ParamName);

    [Fact]
    public void Lists_are_joined_one_after_the_other()
    {
        IReadOnlyList<int> joined = ComputedList<int>.Joined([[7], [], Squares, [], [8, 9]]);
        Assert.Equal([7, 0, 1, 4, 9, 8, 9], joined);
        Assert.Equal(8, joined[5]);
        Assert.Same(Squares, ComputedList<int>.Joined([[], Squares]));
        Assert.Empty(ComputedList<int>.Joined([[], []]));
    }
}
