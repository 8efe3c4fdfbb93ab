using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using TenantOnboarding.Components.Certificates;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Stacks;

/// <summary>
/// Finds the stack files of a project and reads each on its own: one that is broken says so and keeps no other from its turn.
/// </summary>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml and the stack files.</param>
/// <param name="now">The moment by which certificates and end dates are judged.</param>
internal sealed partial class StackSelection(string rootDirectory, DateTimeOffset now)
{
    /// <summary>The stacks whose names match a pattern, by name; numbers in names count as numbers.</summary>
    /// <param name="patterns">Names, with <c>*</c> for any characters and <c>?</c> for one; none: every stack.</param>
    /// <exception cref="StackFileException">There is no stack, or a pattern matches none.</exception>
    public IReadOnlyList<FleetStack> Select(IReadOnlyCollection<string> patterns)
    {
        string[] names = StackFile.StacksIn(rootDirectory);
        if (names.Length == 0)
            throw new StackFileException($"no stack file in {rootDirectory}; expected Pulumi.<stack>.yaml beside {StackFile.ProjectFile}; "
                + "copy Pulumi.dev.yaml or a sample");
        List<string> errors = [.. patterns
            .Where(pattern => !names.Any(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)))
            .Select(pattern => $"--stacks: \"{pattern}\" matches no stack; expected a name or a pattern such as customer-*; there are "
                + $"{Some(names)}")];
        if (errors.Count > 0)
            throw new StackFileException(errors);
        return
        [
            .. names.Where(name => patterns.Count == 0
                    || patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)))
                .OrderBy(name => Digits().Replace(name, digits => digits.Value.PadLeft(20, '0')), StringComparer.Ordinal)
                .Select(Read),
        ];
    }

    private FleetStack Read(string name)
    {
        FleetStack stack = new(name, Path.Combine(rootDirectory, StackFile.FileNameOf(name)));
        try
        {
            StackFile file = StackFile.Load(rootDirectory, name);
            stack = stack with { Fingerprint = Fingerprint(file) };
            return stack with { Configuration = StackReading.Of(file, rootDirectory, now) };
        }
        catch (StackFileException exception)
        {
            return stack with { Errors = exception.Errors };
        }
        catch (ConfigurationException exception)
        {
            return stack with { Errors = [.. exception.Errors.Select(error => error.ToString())] };
        }
    }

    private string Fingerprint(StackFile stack)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(stack.ToPulumiConfig()));
        foreach (string path in stack.CertificatePaths().Select(path => Path.Combine(rootDirectory, path)).Where(File.Exists))
            hash.AppendData(Encoding.UTF8.GetBytes(ThumbprintOf(path)));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static string ThumbprintOf(string path)
    {
        try
        {
            return CertificateFile.Load(path).Thumbprint;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    private static string Some(string[] names) => names.Length <= 10 ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(10))} and {names.Length - 10} more");

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
