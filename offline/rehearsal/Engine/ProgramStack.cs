using Pulumi;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>
/// The root of a run. It lets the program declare, and hears of every resource while it is constructed: a stack transformation is told the
/// options, of which a mock is told the import id alone.
/// </summary>
internal sealed class ProgramStack : Stack
{
    private readonly Func<Task<IDictionary<string, object?>>> _program;

    /// <summary>Starts the program.</summary>
    public ProgramStack(Func<Task<IDictionary<string, object?>>> program, IDeclarations? declarations)
        : base(new StackOptions { ResourceTransformations = declarations is null ? [] : [args => Hear(args, declarations)] })
    {
        _program = program;
        Completed = Output.Create(RunAsync(declarations));
    }

    /// <summary>
    /// Holds the run until the program has returned. What it returned is read as it is, since mocks see no outputs of a stack.
    /// </summary>
    [Output]
    public Output<bool> Completed { get; private set; }

    /// <summary>What the program returned.</summary>
    public IDictionary<string, object?> Returned { get; private set; } = new Dictionary<string, object?>();

    private async Task<bool> RunAsync(IDeclarations? declarations)
    {
        try
        {
            Returned = await _program();
            return true;
        }
        finally
        {
            declarations?.Ended();
        }
    }

    private static ResourceTransformationResult? Hear(ResourceTransformationArgs args, IDeclarations declarations)
    {
        if (args.Resource is not Stack)
            declarations.Announce(args.Resource, args.Args, args.Options);
        return null;
    }
}
