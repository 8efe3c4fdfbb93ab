using Spectre.Console;
using Spectre.Console.Rendering;
using TenantOnboarding.Rehearsal;

namespace TenantOnboarding.Tests.Fleet;

/// <summary>A terminal on which somebody types lines.</summary>
internal sealed class ScriptedConsole : IAnsiConsole, IAnsiConsoleInput
{
    private readonly Queue<ConsoleKeyInfo> _keys;
    private readonly IAnsiConsole _console;
    private readonly Action? _afterwards;

    /// <param name="writer">Where it is shown.</param>
    /// <param name="lines">What is typed, each with Enter.</param>
    /// <param name="afterwards">What happens where more is asked than was typed.</param>
    public ScriptedConsole(TextWriter writer, IEnumerable<string> lines, Action? afterwards = null)
    {
        _console = RehearsalCommand.PlainConsole(writer);
        _console.Profile.Capabilities.Interactive = true;
        _afterwards = afterwards;
        _keys = new(lines.SelectMany(line => line
            .Select(one => new ConsoleKeyInfo(one, 0, shift: false, alt: false, control: false))
            .Append(new ConsoleKeyInfo('\r', ConsoleKey.Enter, shift: false, alt: false, control: false))));
    }

    public Profile Profile => _console.Profile;

    public IAnsiConsoleCursor Cursor => _console.Cursor;

    public IAnsiConsoleInput Input => this;

    public IExclusivityMode ExclusivityMode => _console.ExclusivityMode;

    public RenderPipeline Pipeline => _console.Pipeline;

    public void Clear(bool home) => _console.Clear(home);

    public void Write(IRenderable renderable) => _console.Write(renderable);

    public bool IsKeyAvailable() => _keys.Count > 0;

    public ConsoleKeyInfo? ReadKey(bool intercept) => Next(CancellationToken.None);

    public Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken) =>
        Task.FromResult(Next(cancellationToken));

    private ConsoleKeyInfo? Next(CancellationToken cancellationToken)
    {
        if (_keys.TryDequeue(out ConsoleKeyInfo key))
            return key;
        _afterwards?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException("More is asked than was answered.");
    }
}
