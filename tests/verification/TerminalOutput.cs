using System.Text;
using Spectre.Console;

namespace TenantOnboarding.Tests.Verification;

/// <summary>A terminal of 140 columns that writes into a text.</summary>
internal sealed class TerminalOutput(TextWriter writer) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;
    public bool IsTerminal => true;
    public int Width => 140;
    public int Height => 50;

    public void SetEncoding(Encoding encoding)
    {
    }
}
