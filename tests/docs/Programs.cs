using System.CommandLine;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Verification.Commands;

namespace TenantOnboarding.Tests.Docs;

/// <summary>The programs of this project, by the very command lines that they parse.</summary>
internal static class Programs
{
    /// <summary>The command line of a program; null where it has none that can be asked here.</summary>
    /// <param name="project">Its folder.</param>
    public static RootCommand? Of(string project) => project switch
    {
        "fleet" => FleetCommand.CreateRoot(),
        "offline/rehearsal" => RehearsalCommand.CreateRoot(),
        "offline/tenant" => SimulatedTenant.CommandLine.CreateRoot(TextWriter.Null, TextWriter.Null),
        "offline/mailstore" => SimulatedMailStore.CommandLine.CreateRoot(TextWriter.Null, TextWriter.Null),
        "verification" =>
            new VerifyCommand(TextReader.Null, RehearsalCommand.PlainConsole(TextWriter.Null), TextWriter.Null, _ => null).CreateRoot(),
        _ => null,
    };

    /// <summary>What is wrong with the arguments of a program, in its own words; nothing where it takes them.</summary>
    /// <param name="project">Its folder.</param>
    /// <param name="arguments">What stands behind <c>--</c>.</param>
    public static IReadOnlyList<string> Refuse(string project, string[] arguments)
    {
        RootCommand root = Of(project)!;
        int end = Array.IndexOf(arguments, "--");
        List<string> errors = [.. root.Parse(end < 0 ? arguments : arguments[..end]).Errors.Select(error => error.Message)];
        // What a fleet hands on to the verification of each stack.
        if (end >= 0)
            errors.AddRange(Refuse("verification", ["--stack", "any", .. arguments[(end + 1)..]]));
        return errors;
    }

    /// <summary>The options of a program, or of one of its commands.</summary>
    public static IEnumerable<string> OptionsOf(string project, string[] verbs)
    {
        Command command = Of(project)!;
        foreach (string verb in verbs)
            command = command.Subcommands.Single(one => one.Name == verb);
        return command.Options.SelectMany(option => option.Aliases.Append(option.Name));
    }
}
