namespace TenantOnboarding.HandOver.Sheets;

/// <summary>A product, and the dialogs in which its access to a tenant is entered.</summary>
/// <param name="Key">Its name in the outputs document.</param>
/// <param name="Name">What to call it.</param>
/// <param name="Sections">Fills in its dialogs.</param>
internal sealed record ProductDialogs(string Key, string Name, Func<SheetContext, IEnumerable<SheetSection>> Sections)
{
    private const string Menu = "Administrative Tools › Users and Archives › Directory Services";

    private static readonly ProductDialogs[] Known =
    [
        new("mailstore-server", "MailStore Server", MailStoreDialogs.At($"MailStore Client, signed in as an administrator › {Menu}")),
        new("mailstore-spe", "MailStore SPE",
            MailStoreDialogs.At($"MailStore Client, signed in to the instance as its administrator › {Menu}")),
        new("activate", "Activate", ActivateDialogs.Of),
        new("custom", "Custom product", CustomDialogs.Of),
    ];

    /// <summary>The product of a key; one whose dialogs are not known gets those of a custom product.</summary>
    public static ProductDialogs Of(string key) => Known.FirstOrDefault(product => product.Key == key) ?? new(key, key, CustomDialogs.Of);
}
