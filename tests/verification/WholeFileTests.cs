using System.Text;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Tests.Verification;

/// <summary>A file that is written is there whole, alone, and where it was asked for.</summary>
public sealed class WholeFileTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("whole-file").FullName;

    private string File => Path.Combine(_folder, "report.json");

    [Fact]
    public void A_new_file_holds_what_was_written_and_nothing_lies_beside_it()
    {
        Write("new");

        Assert.Equal("new", System.IO.File.ReadAllText(File));
        Assert.Equal([File], System.IO.Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_longer_file_is_replaced_to_its_end()
    {
        System.IO.File.WriteAllText(File, "a longer text");

        Write("short");

        Assert.Equal("short", System.IO.File.ReadAllText(File));
        Assert.Equal([File], System.IO.Directory.GetFiles(_folder));
    }

    [Fact]
    public void Whoever_reads_meanwhile_sees_the_file_before()
    {
        System.IO.File.WriteAllText(File, "before");
        string? seen = null;

        WholeFile.Write(File, stream =>
        {
            stream.Write("after"u8);
            stream.Flush();
            seen = System.IO.File.ReadAllText(File);
        });

        Assert.Equal("before", seen);
        Assert.Equal("after", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Any_error_leaves_what_was_there_and_is_told()
    {
        System.IO.File.WriteAllText(File, "before");

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(
            () => WholeFile.Write(File, _ => throw new InvalidOperationException("no report")));

        Assert.Equal("no report", exception.Message);
        Assert.Equal("before", System.IO.File.ReadAllText(File));
        Assert.Equal([File], System.IO.Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_link_stays_a_link_and_its_file_is_written_to_its_end()
    {
        if (OperatingSystem.IsWindows())
            return; // Links need a right there that few have.
        string target = Path.Combine(_folder, "target.json");
        System.IO.File.WriteAllText(target, "a longer text");
        System.IO.File.CreateSymbolicLink(File, "target.json");

        Write("short");

        Assert.Equal("short", System.IO.File.ReadAllText(target));
        Assert.Equal("target.json", new FileInfo(File).LinkTarget);
        Assert.Equal(2, System.IO.Directory.GetFiles(_folder).Length);
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private void Write(string text) => WholeFile.Write(File, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
