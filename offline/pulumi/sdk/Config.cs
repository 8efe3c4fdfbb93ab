using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>The stack's configuration of one namespace; the project's name if none is given.</summary>
public sealed class Config
{
    private readonly Deployment _deployment = Deployment.Required;
    private readonly string _name;

    /// <summary>The configuration of a namespace.</summary>
    public Config(string? name = null) => _name = name ?? _deployment.ProjectName;

    /// <summary>The value, or null.</summary>
    public string? Get(string key) => _deployment.GetConfig(FullKey(key));

    /// <summary>The value as a secret, or null.</summary>
    public Output<string>? GetSecret(string key) => Get(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>"true" or "false", or null.</summary>
    public bool? GetBoolean(string key) => Get(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var value => throw WrongType(key, value, nameof(Boolean)),
    };

    /// <inheritdoc cref="GetBoolean"/>
    public Output<bool>? GetSecretBoolean(string key) => GetBoolean(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>A whole number, or null.</summary>
    public int? GetInt32(string key) => Get(key) is not { } value ? null
        : int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number
        : throw WrongType(key, value, nameof(Int32));

    /// <inheritdoc cref="GetInt32"/>
    public Output<int>? GetSecretInt32(string key) => GetInt32(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>A number, or null.</summary>
    public double? GetDouble(string key) => Get(key) is not { } value ? null
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : throw WrongType(key, value, nameof(Double));

    /// <inheritdoc cref="GetDouble"/>
    public Output<double>? GetSecretDouble(string key) => GetDouble(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>The value read as JSON, or the type's default.</summary>
    public T? GetObject<T>(string key) => ReadObject<T>(key, null);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public T? GetObject<T>(string key, JsonSerializerOptions options) => ReadObject<T>(key, options);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public Output<T>? GetSecretObject<T>(string key) => ReadSecretObject<T>(key, null);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options) => ReadSecretObject<T>(key, options);

    /// <summary>The value; an error if it is missing.</summary>
    public string Require(string key) => Get(key) ?? throw Missing(key);

    /// <inheritdoc cref="Require"/>
    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    /// <inheritdoc cref="Require"/>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    /// <inheritdoc cref="Require"/>
    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    /// <inheritdoc cref="Require"/>
    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    /// <inheritdoc cref="Require"/>
    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    /// <inheritdoc cref="Require"/>
    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    /// <inheritdoc cref="Require"/>
    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    /// <inheritdoc cref="Require"/>
    public T RequireObject<T>(string key) => ReadRequiredObject<T>(key, null);

    /// <inheritdoc cref="Require"/>
    public T RequireObject<T>(string key, JsonSerializerOptions options) => ReadRequiredObject<T>(key, options);

    /// <inheritdoc cref="Require"/>
    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(ReadRequiredObject<T>(key, null));

    /// <inheritdoc cref="Require"/>
    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options) =>
        Output.CreateSecret(ReadRequiredObject<T>(key, options));

    private T? ReadObject<T>(string key, JsonSerializerOptions? options)
    {
        string? value = Get(key);
        try
        {
            return value is null ? default : JsonSerializer.Deserialize<T>(value, options);
        }
        catch (JsonException exception)
        {
            throw WrongType(key, value!, typeof(T).FullName!, exception);
        }
    }

    private Output<T>? ReadSecretObject<T>(string key, JsonSerializerOptions? options) =>
        Get(key) is null ? null : Output.CreateSecret(ReadObject<T>(key, options)!);

    private T ReadRequiredObject<T>(string key, JsonSerializerOptions? options) =>
        Get(key) is null ? throw Missing(key) : ReadObject<T>(key, options)!;

    private string FullKey(string key) => $"{_name}:{key}";

    private RunException Missing(string key) => new(
        $"Missing Required configuration variable '{FullKey(key)}'\n"
        + $"\tplease set a value using the command `pulumi config set {FullKey(key)} <value>`");

    private RunException WrongType(string key, string value, string type, Exception? cause = null) => new(
        $"Configuration '{FullKey(key)}' value '{value}' is not a valid {type}", cause);
}
