using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi.Serialization;

/// <summary>JSON of values that hold outputs: the text is unknown or secret as soon as one of them is.</summary>
internal static class OutputJson
{
    public static async Task<OutputData<string>> SerializeAsync<T>(Output<T> value, JsonSerializerOptions? options)
    {
        OutputData<T> data = await value.DataTask;
        if (!data.IsKnown)
        {
            return new OutputData<string>("", IsKnown: false, data.IsSecret, data.Resources);
        }

        Seen seen = new();
#pragma warning disable CA1869 // The converters belong to this one text: they report what they saw.
        JsonSerializerOptions unwrapping = new(options ?? JsonSerializerOptions.Default);
#pragma warning restore CA1869
        unwrapping.Converters.Add(new ConverterFactory(seen));
        string json = JsonSerializer.Serialize(data.Value, unwrapping);
        return new OutputData<string>(
            seen.Unknown ? "" : json, !seen.Unknown, data.IsSecret || seen.Secret, data.Resources.Union(seen.Resources));
    }

    private sealed class Seen
    {
        public bool Unknown { get; set; }

        public bool Secret { get; set; }

        public HashSet<Resource> Resources { get; } = [];
    }

    private sealed class ConverterFactory(Seen seen) : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsAssignableTo(typeof(IOutput)) || typeToConvert.IsAssignableTo(typeof(IInput));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Unwrapping<>).MakeGenericType(typeToConvert), seen)!;
    }

    private sealed class Unwrapping<T>(Seen seen) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException(
                $"{typeof(T)} cannot be read from JSON. Use {nameof(Output)}.{nameof(Output.JsonDeserialize)} with a plain type.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            IOutput output = value as IOutput ?? ((IInput)value!).ToUntypedOutput();

            // JSON converters cannot wait asynchronously.
            OutputData<object?> data = output.GetDataAsync().GetAwaiter().GetResult();
            seen.Unknown |= !data.IsKnown;
            seen.Secret |= data.IsSecret;
            seen.Resources.UnionWith(data.Resources);
            JsonSerializer.Serialize(writer, data.IsKnown ? data.Value : null, options);
        }
    }
}
