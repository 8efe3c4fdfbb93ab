using TenantOnboarding.Rehearsal.Cli;

namespace TenantOnboarding.Tests.Workflows;

/// <summary>A test that runs action-validator, and is skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ActionValidatorFactAttribute : FactAttribute
{
    public const string Program = "action-validator";

    public ActionValidatorFactAttribute()
    {
        if (CliEnvironment.OfThisProcess().Find(Program) is null)
            Skip = $"There is no {Program} on this machine's PATH: npm install --global @action-validator/core @action-validator/cli";
    }
}
