using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Session;

/// <summary>Keeps what led to the findings of one integration: a file each, in a folder of the integration's name.</summary>
/// <param name="folder">The folder of all evidence of the run.</param>
/// <param name="integration">Logical name of the integration.</param>
/// <param name="tenant">Its tenant.</param>
internal sealed class EvidenceFiles(EvidenceFolder folder, string integration, TenantOutputs tenant)
{
    /// <summary>Exchanges in one file.</summary>
    private const int MostExchanges = 20;

    private const string TokenPath = "/oauth2/v2.0/token";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<Exchange> _signIns = [];

    /// <summary>Writes the evidence of a check's findings; gives back the findings, each with the name of its file.</summary>
    /// <param name="checkId">Id of the check.</param>
    /// <param name="findings">What it found.</param>
    /// <param name="recorder">What its last look asked.</param>
    public IReadOnlyList<Finding> Keep(string checkId, IReadOnlyList<Finding> findings, ExchangeRecorder recorder)
    {
        IReadOnlyList<Exchange> exchanges = recorder.Exchanges;
        Exchange[] signIns = [.. exchanges.Where(IsSignIn)];
        if (signIns.Length > 0)
        {
            _signIns.Clear();
            _signIns.AddRange(signIns);
        }
        return [.. findings.Select(finding => finding with { Evidence = Write(checkId, finding, exchanges) })];
    }

    private string? Write(string checkId, Finding finding, IReadOnlyList<Exchange> exchanges)
    {
        Exchange[] about = [.. exchanges.Where(exchange => finding.Witnesses.Any(exchange.Mentions)).Take(MostExchanges)];
        // What is known from the directory or a token as such is explained by all that was asked, and by the tokens that were at hand.
        Exchange[] shown = about.Length > 0 ? about
            : [.. _signIns.Concat(exchanges.Where(exchange => !IsSignIn(exchange))).TakeLast(MostExchanges)];
        if (shown.Length == 0)
            return null;
        return folder.Write(integration, $"{checkId}-{finding.Code}",
            stream => JsonSerializer.Serialize(stream, Document(checkId, finding, shown), Format));
    }

    private object Document(string checkId, Finding finding, Exchange[] exchanges) => new
    {
        Tenant = tenant,
        Integration = integration,
        Check = checkId,
        Finding = new { finding.Code, finding.Severity, finding.Subject, finding.Cause, finding.Detail },
        Exchanges = exchanges.Select(exchange => new
        {
            SentAt = exchange.SentAt.UtcDateTime,
            TookMilliseconds = Math.Round(exchange.Took.TotalMilliseconds),
            exchange.ClientRequestId,
            exchange.RequestId,
            Request = new
            {
                exchange.Method,
                exchange.Address,
                Headers = exchange.RequestHeaders,
                Body = exchange.RequestBody,
            },
            Response = exchange.Status is null && exchange.ResponseBody is null ? null : new
            {
                exchange.Status,
                Headers = exchange.ResponseHeaders,
                Body = exchange.ResponseBody,
            },
            exchange.Error,
        }),
    };

    private static bool IsSignIn(Exchange exchange) =>
        exchange.Address.Split('?', 2)[0].EndsWith(TokenPath, StringComparison.Ordinal);
}
