using System.Globalization;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Results;
using static TenantOnboarding.Tests.Fleet.Ci.CiRuns;

namespace TenantOnboarding.Tests.Fleet.Ci;

/// <summary>What a reviewer reads.</summary>
public sealed class PullRequestTextTests
{
    [Fact]
    public void A_comment_says_what_widens_narrows_goes_changes_and_comes_by_names()
    {
        StackChange rehearsed = Change(Widens("gets the application permission Mail.Read"), Narrows("loses the role Reader")) with
        {
            Resources =
            [
                Resource(ResourceChangeKind.Added, "mailstore/a"), Resource(ResourceChangeKind.Changed, "mailstore/b", "roleIds", "web"),
                Resource(ResourceChangeKind.Removed, "mailstore/c"),
            ],
        };

        Assert.Equal("""
            <!-- tenant-onboarding: what a change does -->
            ## What this change does

            It touches 1 stack: **1** widen access, **1** narrow access, **1** remove something.

            No tenant was asked: everything is from rehearsals in simulated tenants.

            ### `a` `a.example.com`

            **Widens** (1)

            - `mailstore`: `gets the application permission Mail.Read`

            **Narrows** (1)

            - `mailstore`: `loses the role Reader`

            **Removed** (1)

            - `mailstore/c` `ApplicationRegistration`

            **Changed** (1)

            - `mailstore/b` `ApplicationRegistration`: `roleIds`, `web`

            **Added** (1)

            - `mailstore/a` `ApplicationRegistration`


            """, Comment([Run("rehearse", Ready("a", rehearsed))]));
    }

    [Fact]
    public void The_resources_are_those_of_the_tenant_itself_where_it_was_asked()
    {
        StackChange tenant = new() { Before = "tenant", Resources = [Resource(ResourceChangeKind.Removed, "clicked")] };

        string text = Comment([Run("rehearse", Ready("a", Change() with { Resources = [Resource(ResourceChangeKind.Added, "rehearsed")] })),
            Run("preview", Ready("a", tenant))]);

        Assert.Contains("**Removed** (1)\n\n- `clicked`", text, StringComparison.Ordinal);
        Assert.Contains("Preview of the tenant: `Ready.`", text, StringComparison.Ordinal);
        Assert.DoesNotContain("rehearsed", text, StringComparison.Ordinal);
        Assert.DoesNotContain("No tenant was asked", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_somebody_stands_first_then_what_widens_and_last_what_does_not_change()
    {
        string text = Comment(
            [Run("rehearse", Ready("same", Change()), Ready("narrow", Change(Narrows("n"))), Ready("wide", Change(Widens("w"))),
                Bad("broken", StackState.NotReady, "the deployment failed", "no such role"))],
            ["same", "narrow", "wide", "broken", "gone"]);

        int[] places = [.. ((string[])["### `broken`", "### `gone`", "### `wide`", "### `narrow`", "Nothing changes in `same`"])
            .Select(heading => text.IndexOf(heading, StringComparison.Ordinal))];
        Assert.All(places, place => Assert.NotEqual(-1, place));
        Assert.Equal(places.Order(), places);
        Assert.Contains("**Rehearsal: not ready.** `the deployment failed`\n\n- `no such role`\n", text, StringComparison.Ordinal);
        Assert.Contains("### `gone`\n\n**There is no result.** Its job ended before", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Six_hundred_stacks_with_the_same_change_take_one_section()
    {
        string text = Comment([Run("rehearse",
            [.. Enumerable.Range(1, 600).Select(number => Ready($"customer-{number}", Change(Widens("gets Mail.Read"))))])]);

        Assert.Equal(1, text.Split("**Widens**").Length - 1);
        Assert.Contains(" and 590 more\n\n<details><summary>all 600</summary>", text, StringComparison.Ordinal);
        Assert.Contains("`customer-600`", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1, PullRequestText.MostCharacters);
    }

    [Fact]
    public void A_comment_that_would_be_too_long_leaves_out_whole_stacks_and_says_where_they_are_found()
    {
        StackOutcome[] outcomes = [.. Enumerable.Range(1, 600).Select(number =>
            Ready($"customer-{number}", Change(Widens($"gets {number} {new string('x', 250)}"))))];

        string text = Comment([Run("rehearse", outcomes)], [.. outcomes.Select(outcome => outcome.Stack)]);

        int shown = text.Split("**Widens**").Length - 1;
        Assert.InRange(text.Length, PullRequestText.MostCharacters * 9 / 10, PullRequestText.MostCharacters);
        Assert.Contains("### Left out\n\nA comment takes no more. [The summary of the run](https://github.com/contoso/tenants/actions/runs/7) "
            + $"has what there is to say about `customer-{shown + 1}`, ", text, StringComparison.Ordinal);
        Assert.EndsWith("more.\n\n", text, StringComparison.Ordinal);
        Assert.Equal(600, Comment([Run("rehearse", outcomes)], most: int.MaxValue).Split("**Widens**").Length - 1);
    }

    [Fact]
    public void A_stack_with_thousands_of_changes_is_cut_too()
    {
        string text = Comment([Run("rehearse", Ready("a", Change() with
        {
            Resources = [.. Enumerable.Range(0, 5000).Select(number =>
                Resource(ResourceChangeKind.Added, number.ToString(CultureInfo.InvariantCulture)))],
        }))]);

        Assert.Contains("**Added** (5000)\n", text, StringComparison.Ordinal);
        Assert.Contains("- and 4960 more\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@everybody see #1 https://evil.example <img src=x>", "- `mailstore`: `@everybody see #1 https://evil.example <img src=x>`\n")]
    [InlineData("a`b``c", "- `mailstore`: ```a`b``c```\n")]
    [InlineData("`", "- `mailstore`: `` ` ``\n")]
    [InlineData("line\n\n## heading\r\n<!-- ", "- `mailstore`: `line  ## heading  <!-- `\n")]
    [InlineData("\u202Egnp.exe", "- `mailstore`: `[U+202E]gnp.exe`\n")]
    [InlineData("", "- `mailstore`: ` `\n")]
    public void A_hostile_name_stays_a_name(string name, string line) =>
        Assert.Contains(line, Comment([Run("rehearse", Ready("a", Change(Widens(name))))]), StringComparison.Ordinal);

    [Fact]
    public void A_change_that_touches_nothing_says_so() =>
        Assert.Equal("<!-- tenant-onboarding: what a change does -->\n## What this change does\n\nIt touches no stack.\n\n", Comment([], []));
}
