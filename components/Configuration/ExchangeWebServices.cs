namespace TenantOnboarding.Configuration;

/// <summary>Dates of the retirement of Exchange Web Services in Exchange Online, as Microsoft announced them.</summary>
public static class ExchangeWebServices
{
    /// <summary>The day on which EWS is switched off for every tenant, without exceptions.</summary>
    public static DateOnly EndOfLife { get; } = new(2027, 4, 1);

    /// <summary>Whole days left on <paramref name="today"/>; zero or less when EWS is gone.</summary>
    public static int DaysLeft(DateOnly today) => EndOfLife.DayNumber - today.DayNumber;
}
