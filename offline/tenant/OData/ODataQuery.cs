using System.Globalization;
using System.Text;
using System.Text.Json;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.OData;

/// <summary>The query options of a request. Options that the tenant does not know are refused, never ignored.</summary>
internal sealed class ODataQuery
{
    private const int DefaultPage = 100;
    private const int LargestPage = 999;

    private ODataQuery()
    {
    }

    public IReadOnlyList<string>? Select { get; private init; }

    public FilterExpression? Filter { get; private init; }

    public int? Top { get; private init; }

    public long Skip { get; private init; }

    /// <summary>The order of the rows; null for the lasting one.</summary>
    public SortOrder? Order { get; private init; }

    /// <summary>The place of the last row of the page before, where the rows are sorted; null for the first page.</summary>
    public SortOrder.Place? After { get; private init; }

    /// <summary>The relationship that is shown with each resource; or null.</summary>
    public Relation? Expand { get; private init; }

    public bool Count { get; private init; }

    /// <summary>Reads <c>$select</c> and <c>$expand</c> only: for a single resource.</summary>
    public static ODataQuery ForEntity(TenantRequest request, EntityModel model, IReadOnlyList<Relation>? relations = null)
    {
        Refuse(request, "$select", relations is { Count: > 0 } ? "$expand" : "$select");
        return new() { Select = ReadSelect(request, [model]), Expand = ReadExpand(request, model, relations ?? []) };
    }

    /// <summary>Reads the options of a collection.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">What each of its members is, by which it is filtered.</param>
    /// <param name="relations">What <c>$expand</c> takes.</param>
    /// <param name="types">What a member may be besides, where the collection holds several types.</param>
    public static ODataQuery ForCollection(
        TenantRequest request, EntityModel model, IReadOnlyList<Relation> relations, params IReadOnlyList<EntityModel> types)
    {
        Refuse(request, [
            "$select", "$filter", "$top", "$skiptoken", "$count",
            .. model.Sorts.Count > 0 ? (string[])["$orderby", "$search"] : [],
            .. relations.Count > 0 ? (string[])["$expand"] : [],
        ]);
        bool count = Flag(request, "$count");
        bool eventual = string.Equals(request.Header("ConsistencyLevel"), "eventual", StringComparison.OrdinalIgnoreCase);
        FilterExpression? filter = request.Query.TryGetValue("$filter", out string? text)
            ? FilterExpression.Parse(text, model, count && eventual)
            : null;
        FilterExpression? search = ReadSearch(request, model, eventual);
        SortOrder? order = ReadOrder(request, model, plain: filter is null || (count && eventual));
        if (count && eventual && request.Query.ContainsKey("$expand"))
            throw GraphException.Unsupported("The query option '$expand' is not supported in advanced queries.");
        string? token = ReadSkipToken(request);
        return new()
        {
            Select = ReadSelect(request, [model, .. types]),
            Filter = filter is not null && search is not null ? new FilterExpression.And(filter, search) : filter ?? search,
            Top = ReadTop(request),
            Skip = order is null ? ReadPlace(token) : 0,
            Order = order,
            After = order is null || token is null ? null : SortOrder.Place.Parse(token) ?? throw ExpiredToken(),
            Count = count,
            Expand = ReadExpand(request, model, relations),
        };
    }

