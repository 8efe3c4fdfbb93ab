using System.Globalization;
using System.Xml.Linq;
using static SimulatedTenant.Exchange.EwsXml;

namespace SimulatedTenant.Exchange;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Offset">How many come before it.</param>
/// <param name="Most">How many it holds at most; no more than 1,000, as in Exchange Online.</param>
internal sealed record EwsPage(int Offset, int Most)
{
    private const int Limit = 1000;

    /// <param name="view"><c>IndexedPageItemView</c> or <c>IndexedPageFolderView</c>, or null for all.</param>
    /// <exception cref="EwsException">The view is not valid.</exception>
    public static EwsPage Read(XElement? view)
    {
        if (view is null)
            return new EwsPage(0, Limit);
        if ((string?)view.Attribute("BasePoint") is not "Beginning")
            throw new EwsException("ErrorInvalidOperation", "The simulated tenant answers views with the BasePoint 'Beginning' only.");
        int offset = Attribute(view, "Offset", null);
        int most = Attribute(view, "MaxEntriesReturned", Limit);
        if (most < 1)
            throw new EwsException("ErrorInvalidPagingMaxRows", "Paging max rows must be greater than zero.");
        if (offset < 0)
            throw new EwsException("ErrorInvalidIndexedPagingParameters", "Paging offset must be greater than or equal to zero.");
        return new EwsPage(offset, Math.Min(most, Limit));
    }

    /// <summary>The root folder of an answer, around what of the list is in this part.</summary>
    public XElement Write<T>(string list, IReadOnlyList<T> all, Func<T, XElement> write)
    {
        T[] part = [.. all.Skip(Offset).Take(Most)];
        int next = Math.Min(Offset, all.Count) + part.Length;
        return new XElement(
            Messages + "RootFolder",
            new XAttribute("IndexedPagingOffset", Number(next)),
            new XAttribute("TotalItemsInView", Number(all.Count)),
            new XAttribute("IncludesLastItemInRange", next >= all.Count),
            new XElement(Types + list, part.Select(write)));
    }

    private static int Attribute(XElement view, string name, int? otherwise)
    {
        string? text = (string?)view.Attribute(name);
        if (text is null && otherwise is { } number)
            return number;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            ? number
            : throw new EwsException(
                "ErrorSchemaValidation",
                text is null
                    ? $"The request failed schema validation: The required attribute '{name}' is missing."
                    : $"The request failed schema validation: The '{name}' attribute is invalid - The value '{text}' is invalid "
                        + "according to its datatype 'http://www.w3.org/2001/XMLSchema:int'.");
    }
}
