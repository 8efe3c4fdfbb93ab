namespace SimulatedTenant.Exchange;

/// <summary>A request that is answered with a SOAP fault.</summary>
/// <param name="code">Exchange's code, such as <c>ErrorSchemaValidation</c>.</param>
/// <param name="message">What is wrong.</param>
internal sealed class EwsException(string code, string message) : Exception(message)
{
    public string Code => code;
}
