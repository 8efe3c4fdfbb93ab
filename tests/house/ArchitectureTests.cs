using System.Text;

namespace TenantOnboarding.Tests.House;

/// <summary>The projects, and the folders of each, lie in layers: there is no circle, and no arrow that the list does not allow.</summary>
public sealed class ArchitectureTests
{
    private static readonly Layers Allowed = Layers.Read();

    public static TheoryData<string> Projects => [.. SourceProject.All.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_and_its_folders_use_what_the_list_allows(string name)
    {
        SourceProject project = SourceProject.All.Single(project => project.Name == name);
        Arrows arrows = Arrows.Of(project);

        List<string> refused =
        [
            .. arrows.ToProjects.SelectMany(Allowed.Refuse),
            .. arrows.BetweenFolders.Select(arrow => Allowed.Refuse(name, arrow)).OfType<string>(),
        ];

        Assert.True(refused.Count == 0, string.Join('\n', refused.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_list_names_the_projects_and_folders_that_there_are()
    {
        Assert.Equal(SourceProject.All.Select(project => project.Name).Order(), Allowed.Projects.Keys.Order());
        Assert.All(SourceProject.All, project => Assert.Equal(
            project.Files.Select(project.FolderOf).Distinct().Select(folder => folder.Length == 0 ? "." : folder).Order(),
            Allowed.Folders[project.Name].SelectMany(layer => layer).SelectMany(group => group.Split('+')).Order()));
    }

    [Fact]
    public void An_arrow_against_the_list_is_refused()
    {
        Arrow up = new("Text", "Commands", "x.cs uses Y"), unknown = new("Text", "Elsewhere", "x.cs uses Y"), down = new(
            "Commands", "Text", "x.cs uses Y");

        Assert.Equal("verification: Text must not use Commands (x.cs uses Y)", Allowed.Refuse("verification", up));
        Assert.Equal("verification: no layer holds the folder Elsewhere (x.cs uses Y)", Allowed.Refuse("verification", unknown));
        Assert.Null(Allowed.Refuse("verification", down));
        Assert.Equal(
            ["verification must not use components (x.cs uses Y)"], Allowed.Refuse(new Arrow("verification", "components", "x.cs uses Y")));
        Assert.Equal(
            ["offline/rehearsal must not use Registration of components, only " + string.Join(", ", Allowed.Projects["offline/rehearsal"]["components"])],
            Allowed.Refuse(new Arrow("offline/rehearsal", "components", "x.cs uses Registration") { Types = { "Registration" } }));
    }

    [Fact]
    public void The_picture_of_the_architecture_is_the_list() => Golden.Matches(Picture(), "../docs/architecture.md");

    private static string Picture()
    {
        StringBuilder text = new("""
            # Architecture

            Made from [tests/house/layers.txt](../tests/house/layers.txt), to which the tests hold the source.
            An arrow means "may use"; there is none against it.

            ## Projects

            ```mermaid
            flowchart TD

            """);
        foreach ((string project, Dictionary<string, string[]> used) in Allowed.Projects)
        {
            text.Append($"  {Id(project)}[{project}]\n");
            foreach ((string other, string[] door) in used)
                text.Append($"  {Id(project)} -->{(door is [""] ? "" : $"|{string.Join(", ", door)}|")} {Id(other)}\n");
        }
        text.Append("```\n");
        foreach ((string project, IReadOnlyList<string[]> layers) in Allowed.Folders.Where(project => project.Value.Count > 1))
        {
            text.Append($"\n## {project}\n\nEach layer uses those below it.\n\n```mermaid\nflowchart TD\n");
            for (int i = layers.Count - 1; i >= 0; i--)
            {
                string folders = string.Join(
                    " · ", layers[i].Select(group => group == "." ? $"{project}/" : group.Replace("+", " + ", StringComparison.Ordinal)));
                text.Append($"  L{i}[\"{folders}\"]{(i == 0 ? "" : $" --> L{i - 1}")}\n");
            }
            text.Append("```\n");
        }
        return text.ToString();
    }

    private static string Id(string project) => project.Replace('/', '_').Replace('-', '_');
}