    /// <summary>One page of a collection, with <c>@odata.nextLink</c> when there are more.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rows">The whole collection.</param>
    /// <param name="modelOf">The model of each, for a collection may hold several types.</param>
    /// <param name="context">What <c>@odata.context</c> says of it.</param>
    /// <param name="typed">Whether each says its type.</param>
    public TenantResponse Page<T>(TenantRequest request, IRows<T> rows, Func<T, EntityModel> modelOf, string context, bool typed)
        where T : class =>
        TenantResponse.Of(200, writer =>
        {
            string projection = Select is null ? "" : $"({string.Join(',', Select)})";
            writer.WriteStartObject();
            writer.WriteString("@odata.context", $"{request.BaseUrl}/{request.Segments[0]}/$metadata#{context}{projection}");
            if (Count && Skip == 0 && After is null)
            {
                writer.WriteNumber(
                    "@odata.count", Filter is { } counted ? rows.From(0).Count(row => counted.Matches(row.Value)) : rows.CountVisible());
            }
            writer.WriteStartArray("value");
            string? next = Order is null
                ? WritePage(writer, request, rows, modelOf, typed)
                : WriteSortedPage(writer, request, rows, modelOf, typed);
            writer.WriteEndArray();
            if (next is not null)
                writer.WriteString("@odata.nextLink", NextLink(request, next));
            writer.WriteEndObject();
        });

