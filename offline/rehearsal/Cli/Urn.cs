using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>A resource's name of names: <c>urn:pulumi:STACK::PROJECT::PARENTTYPE$TYPE::NAME</c>.</summary>
internal sealed record Urn
{
    /// <summary>Takes it apart.</summary>
    public Urn(string text)
    {
        string[] parts = text.Split("::", 4);
        Type = parts is [_, _, { } types, ..] ? types[(types.LastIndexOf('$') + 1)..] : "";
        Name = parts is [_, _, _, { } name] ? name : text;
    }

    /// <summary>The name of a resource's parent, or null where that is the stack or nothing.</summary>
    public static string? ParentOf(JsonObject? resource) =>
        resource.Text("parent") is { Length: > 0 } parent && new Urn(parent) is { Type: not StepMetadata.StackType } urn ? urn.Name : null;

    /// <summary>The type token, without those of the parents.</summary>
    public string Type { get; }

    /// <summary>The logical name.</summary>
    public string Name { get; }

    /// <summary>The class name behind the type token.</summary>
    public string ShortType => Type[(Type.LastIndexOf(':') + 1)..];
}
