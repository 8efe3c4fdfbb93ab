using System.Reflection;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>The root of all resources. Derived classes declare them in the constructor and hand out their [Output] properties.</summary>
public class Stack : ComponentResource
{
    internal const string TypeName = "pulumi:pulumi:Stack";

    /// <summary>Declares the stack.</summary>
    public Stack(StackOptions? options = null)
        : base(
            TypeName,
            $"{Deployment.Required.ProjectName}-{Deployment.Required.StackName}",
            new ComponentResourceOptions { ResourceTransformations = options?.ResourceTransformations ?? [] })
    {
        Deployment.Required.Stack = this;
    }

    /// <summary>Hands out the [Output] properties of the derived class.</summary>
    internal void RegisterPropertyOutputs()
    {
        Dictionary<string, object?> outputs = [];
        foreach (PropertyInfo property in GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            if (property.GetCustomAttribute<OutputAttribute>() is { } output)
            {
                outputs.Add(output.Name ?? property.Name, property.GetValue(this));
            }
        }

        List<string> unassigned = outputs.Where(output => output.Value is null).Select(output => output.Key).ToList();
        if (unassigned.Count > 0)
        {
            throw new RunException(
                $"Output(s) '{string.Join(", ", unassigned)}' have no value assigned. "
                + "[Output] attributed properties must be assigned inside Stack constructor.");
        }

        List<string> wrong = outputs.Where(output => output.Value is not IOutput).Select(output => output.Key).ToList();
        if (wrong.Count > 0)
        {
            throw RunException.OutputsHaveIncorrectType(wrong);
        }

        RegisterOutputs(outputs);
    }
}
