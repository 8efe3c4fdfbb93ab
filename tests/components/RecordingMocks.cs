using System.Collections.Immutable;
using Pulumi.Testing;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Tests.Components;

/// <summary>Records what a program declares; answers like a tenant that holds what the catalogue says.</summary>
internal sealed class RecordingMocks : IMocks
{
    private readonly List<MockResourceArgs> _resources = [];

    /// <summary>Answers of functions that a test changes: token to answer.</summary>
    public Dictionary<string, Func<MockCallArgs, object>> Answers { get; } = new()
    {
        ["azuread:index/getClientConfig:getClientConfig"] = _ => Map(("tenantId", Stack.TenantId), ("clientId", Id("deployer")), ("objectId", Id("deployer-object")), ("id", "client")),
        ["azuread:index/getServicePrincipal:getServicePrincipal"] = ServicePrincipal,
        ["azuread:index/getGroup:getGroup"] = call => Map(("objectId", Id("group/" + call.Args["displayName"])), ("id", "group"), ("displayName", call.Args["displayName"])),
        ["azuread:index/getDirectoryRoleTemplates:getDirectoryRoleTemplates"] = _ => Map(("id", "templates"), ("objectIds", Array.Empty<object>()), ("roleTemplates", new object[]
        {
            Map(("displayName", "Exchange Administrator"), ("objectId", "29232cdf-9323-42fd-ade2-1d097af3e4de"), ("description", "")),
            Map(("displayName", "Exchange Recipient Administrator"), ("objectId", "31392ffb-586c-42d1-9346-e59415a2cc4e"), ("description", "")),
        })),
    };

    /// <summary>Everything that was declared, by name.</summary>
    public ImmutableArray<MockResourceArgs> Resources
    {
        get
        {
            lock (_resources)
                return
                [
                    .. _resources.OrderBy(resource => resource.Name, StringComparer.Ordinal)
                        .ThenBy(resource => resource.Type, StringComparer.Ordinal),
                ];
        }
    }

    /// <summary>A GUID that depends on the name alone.</summary>
    public static string Id(string name)
    {
        byte[] hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        lock (_resources)
            _resources.Add(args);

        Dictionary<string, object> state = args.Inputs.ToDictionary(input => input.Key, input => input.Value);
        string id = Id(args.Name!);
        switch (args.Type)
        {
            case "azuread:index/applicationRegistration:ApplicationRegistration":
                state["objectId"] = id;
                state["clientId"] = Id(args.Name + "/clientId");
                id = $"/applications/{id}";
                break;
            case "azuread:index/servicePrincipal:ServicePrincipal":
                state["objectId"] = id;
                id = $"/servicePrincipals/{id}";
                break;
            case "random:index/randomString:RandomString":
                state["result"] = "abc123";
                break;
            case "azure:keyvault/keyVault:KeyVault":
                state["vaultUri"] = $"https://{args.Inputs["name"]}.vault.azure.net/";
                break;
            case "azure:keyvault/certificate:Certificate":
                state["certificateDataBase64"] = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(Repository.Root, "certificates", "mailstore.cer")));
                state["versionlessSecretId"] = "https://vault/secrets/" + args.Inputs["name"];
                break;
        }
        return Task.FromResult<(string?, object)>((id, state));
    }

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult(Answers[args.Token!](args));

    internal static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);

    private static ImmutableDictionary<string, object> ServicePrincipal(MockCallArgs call)
    {
        Api api = Api.All.Single(api => api.ClientId == (string)call.Args["clientId"]);
        return Map(
            ("clientId", api.ClientId),
            ("objectId", Id(api.Key)),
            ("id", Id(api.Key)),
            ("displayName", api.DisplayName),
            ("appRoleIds", Ids(api, PermissionKind.Application)),
            ("oauth2PermissionScopeIds", Ids(api, PermissionKind.Delegated)));
    }

    private static ImmutableDictionary<string, object> Ids(Api api, PermissionKind kind) =>
        PermissionCatalogue.All.Where(permission => permission.Api == api && permission.Kind == kind)
            .ToImmutableDictionary(permission => permission.Value, permission => (object)(permission.Id ?? Id(permission.Value)));
}