    /// <summary>A single resource with its context.</summary>
    public TenantResponse Entity(TenantRequest request, object entity, EntityModel model, string context, int status = 200) =>
        TenantResponse.Of(status, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("@odata.context", $"{request.BaseUrl}/{request.Segments[0]}/$metadata#{context}/$entity");
            EntityModel.WriteProperties(writer, entity, model.Selected(Select));
            WriteRelation(writer, request, entity);
            writer.WriteEndObject();
        });

    private void WriteRelation(Utf8JsonWriter writer, TenantRequest request, object entity)
    {
        if (Expand is null)
            return;
        writer.WritePropertyName(Expand.Name);
        Expand.Write(writer, request, entity);
    }

    private void WriteOne(
        Utf8JsonWriter writer,
        TenantRequest request,
        object entity,
        EntityModel model,
        IReadOnlyList<EntityProperty> properties,
        bool typed)
    {
        writer.WriteStartObject();
        if (typed)
            writer.WriteString("@odata.type", $"#microsoft.graph.{model.Type}");
        EntityModel.WriteProperties(writer, entity, properties);
        WriteRelation(writer, request, entity);
        writer.WriteEndObject();
    }

    /// <returns>Where the next page begins; null after the last one.</returns>
    private string? WriteSortedPage<T>(
        Utf8JsonWriter writer, TenantRequest request, IRows<T> rows, Func<T, EntityModel> modelOf, bool typed)
        where T : class
    {
        IEnumerable<KeyValuePair<long, T>> wanted = rows.From(0).Where(row => Filter is not { } filter || filter.Matches(row.Value));
        (IReadOnlyList<KeyValuePair<SortOrder.Place, T>> page, bool more) = Order!.Page(wanted, Top ?? DefaultPage, After);
        foreach ((SortOrder.Place _, T item) in page)
        {
            EntityModel model = modelOf(item);
            WriteOne(writer, request, item, model, model.Selected(Select), typed);
        }
        return more ? page[^1].Key.ToString() : null;
    }

    /// <returns>Where the next page begins; null after the last one.</returns>
    private string? WritePage<T>(
        Utf8JsonWriter writer, TenantRequest request, IRows<T> rows, Func<T, EntityModel> modelOf, bool typed)
        where T : class
    {
        int left = Top ?? DefaultPage;
        EntityModel? model = null;
        IReadOnlyList<EntityProperty> properties = [];
        foreach ((long number, T item) in rows.From(Skip))
        {
            if (Filter is { } filter && !filter.Matches(item))
                continue;
            if (left-- == 0)
                return string.Create(CultureInfo.InvariantCulture, $"p{number}");
            EntityModel itsModel = modelOf(item);
            if (itsModel != model)
            {
                model = itsModel;
                properties = model.Selected(Select);
            }
            WriteOne(writer, request, item, model, properties, typed);
        }
        return null;
    }

    private static string NextLink(TenantRequest request, string next)
    {
        StringBuilder link = new(request.BaseUrl);
        link.Append('/').AppendJoin(
            '/', request.Segments.Select(Uri.EscapeDataString).Select(s => s.Replace("%24", "$", StringComparison.Ordinal)));
        char separator = '?';
        foreach ((string name, string value) in request.Query)
        {
            if (name.Equals("$skiptoken", StringComparison.OrdinalIgnoreCase))
                continue;
            link.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        return link.Append(separator).Append("$skiptoken=").Append(Convert.ToHexString(Encoding.UTF8.GetBytes(next))).ToString();
    }

    private static string? ReadSkipToken(TenantRequest request)
    {
        if (!request.Query.TryGetValue("$skiptoken", out string? token))
            return null;
        try
        {
            return Encoding.UTF8.GetString(Convert.FromHexString(token));
        }
        catch (FormatException)
        {
            throw ExpiredToken();
        }
    }

    /// <summary>The row at which a page begins that is not sorted.</summary>
    private static long ReadPlace(string? token)
    {
        if (token is null)
            return 0;
        return token.StartsWith('p') && long.TryParse(token.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long next)
            ? next
            : throw ExpiredToken();
    }

    private static GraphException ExpiredToken() =>
        new(400, "Directory_ExpiredPageToken", "The specified page token value has expired or is invalid.");

    private static FilterExpression? ReadSearch(TenantRequest request, EntityModel model, bool eventual)
    {
        if (!request.Query.TryGetValue("$search", out string? search))
            return null;
        return eventual
            ? new SearchParser(search, model).Parse()
            : throw GraphException.Unsupported(
                "Request with $search query parameter only works through MSGraph with a special request header: "
                + "'ConsistencyLevel: eventual'");
    }

    private static SortOrder? ReadOrder(TenantRequest request, EntityModel model, bool plain)
    {
        if (!request.Query.TryGetValue("$orderby", out string? order))
            return null;
        return plain ? SortOrder.Parse(order, model) : throw SortOrder.Refused();
    }

    private static Relation? ReadExpand(TenantRequest request, EntityModel model, IReadOnlyList<Relation> relations)
    {
        if (!request.Query.TryGetValue("$expand", out string? name))
            return null;
        if (name.Contains(',', StringComparison.Ordinal))
            throw GraphException.Unsupported("Only one property can be expanded in a single query.");
        if (name.Contains('(', StringComparison.Ordinal))
            throw GraphException.Unsupported("Query options inside '$expand' are not supported on directory objects.");
        return relations.FirstOrDefault(relation => relation.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw GraphException.BadRequest(
                $"Parsing OData Select and Expand failed: Could not find a property named '{name}' on type "
                + $"'microsoft.graph.{model.Type}'.");
    }

    private static int? ReadTop(TenantRequest request)
    {
        if (!request.Query.TryGetValue("$top", out string? text))
            return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int top) || top is < 1 or > LargestPage)
            throw GraphException.BadRequest($"Invalid page size specified: '{text}'. Must be between 1 and {LargestPage} inclusive.");
        return top;
    }

    private static bool Flag(TenantRequest request, string name) => request.Query.TryGetValue(name, out string? text) && text switch
    {
        "true" => true,
        "false" => false,
        _ => throw GraphException.BadRequest($"Invalid value '{text}' for query option '{name}'."),
    };

    private static List<string>? ReadSelect(TenantRequest request, IReadOnlyList<EntityModel> models)
    {
        if (!request.Query.TryGetValue("$select", out string? text))
            return null;
        List<string> names = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        foreach (string name in names)
        {
            EntityProperty property = models.Select(model => model.Find(name)).FirstOrDefault(found => found is not null)
                ?? throw GraphException.BadRequest(
                    $"Parsing OData Select and Expand failed: Could not find a property named '{name}' on type "
                    + $"'microsoft.graph.{models[0].Type}'.");
            if (property.Withheld)
                throw GraphException.Denied();
        }
        return names;
    }

    private static void Refuse(TenantRequest request, params ReadOnlySpan<string> known)
    {
        foreach (string name in request.Query.Keys)
        {
            if (name.StartsWith('$') && !known.Contains(name.ToLowerInvariant()))
                throw GraphException.Unsupported($"The query option '{name}' is not supported on this resource.");
        }
    }
}
