using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>
/// The temporary folder of a rehearsal on the Pulumi CLI, readable by its user alone: the built program, the states of its stacks, and a
/// home of the CLI in which there is no login. Only the plugins are those of the user's own home. Dispose of it to delete it.
/// </summary>
internal sealed class CliFolder : IDisposable
{
    /// <summary>
    /// The variable with the file of the authority that a run trusts. Runs have it, and the build has another one or none.
    /// </summary>
    public const string AuthorityVariable = "SSL_CERT_FILE";

    private readonly string _folder = Directory.CreateTempSubdirectory("rehearsal-pulumi-").FullName;
    private int _projects;

    /// <summary>Makes the folder.</summary>
    /// <param name="pluginCache">The plugin cache that the user's own CLI uses; it is made where it is missing.</param>
    /// <exception cref="IOException">One of the two cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">One of the two may not be made.</exception>
    public CliFolder(string pluginCache)
    {
        Make("home");
        Make("state");
        Make("authorities");
        Directory.CreateDirectory(pluginCache);
        Directory.CreateSymbolicLink(Path.Combine(Home, "plugins"), pluginCache);
    }

    /// <summary>The CLI's home.</summary>
    public string Home => Path.Combine(_folder, "home");

    /// <summary>Where the states of the stacks are.</summary>
    public string State => Path.Combine(_folder, "state");

    /// <summary>Where the built program is.</summary>
    public string Program => Path.Combine(_folder, "program");

    /// <summary>Where the build puts what it needs on the way.</summary>
    public string Intermediate => Path.Combine(_folder, "obj");

    /// <summary>A folder of certificate authorities that holds none.</summary>
    public string NoAuthorities => Path.Combine(_folder, "authorities");

    /// <summary>The passphrase of the stacks' secrets.</summary>
    public string Passphrase { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The file with the one authority that a run trusts.</summary>
    public string TrustOnly(X509Certificate2 authority)
    {
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem() + "\n");
        return AuthorityFile;
    }

    /// <summary>A new folder for a project.</summary>
    public string MakeProject() => Make($"project-{++_projects}");

    private string AuthorityFile => Path.Combine(_folder, "tenant-ca.pem");

    /// <summary>Ends what a run has left behind, and deletes the folder. The plugin cache is a link in it, and stays.</summary>
    public void Dispose()
    {
        Stragglers.End(AuthorityVariable, AuthorityFile);
        try
        {
            File.Delete(Path.Combine(Home, "plugins"));
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A killed child may write its last line just now; the folder is a temporary one, without a credential that is worth anything.
        }
    }

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
