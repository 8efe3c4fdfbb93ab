using System.Collections.Immutable;
using System.Reflection;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A set of input properties: members marked with <see cref="InputAttribute"/>.</summary>
public abstract class InputArgs
{
    /// <summary>For derived classes.</summary>
    protected InputArgs()
    {
    }

    /// <summary>The properties by their names in the schema, values still inputs; a missing required one is an error.</summary>
    internal virtual ImmutableDictionary<string, InputProperty> ToProperties()
    {
        const BindingFlags members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        ImmutableDictionary<string, InputProperty>.Builder properties = ImmutableDictionary.CreateBuilder<string, InputProperty>();
        for (Type type = GetType(); type != typeof(InputArgs); type = type.BaseType!)
        {
            foreach (MemberInfo member in type.GetMembers(members | BindingFlags.DeclaredOnly))
            {
                if (member.GetCustomAttribute<InputAttribute>() is not { } input)
                {
                    continue;
                }

                object? value = member is FieldInfo field ? field.GetValue(this) : ((PropertyInfo)member).GetValue(this);
                if (value is null && input.IsRequired)
                {
                    throw new ArgumentNullException(
                        member.Name, $"[Input] {GetType().FullName}.{member.Name} is required but was not given a value");
                }

                properties[input.Name] = new InputProperty(value, input.Json);
            }
        }

        return properties.ToImmutable();
    }
}
