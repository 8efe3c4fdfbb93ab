using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SimulatedTenant.Portal;

/// <summary>What part of a list the page asks for.</summary>
/// <param name="Search">Text that a row must contain, without regard to case; empty for every row.</param>
/// <param name="Skip">Rows to leave out at the start.</param>
internal sealed record PortalQuery(string Search, int Skip)
{
    /// <summary>Rows of one answer. More would be slow to draw, and nobody reads them.</summary>
    public const int PageSize = 50;

    private const int LongestSearch = 200;

    /// <summary>Reads <c>search</c> and <c>skip</c>. What cannot be meant is taken for its default.</summary>
    public static PortalQuery From(IQueryCollection query)
    {
        string search = query["search"].ToString().Trim();
        bool isNumber = int.TryParse(query["skip"], NumberStyles.None, CultureInfo.InvariantCulture, out int skip);
        return new(search.Length > LongestSearch ? search[..LongestSearch] : search, isNumber ? skip : 0);
    }

    /// <summary>Whether a row with these texts is asked for.</summary>
    public bool Wants(params ReadOnlySpan<string?> texts)
    {
        if (Search.Length == 0)
            return true;
        foreach (string? text in texts)
        {
            if (text is not null && text.Contains(Search, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>One page of rows: <c>{"total","skip","pageSize","rows"}</c>. Rows of other pages are counted and not written.</summary>
    public JsonObject Page<T>(IEnumerable<T> all, Func<T, JsonObject> write)
    {
        JsonArray rows = [];
        int total = 0;
        foreach (T item in all)
        {
            if (total >= Skip && rows.Count < PageSize)
                rows.Add((JsonNode)write(item));
            total++;
        }
        return new() { ["total"] = total, ["skip"] = Skip, ["pageSize"] = PageSize, ["rows"] = rows };
    }
}
