using System.Text;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>What was said on one IMAP connection, for the evidence: C: is this program, S: the server.</summary>
internal sealed class ImapTranscript
{
    private readonly ExchangeRecorder _recorder;
    private readonly TimeProvider _clock;
    private readonly string _address;
    private readonly DateTimeOffset _sentAt;
    private readonly long _stamp;
    private readonly StringBuilder _lines = new();

    private ImapTranscript(ExchangeRecorder recorder, string address, TimeProvider clock)
    {
        _recorder = recorder;
        _address = address;
        _clock = clock;
        _sentAt = clock.GetUtcNow();
        _stamp = clock.GetTimestamp();
    }

    /// <summary>A transcript for the look that is under way, or null where no evidence is kept.</summary>
    public static ImapTranscript? Begin(TenantEndpoints endpoints, TimeProvider clock) =>
        ExchangeRecorder.Current is ExchangeRecorder recorder
            ? new(recorder, $"imaps://{endpoints.ImapHost}:{endpoints.ImapPort}", clock) : null;

    public void Sent(string line) => _lines.Append("C: ").Append(line).Append('\n');

    public void Received(string line) => _lines.Append("S: ").Append(line).Append('\n');

    /// <summary>Hands the transcript over; an error is why the connection ended.</summary>
    public void End(string? error = null) => _recorder.Add(new()
    {
        SentAt = _sentAt,
        Took = _clock.GetElapsedTime(_stamp),
        Method = "IMAP",
        Address = _address,
        ResponseBody = _lines.Length == 0 ? null : Redaction.Body(_lines.ToString(), mediaType: null),
        Error = error,
    });
}
