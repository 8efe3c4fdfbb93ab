namespace Pulumi;

/// <summary>The base of the arguments of every function.</summary>
public abstract class InvokeArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly InvokeArgs Empty = new None();

    /// <summary>For derived classes.</summary>
    protected InvokeArgs()
    {
    }

    private sealed class None : InvokeArgs;
}
