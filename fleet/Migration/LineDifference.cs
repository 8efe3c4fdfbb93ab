namespace TenantOnboarding.Fleet.Migration;

/// <summary>How two texts differ, line by line.</summary>
internal static class LineDifference
{
    /// <summary>The lines that are gone, with a minus, and those that came, with a plus, each where it stands.</summary>
    public static IReadOnlyList<string> Of(string before, string after)
    {
        string[] old = Lines(before), now = Lines(after);
        int[,] common = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        List<string> difference = [];
        int left = 0, right = 0;
        while (left < old.Length || right < now.Length)
        {
            if (left < old.Length && right < now.Length && old[left] == now[right])
            {
                left++;
                right++;
            }
            else if (left < old.Length && (right == now.Length || common[left + 1, right] >= common[left, right + 1]))
            {
                difference.Add($"-{old[left++]}");
            }
            else
            {
                difference.Add($"+{now[right++]}");
            }
        }
        return difference;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
