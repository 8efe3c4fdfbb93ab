namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>A service that workflows run on does not answer, or refuses.</summary>
/// <param name="message">One line: what, what was found, what was expected, the fix.</param>
internal sealed class ServiceException(string message) : Exception(message);
