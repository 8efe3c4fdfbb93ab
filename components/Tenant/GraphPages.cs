using Microsoft.Graph;
using Microsoft.Kiota.Abstractions.Serialization;

namespace TenantOnboarding.Components.Tenant;

/// <summary>Reads collections of Microsoft Graph to their end.</summary>
internal static class GraphPages
{
    /// <summary>Every item of a collection, page by page.</summary>
    /// <param name="graph">Asks for the pages after the first.</param>
    /// <param name="first">The first page; null: nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<List<TItem>> AllAsync<TItem, TPage>(
        GraphServiceClient graph, TPage? first, CancellationToken cancellationToken = default)
        where TPage : IParsable, IAdditionalDataHolder, new()
    {
        List<TItem> items = [];
        if (first is null)
            return items;
        PageIterator<TItem, TPage> pages = PageIterator<TItem, TPage>.CreatePageIterator(graph, first, item =>
        {
            items.Add(item);
            return true;
        });
        await pages.IterateAsync(cancellationToken);
        return items;
    }
}
