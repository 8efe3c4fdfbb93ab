namespace Pulumi.Serialization;

internal static class Constants
{
    /// <summary>What stands for an unknown value where only a text can; part of Pulumi's wire protocol.</summary>
    public const string UnknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
}
