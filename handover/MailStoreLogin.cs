using System.Net;
using Spectre.Console;

namespace TenantOnboarding.HandOver;

/// <summary>An administrator's name and password: from the environment, else asked for on a terminal. Never from arguments, which every
/// process of the machine may read.</summary>
public static class MailStoreLogin
{
    private const string User = "MAILSTORE_USER";
    private const string Password = "MAILSTORE_PASSWORD";

    /// <summary>Reads them.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="terminal">Where one can ask; null: nowhere.</param>
    /// <param name="errors">Takes every error.</param>
    /// <returns>Null where there are errors.</returns>
    public static NetworkCredential? Read(Func<string, string?> environment, IAnsiConsole? terminal, List<string> errors)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(errors);
        int before = errors.Count;
        string? user = Value(User, "an administrator of MailStore", secret: false);
        string? password = Value(Password, "its password", secret: true);
        // HTTP's basic authentication has no way to tell where such a name ends (RFC 7617, section 2).
        if (user?.Contains(':', StringComparison.Ordinal) == true)
            errors.Add($"{User}: found a name with a colon, expected one without. Name another administrator.");
        return errors.Count == before ? new(user, password) : null;

        string? Value(string name, string expected, bool secret)
        {
            if (environment(name) is { Length: > 0 } given)
                return given;
            if (terminal is null)
                errors.Add($"{name}: found nothing in the environment, and no terminal to ask on; expected {expected}. Set it.");
            else if (errors.Count == before)
                return terminal.Prompt(secret ? new TextPrompt<string>($"{name}:").Secret() : new TextPrompt<string>($"{name}:"));
            return null;
        }
    }
}
