using Microsoft.Graph;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Rehearsal.Engine;

/// <summary>Does with the built-in engine what was done with the real one: one stack, run after run.</summary>
internal sealed class Replay(EngineHarness engine)
{
    public const string Certificate = "certificates/mailstore.cer";
    public const string NextCertificate = "certificates/mailstore-next.cer";

    public EngineHarness Engine => engine;

    /// <summary>The lines of the last run.</summary>
    public IReadOnlyList<string> Lines => Recording.Of(
        engine.Last.AllSteps, engine.Last.Failures, engine.LastErrors.Count > 0 && engine.Last.Failures.Count == 0);

    /// <summary>A stack file with the integration that most recordings are of.</summary>
    public static string Dev(
        string more = "", string name = "mailstore", string port = "", string access = "ews", string certificates = Certificate,
        string stack = "") => $$"""
        config:
          azuread:tenantId: 6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10
          tenant-onboarding:domain: contoso.onmicrosoft.com
          {{stack}}
          tenant-onboarding:integrations:
            {{name}}:
              product: mailstore-server
              displayName: MailStore Server
              signIn: { host: mailstore.contoso.com{{port}} }
              certificates: [ {{certificates}} ]
              mailboxAccess: [ {{access}} ]
              userSync: { filter: licensed }
              {{more}}
        """;

    /// <summary>Runs the program on a stack file.</summary>
    public async Task UpAsync(string yaml, bool preview = false)
    {
        StackFile stack = StackFile.Parse(Repository.Root, "dev", "dev", yaml, "name: tenant-onboarding");
        using HttpClient transport = new(engine.Tenant.CreateHandler());
        ProgramServices services = new()
        {
            Advise = _ => { },
            ConnectToGraph = _ => Task.FromResult<GraphServiceClient>(BuiltInEngine.ConnectToGraph(engine.Tenant, transport, new(new()))),
        };
        await engine.DeployAsync(stack, () => TenantProgram.DeclareAsync(services), preview, mayFail: true);
    }

    /// <summary>Runs a program that stands in the test.</summary>
    public Task UpAsync(Action program) => engine.DeployAsync(program, mayFail: true);

    /// <summary>Deletes the stack.</summary>
    public Task DestroyAsync(bool preview) => engine.DestroyAsync(preview);
}
