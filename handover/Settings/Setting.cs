using System.Text.Json.Nodes;

namespace TenantOnboarding.HandOver.Settings;

/// <summary>A setting of MailStore's directory services next to what the stack declares.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="State">How it stands.</param>
/// <param name="Field">The field that holds it, as a path; null where none is recognized.</param>
/// <param name="Found">What MailStore holds; null where no field is recognized.</param>
/// <param name="Declared">What the stack declares.</param>
public sealed record Setting(string Name, SettingState State, string? Field, string? Found, string Declared)
{
    /// <summary>What belongs there; null where nothing can be set.</summary>
    internal JsonNode? Wanted { get; init; }

    /// <summary>For people, one line.</summary>
    public string Sentence => State switch
    {
        SettingState.Same => $"{Name}: {Declared}",
        SettingState.Differs => $"{Name}: found {Found}, declared {Declared}",
        _ => $"{Name}: not compared, because MailStore's object has no field that is known for it; declared {Declared}",
    };
}
