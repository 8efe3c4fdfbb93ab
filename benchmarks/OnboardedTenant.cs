using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace Benchmarks;

/// <summary>A simulated tenant in this process, with one application that may read every mailbox by one protocol.</summary>
internal sealed class OnboardedTenant : IAsyncDisposable
{
    private const string Name = "archive";
    private const string Graph = "00000003-0000-0000-c000-000000000000";
    private const string Exchange = "00000002-0000-0ff1-ce00-000000000000";

    private const int MostTries = 50;

    // One key for all: making one takes longer than a request.
    private static readonly Lazy<X509Certificate2> SharedCertificate = new(NewCertificate);

    private readonly JsonObject _integration;

    private OnboardedTenant(TenantServer server, Client deployer, JsonObject integration)
    {
        Server = server;
        Deployer = deployer;
        _integration = integration;
    }

    public TenantServer Server { get; }

    /// <summary>A client that is signed in as the deployer, who may read mailboxes too: the scripts use it.</summary>
    public Client Deployer { get; }

    /// <summary>The certificate that the application signs in with.</summary>
    public static X509Certificate2 Certificate => SharedCertificate.Value;

    /// <summary>The stack's outputs.</summary>
    public string Outputs => new JsonObject
    {
        ["schemaVersion"] = 1,
        ["tenant"] = new JsonObject
        {
            ["id"] = Server.Directory.TenantId.ToString(),
            ["domain"] = Server.Directory.Domain,
            ["environment"] = "public",
        },
        ["integrations"] = new JsonObject { [Name] = _integration.DeepClone() },
    }.ToJsonString();

    /// <summary>Starts a tenant and makes the application.</summary>
    /// <param name="options">What kind of tenant.</param>
    /// <param name="protocol">graph, ews or imap.</param>
    public static async Task<OnboardedTenant> StartAsync(TenantOptions options, string protocol)
    {
        TenantServer server = await TenantServer.StartAsync(options with
        {
            DeployerPermissions = [.. TenantOptions.LeastDeployerPermissions, "Mail.Read"],
        });
        Client deployer = await Client.SignInAsync(server);
        (string api, string permission) = protocol switch
        {
            "ews" => (Exchange, "full_access_as_app"),
            "imap" => (Exchange, "IMAP.AccessAsApp"),
            _ => (Graph, "Mail.Read"),
        };
        JsonNode application = await PostAsync("applications", new JsonObject
        {
            ["displayName"] = "Archive",
            ["keyCredentials"] = new JsonArray(new JsonObject
            {
                ["type"] = "AsymmetricX509Cert",
                ["usage"] = "Verify",
                ["key"] = Convert.ToBase64String(Certificate.RawData),
                ["displayName"] = Certificate.Subject,
            }),
        });
        JsonNode principal = await PostAsync("servicePrincipals", new JsonObject { ["appId"] = (string)application["appId"]! });
        JsonObject integration = new()
        {
            ["product"] = "mailstore-server",
            ["displayName"] = "Archive",
            ["directory"] = "microsoft365",
            ["clientId"] = (string)application["appId"]!,
            ["applicationObjectId"] = (string)application["id"]!,
            ["servicePrincipalObjectId"] = (string)principal["id"]!,
            ["certificates"] = new JsonArray(Describe()),
            ["permissions"] = new JsonArray(await GrantAsync(Graph, "Directory.Read.All"), await GrantAsync(api, permission)),
            ["mailboxAccess"] = new JsonArray(protocol),
            ["userSync"] = new JsonObject { ["filter"] = "licensed", ["groups"] = new JsonArray() },
        };
        OnboardedTenant tenant = new(server, deployer, integration);
        if (protocol == "imap")
            tenant.OpenMailboxes();
        return tenant;

        async Task<JsonNode> PostAsync(string path, JsonObject body) =>
            JsonNode.Parse(await AskAsync(new(server.Url, $"v1.0/{path}"), body.ToJsonString()))!;

        // Errors at random come before the request's effect, so that it may be sent again.
        async Task<byte[]> AskAsync(Uri url, string? body)
        {
            for (int tries = 1; ; tries++)
            {
                try
                {
                    return await deployer.OnceAsync(url, body);
                }
                catch (InvalidOperationException) when (options.RandomErrors is not null && tries < MostTries)
                {
                }
            }
        }

        async Task<JsonObject> GrantAsync(string clientId, string value)
        {
            Uri url = new(server.Url, $"v1.0/servicePrincipals?$filter=appId eq '{clientId}'");
            JsonNode found = JsonNode.Parse(await AskAsync(url, null))!["value"]![0]!;
            string role = (string)found["appRoles"]!.AsArray().First(one => (string)one!["value"]! == value)!["id"]!;
            await PostAsync($"servicePrincipals/{(string)found["id"]!}/appRoleAssignedTo", new JsonObject
            {
                ["appRoleId"] = role,
                ["principalId"] = (string)principal["id"]!,
                ["resourceId"] = (string)found["id"]!,
            });
            return new()
            {
                ["api"] = (string)found["displayName"]!,
                ["apiClientId"] = clientId,
                ["type"] = "application",
                ["value"] = value,
                ["id"] = role,
            };
        }
    }

    /// <summary>Verifies in this process.</summary>
    /// <param name="atOnce">Requests about mailboxes at once at most.</param>
    /// <returns>How long the check of mailboxes took, and what the verification reports.</returns>
    public async Task<(TimeSpan Mailboxes, VerificationReport Report)> VerifyAsync(int atOnce = 64)
    {
        CheckTimes times = new();
        VerificationReport report = await new TenantVerifier(new VerificationOptions
        {
            Endpoints = TenantEndpoints.ForSimulatedTenant(Server.Url, Server.ImapPort),
            Certificates = [Certificate],
            Deadline = TimeSpan.Zero,
            MailboxConcurrency = atOnce,
        }.TrustingOnly(Server.CertificateAuthority)).VerifyAsync(OutputsDocument.Parse(Outputs), times);
        return (times.OfMailboxes, report);
    }

    public async ValueTask DisposeAsync()
    {
        Deployer.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>IMAP asks for a permission on each mailbox.</summary>
    private void OpenMailboxes()
    {
        Guid principal = Guid.Parse((string)_integration["servicePrincipalObjectId"]!);
        ExchangeOrganization exchange = Server.Directory.Exchange;
        exchange.RegisterExchangeServicePrincipal(Guid.Parse((string)_integration["clientId"]!), principal, "Archive");
        foreach (DirectoryUser user in Server.Directory.Users.Where(user => user.Mailbox is { State: MailboxState.Provisioned }))
            exchange.AddMailboxPermission(user.UserPrincipalName, principal);
    }

    private static JsonObject Describe() => new()
    {
        ["thumbprint"] = Certificate.Thumbprint,
        ["sha256"] = Certificate.GetCertHashString(HashAlgorithmName.SHA256),
        ["subject"] = Certificate.Subject,
        ["notBefore"] = Time(Certificate.NotBefore),
        ["notAfter"] = Time(Certificate.NotAfter),
    };

    private static string Time(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static X509Certificate2 NewCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=Archive", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
