using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimulatedMailStore;

/// <summary>The simulated MailStore as a program of its own.</summary>
internal static class CommandLine
{
    private const string Description = """
        A simulated MailStore on 127.0.0.1: its management API, with the users that a verification's report says are synchronized. It prints
        how to reach it, and serves until it is stopped.

        Example:
          dotnet run --project offline/mailstore -- --verification rehearsal-output/verification.json --one-differs
        """;

    /// <returns>0 after it was stopped; 2 when an option is wrong or the port is taken; 1 when the command line does not parse.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? errors = null, CancellationToken stop = default)
    {
        output ??= Console.Out;
        errors ??= Console.Error;
        return CreateRoot(output, errors).Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, stop);
    }

    /// <summary>Its options.</summary>
    internal static RootCommand CreateRoot(TextWriter output, TextWriter errors)
    {
        Option<FileInfo> verification = new("--verification")
        {
            Description = "JSON report of a verification: its synchronized users are those that the tenant brings.",
            HelpName = "FILE",
            Required = true,
        };
        Option<int> port = new("--port") { Description = "HTTPS port; 0 takes a free one.", DefaultValueFactory = _ => 8463 };
        Option<string?> instance = new("--instance")
        {
            Description = "Be a Service Provider Edition with this instance.",
            HelpName = "ID",
        };
        Option<bool> oneDiffers = new("--one-differs") { Description = "Bring another user in place of the last one." };
        RootCommand root = new(Description) { verification, port, instance, oneDiffers };
        root.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                MailStoreOptions options = Seed(parsed.GetRequiredValue(verification).FullName) with
                {
                    Port = parsed.GetValue(port),
                    Instance = parsed.GetValue(instance),
                    OneDiffers = parsed.GetValue(oneDiffers),
                };
                return await ServeAsync(options, output, cancellation);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await errors.WriteLineAsync(exception.Message);
            }
            catch (Exception exception)
                when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                await errors.WriteLineAsync(
                    $"--verification: '{parsed.GetRequiredValue(verification)}' is no report of a verification; expected the file that "
                    + "--json wrote, or verification.json of a rehearsal.");
            }
            return 2;
        });
        return root;
    }

    /// <summary>The MailStore of a report's first integration that synchronizes users: half of them are there already.</summary>
    private static MailStoreOptions Seed(string file)
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement integration = report.RootElement.GetProperty("integrations").EnumerateArray()
            .First(one => one.GetProperty("users").GetArrayLength() > 0);
        MailStoreUser[] users = [.. integration.GetProperty("users").EnumerateArray()
            .Where(user => user.GetProperty("synchronized").GetBoolean())
            .Select(user => new MailStoreUser(
                user.GetProperty("userPrincipalName").GetString()!, user.GetProperty("displayName").GetString()))];
        Guid clientId = integration.GetProperty("clientId").GetGuid();
        Guid tenantId = report.RootElement.GetProperty("tenant").GetProperty("id").GetGuid();
        string? uri = integration.TryGetProperty("redirectUri", out JsonElement found) ? found.GetString() : null;
        JsonObject directory = MailStoreOptions.Microsoft365(clientId, tenantId, uri);
        return new() { Brought = users, Users = users[..(users.Length / 2)], DirectoryServices = directory, KnownClientId = clientId };
    }

    private static async Task<int> ServeAsync(MailStoreOptions options, TextWriter output, CancellationToken cancellation)
    {
        await using MailStoreServer server = await MailStoreServer.StartAsync(options, null, cancellation);
        string edition = options.Instance is { } instance ? $" --spe --instance {instance}" : "";
        await output.WriteLineAsync($"""
            Simulated MailStore at {server.Url}, which brings {options.Brought.Count} users. Ctrl+C stops it.

              export MAILSTORE_USER={options.UserName} MAILSTORE_PASSWORD={options.Password}
              … hand-over --mailstore {server.Url}{edition} --mailstore-thumbprint {server.Thumbprint}
            """.AsMemory(), cancellation);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync("Stopped.");
        }
        return 0;
    }
}
