namespace TenantOnboarding.Verification.Results;

/// <summary>What a sample that is drawn without putting back says about all: Clopper and Pearson's exact bound, with the hypergeometric
/// distribution in the binomial's place.</summary>
internal static class SampleBound
{
    /// <summary>The largest number of misses among all under which a sample with so few is not rarer than 1 − confidence.</summary>
    /// <param name="population">How many there are, 1 or more.</param>
    /// <param name="drawn">How many were drawn, 0 to <paramref name="population"/>.</param>
    /// <param name="missed">How many of those missed, 0 to <paramref name="drawn"/>.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static int AtMost(int population, int drawn, int missed, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drawn, population);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(missed, drawn);
        double[] logFactorials = LogFactorials(population);
        int low = missed, high = population - (drawn - missed);
        while (low < high)
        {
            int middle = low + (high - low + 1) / 2;
            if (AtMostMissed(population, middle, drawn, missed, logFactorials) >= 1 - confidence)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    /// <summary>The probability to draw at most <paramref name="missed"/> of the <paramref name="bad"/>.</summary>
    private static double AtMostMissed(int population, int bad, int drawn, int missed, double[] logFactorials)
    {
        double sum = 0;
        for (int i = Math.Max(0, drawn - (population - bad)); i <= Math.Min(missed, bad); i++)
            sum += Math.Exp(Choose(bad, i) + Choose(population - bad, drawn - i) - Choose(population, drawn));
        return sum;

        double Choose(int n, int k) => logFactorials[n] - logFactorials[k] - logFactorials[n - k];
    }

    private static double[] LogFactorials(int upTo)
    {
        double[] logs = new double[upTo + 1];
        for (int i = 2; i <= upTo; i++)
            logs[i] = logs[i - 1] + Math.Log(i);
        return logs;
    }
}
