namespace Pulumi;

/// <summary>Ends a program with a message for its user and without a stack trace.</summary>
public class RunException : Exception
{
    /// <summary>With the message for the user.</summary>
    public RunException(string message)
        : base(message)
    {
    }

    /// <summary>With the message for the user and the cause.</summary>
    public RunException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The error for stack outputs that are no <see cref="Output{T}"/>.</summary>
    public static RunException OutputsHaveIncorrectType(IEnumerable<string> outputAttributeNames) =>
        new($"Output(s) '{string.Join(", ", outputAttributeNames)}' have incorrect type. "
            + "[Output] attributed properties must be instances of Output<T>.");
}
