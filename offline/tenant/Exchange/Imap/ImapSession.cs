using System.Buffers;
using System.Diagnostics;
using SimulatedTenant.Directory;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>One IMAP connection: its commands one after the other, with the trouble that is in store for them.</summary>
internal sealed class ImapSession(ImapConnection connection, TenantDirectory directory, ImapSignIn signIn, IImapObserver observer)
{
    private static readonly SearchValues<char> NoTag = SearchValues.Create("(){%*\"\\+");

    private readonly ImapCommands _commands = new(connection, directory, signIn);

    public async Task RunAsync()
    {
        await connection.SendAsync("* OK The Microsoft Exchange IMAP4 service is ready.");
        bool more = true;
        while (more)
        {
            try
            {
                if (await connection.ReadCommandAsync() is not { } line)
                    return;
                string[] parts = line.Split(' ', 3);
                if (parts.Length < 2 || parts[0].Length == 0 || parts[0].AsSpan().ContainsAny(NoTag))
                    await connection.SendAsync("* BAD Protocol Error: \"Unidentifiable command specified\".");
                else
                    more = await ServeAsync(parts[0], parts[1].ToUpperInvariant(), parts.Length > 2 ? parts[2] : "");
            }
            catch (ImapSyntaxException exception)
            {
                await connection.SendAsync($"* BAD {exception.Message}");
            }
        }
    }

    /// <summary>Carries out a command, with the trouble that is in store for it, and has it noted.</summary>
    /// <returns>False after the last command.</returns>
    private async Task<bool> ServeAsync(string tag, string command, string rest)
    {
        long start = Stopwatch.GetTimestamp();
        if (command == "AUTHENTICATE" && !signIn.IsDone)
            await signIn.ReceiveAsync(rest, connection);
        string told = command switch
        {
            "AUTHENTICATE" => signIn.Mechanism,
            "LOGIN" => "",
            _ => rest,
        };
        ImapCommand seen = new(command, told, signIn.Name, signIn.Client);
        string? completion = null;
        ImapFault? fault = null;
        try
        {
            fault = await observer.BeginAsync(seen, connection.Stop);
            if (fault is not null)
                connection.Hold();
            if (fault is null or { HasEffect: true })
                completion = await RunAsync(command, rest);
        }
        finally
        {
            bool lost = fault is { Drops: true } or { Cuts: true };
            observer.End(seen, lost ? completion : fault?.Told ?? completion, Stopwatch.GetElapsedTime(start), lost);
        }
        if (fault is not null)
            return await FailAsync(tag, fault, completion);
        if (completion is null)
            return false;
        await connection.SendAsync($"{tag} {completion}");
        return command != "LOGOUT";
    }

    /// <returns>The line that completes the command, without its tag; null where the client went away.</returns>
    private async Task<string?> RunAsync(string command, string rest)
    {
        try
        {
            return await _commands.RunAsync(command, rest);
        }
        catch (ImapSyntaxException exception)
        {
            return $"BAD {exception.Message}";
        }
    }

    /// <summary>Sends what a client is to see of a command that something goes wrong with.</summary>
    /// <returns>False where the connection ends by it.</returns>
    private async Task<bool> FailAsync(string tag, ImapFault fault, string? completion)
    {
        if (completion is not null)
            await connection.SendAsync($"{tag} {completion}");
        ReadOnlyMemory<byte> answer = connection.Release();
        if (fault.Cuts)
            await connection.SendAsync(answer[..(answer.Length / 2)]);
        if (fault.Completion is not null)
            await connection.SendAsync($"{tag} {fault.Completion}");
        if (fault.Bye is not null)
            await connection.SendAsync($"* BYE {fault.Bye}");
        return fault is { Cuts: false, Drops: false, Bye: null };
    }
}
