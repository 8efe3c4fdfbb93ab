using System.Collections.Frozen;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Deploy.Schema;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>What of a resource differs from its declaration, and what <c>ignoreChanges</c> makes of that.</summary>
internal sealed class PropertyDiff(SchemaFacts schema)
{
    /// <summary>
    /// The inputs that an import reads: what the tenant holds of every input, except what is empty. A value is kept even where it is
    /// empty if the provider
    /// has a default for it.
    /// </summary>
    public PropertyBag ImportedInputs(IResourceHandler handler, PropertyBag outputs)
    {
        PropertyBag inputs = PropertyBag.Empty;
        foreach (string name in schema.Inputs(handler.Type).Keys)
        {
            if (!schema.Outputs(handler.Type).ContainsKey(name) || handler.Rules.Deprecated.Contains(name))
                continue;
            if (outputs.Has(name) && (handler.Rules.Defaults.ContainsKey(name) || outputs.Canonical(name, false).Length > 0))
                inputs = inputs.With(name, outputs[name]);
        }
        return inputs;
    }

    /// <summary>The inputs that a refresh leaves: those of the last deployment, with the values that the tenant now holds.</summary>
    public PropertyBag RefreshedInputs(IResourceHandler handler, PropertyBag inputs, PropertyBag outputs)
    {
        foreach (string name in inputs.Names.Where(schema.Outputs(handler.Type).ContainsKey))
            inputs = inputs.With(name, outputs[name]);
        return inputs;
    }

    /// <summary>
    /// As Pulumi's engine: an ignored property takes the value that the state has, whatever is declared, and the provider has to take
    /// that.
    /// </summary>
    public static PropertyBag Ignore(PropertyBag inputs, IEnumerable<string> ignored, PropertyBag state)
    {
        foreach (string name in ignored)
            inputs = inputs.With(name, state[name]);
        return inputs;
    }

    /// <summary>Every property whose declaration differs from what the tenant holds, in order of their names.</summary>
    /// <param name="handler">The resource's type.</param>
    /// <param name="inputs">What is declared, with the provider's defaults.</param>
    /// <param name="current">What the tenant holds.</param>
    /// <param name="before">What was declared last, or null for an import.</param>
    /// <param name="skip">Properties that are ignored, or of which a preview knows nothing yet.</param>
    public List<PropertyChange> Between(IResourceHandler handler, PropertyBag inputs, PropertyBag current, PropertyBag? before,
        IReadOnlySet<string> skip)
    {
        List<PropertyChange> changes = [];
        foreach ((string name, SchemaProperty property) in schema.Inputs(handler.Type).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (skip.Contains(name))
                continue;
            bool asSet = handler.Sets.Contains(name);
            string declared = inputs.Canonical(name, asSet);
            bool asBefore = before is not null && before.Canonical(name, asSet) == declared;
            PropertyBag now = current;
            if (!schema.Outputs(handler.Type).ContainsKey(name) || (handler.Simulated && !inputs.Has(name)))
            {
                // The provider shows nothing that could be compared but what was declared.
                if (before is null || asBefore)
                    continue;
                now = before;
            }
            else if (!inputs.Has(name) && handler.Rules.Computed.Contains(name))
            {
                continue;
            }

            if (now.Canonical(name, asSet) == declared)
                continue;
            IReadOnlyList<string> was = now.Texts(name);
            IReadOnlyList<string> wanted = inputs.Texts(name);
            changes.Add(new PropertyChange(
                name,
                property.Secret ? "[secret]" : now.Display(name),
                property.Secret ? "[secret]" : inputs.Display(name),
                asBefore,
                [.. was.Except(wanted, StringComparer.Ordinal)],
                [.. wanted.Except(was, StringComparer.Ordinal)]));
        }
        return changes;
    }

    /// <summary>True if a change of one of these properties cannot be made in place.</summary>
    public bool Replaces(IResourceHandler handler, IEnumerable<PropertyChange> changes) =>
        changes.Any(change => Replaces(handler, change.Property));

    /// <summary>True if a change of this property cannot be made in place.</summary>
    public bool Replaces(IResourceHandler handler, string property) =>
        handler.ReplaceOnChanges.Contains(property)
        || (schema.Inputs(handler.Type).TryGetValue(property, out SchemaProperty? facts) && facts.ReplaceOnChanges);

    /// <summary>The names of the changed properties.</summary>
    public static FrozenSet<string> Names(IEnumerable<PropertyChange> changes) =>
        changes.Select(change => change.Property).ToFrozenSet(StringComparer.Ordinal);
}
