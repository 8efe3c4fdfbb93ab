namespace Pulumi.Testing;

/// <summary>Names and mode of a test run.</summary>
public class TestOptions
{
    /// <summary>The project's name; "project" by default.</summary>
    public string? ProjectName { get; set; }

    /// <summary>The stack's name; "stack" by default.</summary>
    public string? StackName { get; set; }

    /// <summary>Whether outputs that the mocks leave out are unknown. True by default.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>The organization's name; "organization" by default.</summary>
    public string? OrganizationName { get; set; }

    /// <summary>The folder of the project file; the working folder by default.</summary>
    public string? RootDirectory { get; set; }
}
