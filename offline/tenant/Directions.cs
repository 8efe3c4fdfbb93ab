using SimulatedTenant.Options;

namespace SimulatedTenant;

/// <summary>What the program says when the tenant serves: how real clients find it.</summary>
internal static class Directions
{
    /// <param name="tenant">The tenant.</param>
    /// <param name="options">What it was started with.</param>
    /// <param name="caFile">File with the certificate of its authority.</param>
    public static string Of(TenantServer tenant, TenantOptions options, string caFile)
    {
        DeployerCredential deployer = tenant.Deployer;
        string host = $"localhost:{tenant.Url.Port}";
        (string Name, string Value)[] variables =
        [
            ("SSL_CERT_FILE", caFile),
            ("ARM_METADATA_HOSTNAME", host),
            ("ARM_TENANT_ID", deployer.TenantId.ToString()),
            ("ARM_CLIENT_ID", deployer.ClientId.ToString()),
            ("ARM_CLIENT_SECRET", deployer.ClientSecret),
            ("ARM_USE_CLI", "false"),
        ];
        (string Name, string Value)[] reader =
        [
            ("ARM_CLIENT_ID", tenant.Operator.ClientId.ToString()),
            ("ARM_CLIENT_SECRET", tenant.Operator.ClientSecret),
        ];
        string others = options.Listen.Equals(System.Net.IPAddress.Loopback)
            ? "Nobody but this machine reaches it."
            : $"""
            It listens on {options.Listen}: whoever reaches this machine reaches the tenant, and the page at / shows all of it.
            Names in its certificate: {string.Join(", ", options.HostNames.Prepend("localhost"))}, 127.0.0.1, {options.Listen}.
            """;
        string state = options.StateFile is { } file
            ? $"Ctrl+C stops it; {file} keeps what was made, and the next start goes on from there."
            : "Ctrl+C stops it; it keeps nothing (--state FILE does).";
        return $"""
            Simulated tenant {tenant.Directory.Domain} ({tenant.Directory.TenantId})
              HTTPS   {tenant.Url}
              IMAP    localhost:{tenant.ImapPort} (TLS)
              CA      {caFile}
              Users   {tenant.Directory.Users.Count}
            {others}

            'pulumi up' and 'terraform apply' with the azuread provider find it by these variables. In bash:
            {Bash(variables)}
            In PowerShell:
            {PowerShell(variables)}
            What finds applications that were made by hand only reads, and signs in as the operator. In bash, after those variables:
              {string.Join(' ', reader.Select(Assigned))} {Discover(tenant)}
            In PowerShell, likewise, in a shell of its own:
              {string.Join("; ", reader.Select(Set))}; {Discover(tenant)}
            SSL_CERT_FILE takes the place of the machine's authorities. Where the same program must reach the internet too, let it
            name a file that holds both. Windows does not read it: there, import the CA file into the user's trusted roots while you test.
            With Pulumi, 'pulumi config set azuread:metadataHost {host}' lets the program itself find it as well.

            A Graph SDK needs the base address and the authority:
              Graph       {tenant.Url}v1.0
              authority   {tenant.Url}{deployer.TenantId}
              scope       {tenant.Url}.default

            The verification of a deployed stack:
              dotnet run --project verification -- --stack NAME --endpoint {tenant.Url}

            {state}
            """.ReplaceLineEndings("\n");
    }

    // A line of its own, which leaves the shell's variables as they are: those are the deploying identity's.
    private static string Discover(TenantServer tenant) => $"dotnet run --project fleet -- discover --tenant {tenant.Directory.Domain}";

    private static string Bash((string Name, string Value)[] variables) =>
        string.Join('\n', variables.Select(variable => $"  export {Assigned(variable)}"));

    private static string PowerShell((string Name, string Value)[] variables) =>
        string.Join('\n', variables.Select(variable => $"  {Set(variable)}"));

    private static string Assigned((string Name, string Value) variable) => $"{variable.Name}=\"{variable.Value}\"";

    private static string Set((string Name, string Value) variable) =>
        $"$env:{variable.Name} = '{variable.Value.Replace("'", "''", StringComparison.Ordinal)}'";
}
