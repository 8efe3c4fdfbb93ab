using Microsoft.Graph;

namespace TenantOnboarding;

/// <summary>What the program takes from outside: a deployment uses the defaults, a rehearsal and tests give their own.</summary>
public sealed record ProgramServices
{
    /// <summary>The clock by which certificates and end dates are judged.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Takes each advisory: one line about something that works today and needs attention. Default: a warning of the deployment.</summary>
    public Action<string> Advise { get; init; } = advisory => Pulumi.Log.Warn(advisory);

    /// <summary>Microsoft Graph as the deployer, to read applications that are taken over; null for the environment's own credentials.</summary>
    public Func<GraphServiceClient>? Graph { get; init; }
}
