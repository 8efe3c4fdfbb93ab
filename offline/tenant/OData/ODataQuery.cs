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

    public bool Count { get; private init; }

    /// <summary>Reads <c>$select</c> only: for a single resource.</summary>
    public static ODataQuery ForEntity(TenantRequest request, EntityModel model)
    {
        Refuse(request, "$select");
        return new() { Select = ReadSelect(request, [model]) };
    }

    /// <summary>Reads the options of a collection.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">What each of its members is, by which it is filtered.</param>
    /// <param name="types">What a member may be besides, where the collection holds several types.</param>
    public static ODataQuery ForCollection(TenantRequest request, EntityModel model, params IReadOnlyList<EntityModel> types)
    {
        Refuse(request, "$select", "$filter", "$top", "$skiptoken", "$count");
        bool count = Flag(request, "$count");
        bool advanced = count && string.Equals(request.Header("ConsistencyLevel"), "eventual", StringComparison.OrdinalIgnoreCase);
        return new()
        {
            Select = ReadSelect(request, [model, .. types]),
            Filter = request.Query.TryGetValue("$filter", out string? filter) ? FilterExpression.Parse(filter, model, advanced) : null,
            Top = ReadTop(request),
            Skip = ReadSkipToken(request),
            Count = count,
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
            if (Count && Skip == 0)
            {
                writer.WriteNumber(
                    "@odata.count", Filter is { } counted ? rows.From(0).Count(row => counted.Matches(row.Value)) : rows.CountVisible());
            }
            writer.WriteStartArray("value");
            long? next = WritePage(writer, rows, modelOf, typed);
            writer.WriteEndArray();
            if (next is { } first)
                writer.WriteString("@odata.nextLink", NextLink(request, first));
            writer.WriteEndObject();
        });

    /// <summary>A single resource with its context.</summary>
    public TenantResponse Entity(TenantRequest request, object entity, EntityModel model, string context, int status = 200) =>
        TenantResponse.Of(status, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("@odata.context", $"{request.BaseUrl}/{request.Segments[0]}/$metadata#{context}/$entity");
            EntityModel.WriteProperties(writer, entity, model.Selected(Select));
            writer.WriteEndObject();
        });

    /// <returns>Where the next page begins; null after the last one.</returns>
    private long? WritePage<T>(Utf8JsonWriter writer, IRows<T> rows, Func<T, EntityModel> modelOf, bool typed)
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
                return number;
            EntityModel itsModel = modelOf(item);
            if (itsModel != model)
            {
                model = itsModel;
                properties = model.Selected(Select);
            }
            model.Write(writer, item, properties, typed);
        }
        return null;
    }

    private static string NextLink(TenantRequest request, long next)
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
        return link.Append(separator).Append("$skiptoken=").Append(Token(next)).ToString();
    }

    private static string Token(long next) =>
        Convert.ToHexString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"p{next}")));

    private static long ReadSkipToken(TenantRequest request)
    {
        if (!request.Query.TryGetValue("$skiptoken", out string? token))
            return 0;
        try
        {
            string text = Encoding.ASCII.GetString(Convert.FromHexString(token));
            if (text.StartsWith('p') && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long next))
                return next;
        }
        catch (FormatException)
        {
            // Falls through to the refusal: the token is not one of this tenant's.
        }
        throw new GraphException(400, "Directory_ExpiredPageToken", "The specified page token value has expired or is invalid.");
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
