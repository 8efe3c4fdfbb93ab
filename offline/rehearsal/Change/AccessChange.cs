namespace TenantOnboarding.Rehearsal.Change;

/// <summary>What a change means for what an application may do.</summary>
/// <param name="Integration">The integration's logical name.</param>
/// <param name="Widens">True if it may do more than before, false if less.</param>
/// <param name="Text">What, in plain words.</param>
public sealed record AccessChange(string Integration, bool Widens, string Text);
