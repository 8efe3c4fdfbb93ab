using TenantOnboarding.HandOver.Text;

namespace TenantOnboarding.HandOver.Sheets;

/// <summary>The sheet for the next system: one JSON object, version 1.</summary>
public static class SheetJson
{
    /// <summary>Renders the sheet, with a line break at its end.</summary>
    public static string Render(Sheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return JsonText.Render(new { SchemaVersion = 1, sheet.Tenant, sheet.Products });
    }
}
