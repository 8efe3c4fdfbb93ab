using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Pulumi;
using Pulumi.Azure.KeyVault.Inputs;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>The generated provider classes against the facts of the official packages, property by property.</summary>
public sealed class GeneratedClassesTests
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private static readonly (string Namespace, string File)[] Packages =
        [("Pulumi.AzureAD", "azuread-6.10.0.json"), ("Pulumi.Azure", "azure-6.39.0.json"), ("Pulumi.Random", "random-4.21.1.json")];

    [SharedFactsFact]
    public void Resources_AllOfThem_HaveTokensInputsAndOutputsOfTheirPackage() => Compare(
        type => type.IsSubclassOf(typeof(CustomResource)),
        (schema, type) =>
        {
            ProviderSchema.Shape shape = schema.Resources[Token(type)];
            // The official generator hands out only the texts of a provider's configuration.
            Dictionary<string, ProviderSchema.Property> outputs = shape.Outputs
                .Where(output => !type.IsSubclassOf(typeof(ProviderResource)) || output.Value.Type == "string").ToDictionary();
            return Expected("in", shape.Inputs, markOptional: false).Concat(Expected("out", outputs, HasOutputRequirements(type)));
        },
        type => Inputs(type.Assembly.GetType(type.FullName + "Args")!).Concat(type.GetProperties(Instance).Select(property =>
            Line("out", property.GetCustomAttribute<OutputAttribute>()!.Name!, property.PropertyType.GetGenericArguments()[0],
                IsOptional(property) && HasOutputRequirements(type), false))));

    [SharedFactsFact]
    public void Functions_AllOfThem_HaveArgumentsAndResultsOfTheirPackage() => Compare(
        type => type is { IsAbstract: true, IsSealed: true } && type.GetMethod("InvokeAsync") is not null,
        (schema, type) =>
        {
            ProviderSchema.Shape shape = schema.Functions[type.Name];
            return Expected("in", shape.Inputs, markOptional: false).Concat(Expected("out", shape.Outputs, HasOutputRequirements(type)));
        },
        type =>
        {
            Type? arguments = type.Assembly.GetType(type.FullName + "InvokeArgs");
            return (arguments is null ? [] : Inputs(arguments))
                .Concat(Fields(type.Assembly.GetType(type.FullName + "Result")!, HasOutputRequirements(type)));
        });

    [SharedFactsFact]
    public void NestedTypes_AllOfThem_HaveThePropertiesOfTheirPackage()
    {
        Compare(
            type =>
                type.Namespace!.EndsWith(".Inputs", StringComparison.Ordinal) && !type.Name.EndsWith("GetArgs", StringComparison.Ordinal),
            (schema, type) => Expected("in", schema.Types[type.Name[..^4]], markOptional: false),
            Inputs);
        Compare(
            type => type.Namespace!.EndsWith(".Outputs", StringComparison.Ordinal),
            (schema, type) => Expected("out", schema.Types[WithoutSuffix(type)], HasOutputRequirements(type)),
            type => Fields(type, HasOutputRequirements(type)));
    }

    [SharedFactsFact]
    public void SchemaFiles_Flags_AreThoseOfTheirPackage()
    {
        foreach (
            (string official, string trimmed) in new[] { ("azuread-6.10.0.json", "azuread.json"), ("random-4.21.1.json", "random.json") })
        {
            using JsonDocument expected = JsonDocument.Parse(SharedFacts.Read("schemas", official));
            using JsonDocument actual = JsonDocument
                .Parse(File.ReadAllText(Path.Combine(SharedFacts.RepositoryRoot, "offline", "pulumi", "schemas", trimmed)));
            IEnumerable<JsonProperty> resources = actual.RootElement.GetProperty("resources").EnumerateObject()
                .Where(resource => !resource.Name.StartsWith("pulumi:", StringComparison.Ordinal));
            foreach (JsonProperty resource in resources)
            {
                JsonElement facts = expected.RootElement.GetProperty("resources").GetProperty(resource.Name);
                Assert.Equal(
                    Flags(facts.GetProperty("inputProperties"), "secret", "willReplaceOnChanges"),
                    Flags(resource.Value.GetProperty("inputs"), "secret", "replaceOnChanges"));
                Assert.Equal(Flags(facts.GetProperty("properties"), "secret"), Flags(resource.Value.GetProperty("outputs"), "secret"));
            }
        }
    }

    [Fact]
    public async Task Resource_WithEverything_PassesThroughMocks()
    {
        RecordingMocks mocks = new();
        global::Pulumi.Azure.KeyVault.Certificate certificate = null!;
        await Deployment.TestAsync(mocks, Run.Update, () =>
        {
            certificate = new("certificate", new()
            {
                KeyVaultId = "/vaults/1",
                CertificatePolicy = new CertificateCertificatePolicyArgs
                {
                    IssuerParameters =
                        new CertificateCertificatePolicyIssuerParametersArgs { Name = "Self" },
                    KeyProperties = new CertificateCertificatePolicyKeyPropertiesArgs
                    {
                        Exportable = true, KeySize = 2048, KeyType = "RSA", ReuseKey = false,
                    },
                    SecretProperties = new CertificateCertificatePolicySecretPropertiesArgs { ContentType = "application/x-pkcs12" },
                    LifetimeActions =
                    {
                        new CertificateCertificatePolicyLifetimeActionArgs
                        {
                            Action = new CertificateCertificatePolicyLifetimeActionActionArgs { ActionType = "AutoRenew" },
                            Trigger = new CertificateCertificatePolicyLifetimeActionTriggerArgs { DaysBeforeExpiry = 30 },
                        },
                    },
                },
            });
        });

        Assert.Equal("azure:keyvault/certificate:Certificate", mocks.Resources.Single().Type);
        global::Pulumi.Azure.KeyVault.Outputs.CertificateCertificatePolicy policy = await Run.ValueAsync(certificate.CertificatePolicy);
        Assert.Equal(2048, policy.KeyProperties.KeySize);
        Assert.Equal(30, policy.LifetimeActions[0].Trigger.DaysBeforeExpiry);
    }

    [Fact]
    public async Task Provider_SecretsAndFlags_ReachTheMockAsTextAndStaySecret()
    {
        RecordingMocks mocks = new();
        global::Pulumi.AzureAD.ProviderArgs args = new() { TenantId = "t", ClientSecret = "s", UseCli = false };
        await Deployment.TestAsync(mocks, Run.Update, () => _ = new global::Pulumi.AzureAD.Provider("tenant", args));

        ImmutableDictionary<string, object> inputs = mocks.Resources.Single().Inputs;
        Assert.Equal("pulumi:providers:azuread", mocks.Resources.Single().Type);
        Assert.Equal("s", inputs["clientSecret"]);
        Assert.Equal("false", inputs["useCli"]);
        Assert.Equal("public", inputs["environment"]);
        Assert.True(await Output.IsSecretAsync(args.ClientSecret.ToOutput()));
    }

    [Fact]
    public async Task Get_Resource_ReadsItById()
    {
        RecordingMocks mocks = new()
        {
            OnResource = args =>
                Task.FromResult<(string?, object)>((args.Id, ImmutableDictionary<string, object>.Empty.Add("clientId", "c"))),
        };
        global::Pulumi.AzureAD.ApplicationRegistration application = null!;
        await Deployment.TestAsync(
            mocks, Run.Update, () => application = global::Pulumi.AzureAD.ApplicationRegistration.Get("existing", "/applications/1"));

        Assert.Equal("/applications/1", mocks.Resources.Single().Id);
        Assert.Equal("/applications/1", await Run.ValueAsync(application.Id));
        Assert.Equal("c", await Run.ValueAsync(application.ClientId));
    }

    [Fact]
    public async Task Function_InBothForms_CallsItsTokenAndReadsNestedResults()
    {
        Dictionary<string, object> role = new() { ["value"] = "Directory.Read.All", ["id"] = "7ab1" };
        RecordingMocks mocks = new()
        {
            OnCall = args =>
                Task.FromResult<object>(new Dictionary<string,
                    object> { ["objectId"] = $"of {args.Args["clientId"]}", ["appRoles"] = new List<object> { role } }),
        };
        Output<global::Pulumi.AzureAD.GetServicePrincipalResult> output = null!;
        await Deployment.TestAsync(mocks, Run.Update, async () =>
        {
            output = global::Pulumi.AzureAD.GetServicePrincipal.Invoke(new() { ClientId = Output.Create("a") });
            Assert.Equal("of b", (await global::Pulumi.AzureAD.GetServicePrincipal.InvokeAsync(new() { ClientId = "b" })).ObjectId);
        });

        global::Pulumi.AzureAD.GetServicePrincipalResult result = await Run.ValueAsync(output);
        Assert.Equal("of a", result.ObjectId);
        Assert.Equal(("Directory.Read.All", "7ab1"), (result.AppRoles[0].Value, result.AppRoles[0].Id));
        Assert.All(mocks.Calls, call => Assert.Equal("azuread:index/getServicePrincipal:getServicePrincipal", call.Token));
    }

    private static void Compare(
        Func<Type, bool> select, Func<ProviderSchema, Type, IEnumerable<string>> expect, Func<Type, IEnumerable<string>> render)
    {
        int compared = 0;
        foreach ((string space, string file) in Packages)
        {
            ProviderSchema schema = ProviderSchema.Read(SharedFacts.Read("schemas", file));
            List<Type> types = Sdk.StandIn.GetExportedTypes()
                .Where(type => (type.Namespace + ".").StartsWith(space + ".", StringComparison.Ordinal) && select(type)).ToList();
            foreach (Type type in types)
            {
                // The facts have lost this one property's name on their way; the official package has it.
                IEnumerable<string> actual = render(type)
                    .Where(line => !line.Contains(" description: ", StringComparison.Ordinal) || expect(schema, type).Contains(line));
                Assert.Equal($"{type}\n{Text(expect(schema, type))}", $"{type}\n{Text(actual)}");
                compared++;
            }
        }

        Assert.NotEqual(0, compared);
    }

    private static IEnumerable<(string Property, int Flag)> Flags(JsonElement properties, params string[] flags) =>
        properties.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal)
            .SelectMany(property => Enumerable.Range(0, flags.Length)
                .Where(flag => property.Value.TryGetProperty(flags[flag], out _))
                .Select(flag => (property.Name, flag)));

    private static string Text(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static string Token(Type type) => type.GetCustomAttribute<ResourceTypeAttribute>()!.Type;

    /// <summary>The facts about Azure do not tell which outputs always have a value.</summary>
    private static bool HasOutputRequirements(Type type) =>
        !type.Namespace!.StartsWith("Pulumi.Azure.", StringComparison.Ordinal) && type.Namespace != "Pulumi.Azure";

    private static string WithoutSuffix(Type type) =>
        type.Name.StartsWith("Get", StringComparison.Ordinal) && type.Name.EndsWith("Result", StringComparison.Ordinal)
            ? type.Name[..^6]
            : type.Name;

    private static IEnumerable<string> Expected(string side, Dictionary<string, ProviderSchema.Property> properties, bool markOptional) =>
        properties.Where(property => side == "in" || property.Key is not ("id" or "urn") || markOptional).Select(property =>
            $"{side} {property.Key}: {property.Value.Type}"
            + (markOptional && !property.Value.IsRequired && !property.Value.Type.EndsWith("[]", StringComparison.Ordinal) ? "?" : "")
            + (side == "in" && property.Value.IsRequired ? ", required" : ""));

    private static IEnumerable<string> Inputs(Type type) =>
        from member in type.GetMembers(Instance)
        from attribute in member.GetCustomAttributesData()
        where attribute.AttributeType.Name == nameof(InputAttribute)
        select Line(
            "in",
            (string)attribute.ConstructorArguments[0].Value!,
            member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType,
            isOptional: false,
            (bool)attribute.ConstructorArguments[1].Value!);

    private static IEnumerable<string> Fields(Type type, bool markOptional) =>
        type.GetConstructors(Instance).Single().GetParameters()
            .Where(parameter => markOptional || parameter.Name != "id")
            .Select(parameter => Line("out", parameter.Name!, parameter.ParameterType, markOptional && IsOptional(parameter), false));

    private static bool IsOptional(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType.GetGenericArguments()[0]) is not null
        || new NullabilityInfoContext().Create(property).GenericTypeArguments[0].ReadState == NullabilityState.Nullable;

    private static bool IsOptional(ParameterInfo parameter) =>
        new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable;

    private static string Line(string side, string name, Type type, bool isOptional, bool isRequired) =>
        $"{side} {name}: {TypeName(type)}{(isOptional ? "?" : "")}{(isRequired ? ", required" : "")}";

    private static string TypeName(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType)
        {
            Type definition = type.GetGenericTypeDefinition();
            string element = TypeName(type.GetGenericArguments()[^1]);
            return definition == typeof(InputList<>) || definition == typeof(ImmutableArray<>) ? element + "[]"
                : definition == typeof(InputMap<>) || definition == typeof(ImmutableDictionary<,>) ? "{" + element + "}"
                : element;
        }

        return type == typeof(string) ? "string"
            : type == typeof(bool) ? "bool"
            : type == typeof(int) ? "int"
            : type == typeof(double) ? "number"
            : type.Name.EndsWith("Args", StringComparison.Ordinal) ? type.Name[..^4]
            : WithoutSuffix(type);
    }
}
