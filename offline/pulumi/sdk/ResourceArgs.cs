namespace Pulumi;

/// <summary>The base of the arguments of every resource.</summary>
public abstract class ResourceArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly ResourceArgs Empty = new None();

    /// <summary>For derived classes.</summary>
    protected ResourceArgs()
    {
    }

    private sealed class None : ResourceArgs;
}
