using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Engine;

namespace TenantOnboarding.Rehearsal;

/// <summary>What to rehearse, and how.</summary>
public sealed record RehearsalOptions
{
    /// <summary>The environment variable with the password of <see cref="Certificates"/>.</summary>
    public const string PasswordVariable = "VERIFY_CERTIFICATE_PASSWORD";

    /// <summary>The folder that holds Pulumi.yaml. Relative certificate paths start there.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>The stack, when no file is given. Default <c>dev</c>.</summary>
    public string Stack { get; init; } = "dev";

    /// <summary>A stack file in place of a stack of the project; null for none.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>For a rehearsal of a change: the stack file before it. Needs <see cref="To"/>.</summary>
    public string? From { get; init; }

    /// <summary>For a rehearsal of a change: the stack file after it.</summary>
    public string? To { get; init; }

    /// <summary>
    /// For a rehearsal of a change: the commit, branch or tag that holds the state before it; the state after it is the working tree's.
    /// </summary>
    public string? FromGit { get; init; }

    /// <summary>True if a change is rehearsed, and not one stack.</summary>
    public bool IsChange => From is not null || To is not null || FromGit is not null;

    /// <summary>True: declare, ask the tenant, write nothing, verify nothing.</summary>
    public bool Preview { get; init; }

    /// <summary>
    /// Where the outputs document, the results and stand-in certificates are written. Default <c>rehearsal-output</c> in the current
    /// folder.
    /// </summary>
    public string OutputDirectory { get; init; } = "rehearsal-output";

    /// <summary>True: warnings of the verification fail, with exit code 11.</summary>
    public bool Strict { get; init; }

    /// <summary>
    /// PFX or PEM files with the private keys of configured certificates. For all others the rehearsal makes key pairs of its own.
    /// </summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>Password of <see cref="Certificates"/>; null for none.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Users of the simulated tenant beyond its small company, 0 to 100,000.</summary>
    public int Users { get; init; }

    /// <summary>
    /// True (the default): play the administrator for what only Exchange itself can be told, from the output <c>exchangeSetup</c>.
    /// </summary>
    public bool ExchangeSetup { get; init; } = true;

    /// <summary>
    /// True: the tenant stays open after the rehearsal, for a look at its page, until the rehearsal is cancelled. Default false.
    /// </summary>
    public bool KeepOpen { get; init; }

    /// <summary>The clock of program, tenant, deployer and verification.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The provider's waits, shortened.</summary>
    public ProviderTiming Timing { get; init; } = new();

    /// <summary>
    /// How long the verification waits for replication, beside what the tenant was told to take; zero judges at once.
    /// Default 5 seconds.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the engines come from; null for the built-in one. Whoever gives it disposes of it.</summary>
    internal IEngineSource? Engine { get; init; }

    /// <summary>Changes the simulated tenant before it starts; null for none.</summary>
    public Func<TenantOptions, TenantOptions>? ConfigureTenant { get; init; }

    /// <summary>Called once when the tenant runs, before the deploy: to make what somebody made by hand.</summary>
    public Func<TenantServer, Task>? BeforeDeploy { get; init; }

    /// <summary>Called between deploy and verification: to break what the deploy made.</summary>
    public Func<TenantServer, Task>? BeforeVerification { get; init; }
}
