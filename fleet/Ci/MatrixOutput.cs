using System.Globalization;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>Hands a matrix on: as JSON, and to the jobs that follow where a service runs this.</summary>
/// <param name="output">Standard output.</param>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class MatrixOutput(TextWriter output, Func<string, string?> environment)
{
    /// <summary>
    /// Writes the matrix in GitHub's form, and the outputs <c>matrix</c>, <c>count</c> and <c>stacks</c> into the file of a step's outputs.
    /// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-output-parameter
    /// </summary>
    /// <exception cref="StackFileException">The file cannot be written.</exception>
    public void WriteForGitHub(Matrix matrix)
    {
        output.WriteLine(matrix.ForGitHub());
        WriteOutputs(Outputs(matrix, matrix.ForGitHub()));
    }

    /// <summary>
    /// Writes a matrix of matrices in GitHub's form, and the outputs <c>batches</c>, <c>shards</c>, <c>count</c> and <c>stacks</c>.
    /// </summary>
    /// <exception cref="StackFileException">The file cannot be written, or a name cannot be used.</exception>
    public void WriteForGitHub(MatrixBatches batches)
    {
        string json = batches.Batches();
        output.WriteLine(json);
        WriteOutputs(
        [
            ("batches", json), ("shards", batches.Shards()), ("count", batches.Count.ToString(CultureInfo.InvariantCulture)),
            ("stacks", batches.Stacks),
        ]);
    }

    private void WriteOutputs((string Name, string Value)[] outputs)
    {
        if (environment("GITHUB_OUTPUT") is not { Length: > 0 } file)
            return;
        try
        {
            File.AppendAllLines(file, outputs.Select(pair => $"{pair.Name}={pair.Value}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StackFileException(
                $"GITHUB_OUTPUT: {file} cannot be written ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')})");
        }
    }

    /// <summary>
    /// Writes the matrix in Azure Pipelines' form; within a pipeline as the output variables of the step.
    /// https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    /// </summary>
    public void WriteForAzure(Matrix matrix)
    {
        output.WriteLine(matrix.ForAzure());
        if (!string.Equals(environment("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase))
            return;
        foreach ((string name, string value) in Outputs(matrix, matrix.ForAzure()))
            output.WriteLine($"##vso[task.setvariable variable={name};isOutput=true]{value}");
    }

    private static (string Name, string Value)[] Outputs(Matrix matrix, string json) =>
    [
        ("matrix", json), ("count", matrix.Jobs.Count.ToString(CultureInfo.InvariantCulture)), ("stacks", matrix.Stacks),
    ];
}
