using System.Text.Json;

namespace TenantOnboarding.Verification.Directory;

/// <summary>The answer to one question of a batch.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">Its body; undefined where there is none.</param>
internal sealed record GraphBatchAnswer(int Status, JsonElement Body);
