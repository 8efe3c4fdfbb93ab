using System.Text.Json.Nodes;
using TenantOnboarding.HandOver.MailStore;
using TenantOnboarding.HandOver.Results;
using TenantOnboarding.HandOver.Settings;
using TenantOnboarding.HandOver.Users;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.HandOver;

/// <summary>What is asked of a MailStore, in its order: settings, what is set and read back, the dry run, the users.</summary>
/// <param name="api">The MailStore.</param>
/// <param name="task">What to do.</param>
/// <param name="captured">Given what was read, each time that there is more of it; without secrets.</param>
internal sealed class MailStoreConversation(MailStoreApi api, MailStoreTask task, Action<JsonObject> captured)
{
    private const string Get = "GetDirectoryServicesConfiguration";
    private const string Set = "SetDirectoryServicesConfiguration";
    private const string Synchronize = "SyncUsersWithDirectoryServices";
    private const string Credentials = "GetCredentials";

    private readonly JsonObject _capture = [];

    private string Name => task.Target.Name;

    /// <summary>Has it.</summary>
    /// <param name="name">Logical name of the integration.</param>
    /// <param name="outputs">What the stack declares.</param>
    /// <param name="verified">Whom the verification has, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MailStoreException">MailStore does not answer, refuses, or answers what is not known.</exception>
    public async Task<MailStoreOutcome> RunAsync(
        string name, OutputsDocument outputs, VerifiedUsers? verified, CancellationToken cancellationToken)
    {
        string[] needed = [Get, Synchronize, .. task.Set ? [Set] : Array.Empty<string>(),
            .. verified is null ? [] : UserComparison.Functions];
        await api.OpenAsync(needed, cancellationToken);
        DirectoryServices services = await ReadAsync(cancellationToken);
        JsonNode? credentials = await CredentialsAsync(cancellationToken);
        IReadOnlyList<Setting> settings = services.Compare(outputs.Integrations[name], outputs.Tenant, credentials);
        MailStoreOutcome outcome = new(Name, name) { Settings = settings, SetAsked = task.Set };
        if (services.IsSomethingElse)
            return outcome;
        string[] wanted = [.. settings.Where(setting => setting.State == SettingState.Differs).Select(setting => setting.Name)];
        if (task.Set && wanted.Length > 0)
        {
            await SetAsync(services, settings, cancellationToken);
            services = await ReadAsync(cancellationToken);
            settings = services.Compare(outputs.Integrations[name], outputs.Tenant, credentials);
            outcome = outcome with { WereSet = wanted, Settings = settings };
        }
        MailStoreAnswer answer = await api.InvokeAsync(Synchronize, cancellationToken, ("dryRun", "true"));
        _capture["dryRun"] = new JsonObject { ["result"] = SecretFields.Without(answer.Result), ["logOutput"] = answer.Log };
        captured(_capture);
        return verified is null ? outcome : outcome with
        {
            Users = await UserComparison.OfAsync(api, Name, DryRun.Read(Name, answer), verified, cancellationToken),
        };
    }

    private async Task<DirectoryServices> ReadAsync(CancellationToken cancellationToken)
    {
        JsonNode? result = (await api.InvokeAsync(Get, cancellationToken)).Result;
        _capture["directoryServices"] = SecretFields.Without(result);
        captured(_capture);
        return result is JsonObject json ? new(json) : throw new MailStoreException(
            $"{Name}: {Get} gives no object; expected the directory services. Choose Microsoft 365 in MailStore's dialog first, and save "
            + "it.");
    }

    private async Task<JsonNode?> CredentialsAsync(CancellationToken cancellationToken)
    {
        if (!api.Knows(Credentials))
            return null;
        JsonNode? credentials = (await api.InvokeAsync(Credentials, cancellationToken)).Result;
        _capture["credentials"] = SecretFields.Without(credentials);
        captured(_capture);
        return credentials;
    }

    private async Task SetAsync(DirectoryServices services, IReadOnlyList<Setting> settings, CancellationToken cancellationToken)
    {
        if (!services.IsMicrosoft365)
            throw new MailStoreException($"{Name}: found no field that says which directory service is used, so nothing was set; expected "
                + "Microsoft 365. Enter the values by hand, from the sheet.");
        if (services.SecretNotGivenBack is string secret)
            throw new MailStoreException($"{Name}: found '{secret}' empty or masked, so nothing was set; expected an object that can be "
                + "sent back without losing a secret. Enter the values by hand, from the sheet.");
        try
        {
            await api.InvokeAsync(Set, cancellationToken, ("config", services.With(settings).ToJsonString()));
        }
        catch (MailStoreException exception) when (exception.Lost)
        {
            // Whether it was done, what is read back says.
        }
    }
}
