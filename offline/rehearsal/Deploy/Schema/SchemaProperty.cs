namespace TenantOnboarding.Rehearsal.Deploy.Schema;

/// <summary>One property as the provider's schema has it.</summary>
/// <param name="Type"><c>string</c>, <c>boolean</c>, <c>integer</c>, <c>number</c>, <c>T[]</c>, <c>{T}</c> or the name of an object type
/// of the same package.</param>
/// <param name="Required">It must have a value.</param>
/// <param name="Secret">Its value is a secret.</param>
/// <param name="ReplaceOnChanges">A change replaces the resource.</param>
internal sealed record SchemaProperty(string Type, bool Required, bool Secret, bool ReplaceOnChanges);
