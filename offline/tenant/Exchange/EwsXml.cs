using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SimulatedTenant.Http;

namespace SimulatedTenant.Exchange;

/// <summary>Names and envelopes of Exchange Web Services.</summary>
internal static class EwsXml
{
    public static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    public static readonly XNamespace Types = "http://schemas.microsoft.com/exchange/services/2006/types";
    public static readonly XNamespace Messages = "http://schemas.microsoft.com/exchange/services/2006/messages";
    private static readonly XNamespace Errors = "http://schemas.microsoft.com/exchange/services/2006/errors";

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static XElement Success(string operation, XElement content) => new(
        Messages + (operation + "ResponseMessage"),
        new XAttribute("ResponseClass", "Success"),
        new XElement(Messages + "ResponseCode", "NoError"),
        content);

    /// <summary>An error of the one folder that was asked for, which leaves the SOAP call itself successful.</summary>
    public static XElement Error(string operation, string code, string message) => new(
        Messages + (operation + "ResponseMessage"),
        new XAttribute("ResponseClass", "Error"),
        new XElement(Messages + "MessageText", message),
        new XElement(Messages + "ResponseCode", code),
        new XElement(Messages + "DescriptiveLinkKey", "0"),
        operation == "GetFolder" ? new XElement(Messages + "Folders") : null);

    public static TenantResponse Response(string operation, IEnumerable<XElement> messages) => Envelope(
        200, new XElement(Messages + (operation + "Response"), new XElement(Messages + "ResponseMessages", messages)));

    public static TenantResponse Fault(string code, string message, XElement? detail = null)
    {
        // What is wrong with a request may be a character that no answer can hold either.
        string text = string.Concat(message.Select(character => XmlConvert.IsXmlChar(character) ? character : '?'));
        return Envelope(500, new XElement(
            Soap + "Fault",
            new XElement("faultcode", new XAttribute(XNamespace.Xmlns + "a", Types.NamespaceName), "a:" + code),
            new XElement("faultstring", new XAttribute(XNamespace.Xml + "lang", "en-US"), text),
            new XElement("detail", new XElement(Errors + "ResponseCode", code), new XElement(Errors + "Message", text), detail)));
    }

    private static TenantResponse Envelope(int status, XElement body)
    {
        XDocument document = new(
            new XElement(
                Soap + "Envelope",
                new XAttribute(XNamespace.Xmlns + "s", Soap.NamespaceName),
                new XElement(
                    Soap + "Header",
                    new XElement(
                        Types + "ServerVersionInfo",
                        new XAttribute("MajorVersion", "15"),
                        new XAttribute("MinorVersion", "20"),
                        new XAttribute("MajorBuildNumber", "0"),
                        new XAttribute("MinorBuildNumber", "0"),
                        new XAttribute("Version", "V2018_01_08"))),
                new XElement(Soap + "Body", body)));
        return TenantResponse.OfText(
            status,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + document.ToString(SaveOptions.DisableFormatting),
            "text/xml; charset=utf-8");
    }
}
