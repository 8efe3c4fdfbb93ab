using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Pulumi.Offline.Generator;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>What the generator makes of a schema file, as code that a program may write against it.</summary>
public sealed class GeneratorTests
{
    private const string Schema = """
        {
          "package": "pet", "version": "1.2.3", "namespace": "Pulumi.Pets",
          "resources": {
            "pet:index/dog:Dog": {
              "class": "Dog",
              "inputs": {
                "name": { "type": "string", "required": true },
                "chip": { "type": "string", "secret": true },
                "toys": { "type": "Toy[]" },
                "tags": { "type": "{string}" },
                "dog": { "type": "integer", "csharpName": "Rank" }
              },
              "outputs": {
                "name": { "type": "string", "required": true },
                "chip": { "type": "string", "secret": true },
                "toys": { "type": "Toy[]" },
                "weight": { "type": "number", "required": true },
                "dog": { "type": "integer", "csharpName": "Rank" }
              }
            },
            "pulumi:providers:pet": {
              "class": "Provider",
              "inputs": {
                "loud": { "type": "boolean", "default": false, "environment": [ "PET_LOUD" ] },
                "home": { "type": "string", "environment": [ "PET_HOME" ] }
              },
              "outputs": {}
            }
          },
          "functions": {
            "pet:index/getDog:getDog": {
              "class": "GetDog",
              "inputs": { "name": { "type": "string", "required": true } },
              "outputs": { "toys": { "type": "GetDogToy[]", "required": true } }
            },
            "pet:index/getAll:getAll": { "class": "GetAll", "inputs": {}, "outputs": { "names": { "type": "string[]", "required": true } } }
          },
          "types": {
            "Toy": { "properties": { "color": { "type": "string", "required": true }, "size": { "type": "integer", "computed": true } } },
            "GetDogToy": { "properties": { "color": { "type": "string", "required": true } } }
          }
        }
        """;

    [Theory]
    [InlineData("""new Dog("rex", new DogArgs { Name = "Rex", Chip = "1", Tags = { { "a", "b" } }, Rank = 1 });""")]
    [InlineData("""new Dog("rex", new DogArgs { Name = "Rex", Toys = { new ToyArgs { Color = "red" } } });""")]
    [InlineData("""new Dog("rex", new() { Name = "Rex" }, new CustomResourceOptions { Protect = true });""")]
    [InlineData("""Dog.Get("rex", "id", new DogState { Weight = 1.5 });""")]
    [InlineData("""Output<string> x = ((Dog)null!).Name;""")]
    [InlineData("""Output<string?> x = ((Dog)null!).Chip;""")]
    [InlineData("""Output<double> x = ((Dog)null!).Weight;""")]
    [InlineData("""Output<int?> x = ((Dog)null!).Rank;""")]
    [InlineData("""Output<ImmutableArray<Pulumi.Pets.Outputs.Toy>> x = ((Dog)null!).Toys;""")]
    [InlineData("""int x = ((Pulumi.Pets.Outputs.Toy)null!).Size;""")]
    [InlineData("""new Provider("pets"); new Provider("pets", new ProviderArgs { Loud = true });""")]
    [InlineData("""Task<GetDogResult> x = GetDog.InvokeAsync(new GetDogArgs { Name = "Rex" });""")]
    [InlineData("""Output<GetDogResult> x = GetDog.Invoke(new() { Name = Output.Create("Rex") }); x.Apply(dog => dog.Toys[0].Color);""")]
    [InlineData("""GetDog.Invoke(new() { Name = "Rex" }, new InvokeOutputOptions { DependsOn = { } });""")]
    [InlineData("""Task<GetAllResult> x = GetAll.InvokeAsync(); Output<GetAllResult> y = GetAll.Invoke();""")]
    [InlineData("""string? home = Pulumi.Pets.Config.Home; bool? loud = Pulumi.Pets.Config.Loud;""")]
    [InlineData("""Pulumi.Pets.Config.Home = "x"; Pulumi.Pets.Config.Loud = null;""")]
    public void Generate_Program_CompilesWithoutComplaint(string statements) => Assert.Empty(Compile(statements));

    [Theory]
    [InlineData("""new Dog("rex");""", "CS7036")]
    [InlineData("""GetDog.Invoke();""", "CS1501")]
    [InlineData("""new DogArgs { Weight = 1 };""", "CS0117")]
    [InlineData("""Output<string> x = ((Dog)null!).Chip;""", "CS8619")]
    [InlineData("""new Pulumi.Pets.Inputs.GetDogToyArgs();""", "CS0234")]
    [InlineData("""Provider.Get("pets", "id");""", "CS0117")]
    public void Generate_ProgramThatTheOfficialPackageRefuses_IsRefused(string statements, string complaint) =>
        Assert.Contains(complaint, Assert.Single(Compile(statements)), StringComparison.Ordinal);

    [Fact]
    public void Generate_ResourceClass_HasTokenAndVersion()
    {
        string source = string.Concat(Generate().Select(tree => tree.ToString()));

        Assert.Contains("""[global::Pulumi.Pets.PetsResourceType("pet:index/dog:Dog")]""", source, StringComparison.Ordinal);
        Assert.Contains("""ResourceTypeAttribute(type, "1.2.3")""", source, StringComparison.Ordinal);
        Assert.Contains("""defaults.AdditionalSecretOutputs.Add("chip");""", source, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Compile(string statements)
    {
        string program = $$"""
            using System.Collections.Immutable;
            using System.Threading.Tasks;
            using Pulumi;
            using Pulumi.Pets;
            using Pulumi.Pets.Inputs;
            internal static class Sample
            {
                public static void Run()
                {
                    {{statements}}
                }
            }
            """;

        // CS0219: the samples do not use what they assign. CS0201 would hide a sample that is no statement, so it stays.
        return Compiler.Complaints(Compiler.Create(program).AddSyntaxTrees(Generate()))
            .Where(complaint => !complaint.Contains("CS0219", StringComparison.Ordinal));
    }

    private static IEnumerable<SyntaxTree> Generate()
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(new ProviderClassGenerator())
            .AddAdditionalTexts([new SchemaText(), new OtherText()]);
        GeneratorDriverRunResult result = driver.RunGenerators(Compiler.Create()).GetRunResult();
        Assert.Empty(result.Diagnostics);
        return result.GeneratedTrees;
    }

    private sealed class SchemaText : AdditionalText
    {
        public override string Path => "/schemas/pets.json";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(Schema);
    }

    private sealed class OtherText : AdditionalText
    {
        public override string Path => "/notes.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From("not a schema");
    }
}
