using Spectre.Console;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Creation;

/// <summary>
/// Finds out what must be known of a new stack: on a terminal question by question, each answer judged at once; elsewhere from what was
/// given, and what is missing is one error.
/// </summary>
/// <param name="console">Where it is asked.</param>
/// <param name="form">Judges answers.</param>
/// <param name="lookup">Finds a tenant's id by a domain.</param>
internal sealed class Interview(IAnsiConsole console, StackForm form, TenantLookup lookup)
{
    /// <summary>The answers, complete and without a mistake.</summary>
    /// <exception cref="StackFileException">Something is missing and cannot be asked, or is wrong: all of it.</exception>
    public async Task<StackAnswers> CompleteAsync(StackAnswers given, CancellationToken cancellationToken)
    {
        bool asks = console.Profile.Capabilities.Interactive;
        if (!asks)
            RequireAll(given);
        (StackAnswers answers, IReadOnlyList<ConfigurationError> mistakes) = await LookUpAsync(given, cancellationToken);
        Refuse(mistakes);
        if (asks)
        {
            Refuse([.. Questions.All.Where(question => question.IsAnswered(answers))
                .SelectMany(question => Mistakes(question, answers))]);
        }
        foreach (Question question in Questions.All)
        {
            if (!question.IsAnswered(answers) && question.Applies(answers))
            {
                answers = asks
                    ? await AskAsync(question, answers, cancellationToken) : question.With(answers, question.Otherwise(answers)!);
            }
        }
        Refuse(form.Mistakes(answers));
        return answers;
    }

    private static void Refuse(IReadOnlyList<ConfigurationError> mistakes)
    {
        if (mistakes.Count > 0)
            throw new StackFileException([.. mistakes.Select(mistake => mistake.ToString()).Distinct()]);
    }

    private static void RequireAll(StackAnswers given)
    {
        string[] missing =
        [
            .. Questions.All.Where(question => !question.IsAnswered(given) && question.Applies(given)
                && question.Otherwise(given) is null && !(question.Flag == "--domain" && IsDomain(given.Tenant)))
                .Select(question => question.Flag),
        ];
        if (missing.Length > 0)
            throw new StackFileException($"new: {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing, and there is "
                + "no terminal to ask on; expected every answer as an option; add "
                + (missing.Length == 1 ? "it" : "them") + (given.KnownProduct is null ? " (the product may ask for more)" : "")
                + ", or run it on a terminal");
    }

    private async Task<StackAnswers> AskAsync(Question question, StackAnswers answers, CancellationToken cancellationToken)
    {
        while (true)
        {
            TextPrompt<string> prompt = new($"{Markup.Escape(question.Words)}:") { PromptStyle = Style.Plain };
            if (question.Choices.Count > 0)
                prompt.AddChoices(question.Choices).InvalidChoiceMessage($"[red]one of {string.Join(", ", question.Choices)}[/]");
            if (question.Otherwise(answers) is { } otherwise)
                prompt.DefaultValue(otherwise);
            string text = (await prompt.ShowAsync(console, cancellationToken)).Trim();
            (StackAnswers answered, IReadOnlyList<ConfigurationError> mistakes) =
                await LookUpAsync(question.With(answers, text), cancellationToken);
            if (mistakes.Count == 0)
                mistakes = Mistakes(question, answered);
            if (mistakes.Count == 0)
                return answered;
            foreach (ConfigurationError mistake in mistakes)
                console.MarkupLine($"  [red]found {Markup.Escape(mistake.Found)}[/]; expected {Markup.Escape(mistake.Expected)}; "
                    + Markup.Escape(mistake.Fix));
        }
    }

    /// <summary>What is wrong with one answer.</summary>
    private ConfigurationError[] Mistakes(Question question, StackAnswers answers)
    {
        string path = question.Setting(answers);
        return
        [
            .. form.Mistakes(answers).Where(mistake => mistake.Path == path || mistake.Path.StartsWith($"{path}[", StringComparison.Ordinal)
                || (question.Flag == "--user-sync" && mistake.Path == $"{path}.filter")),
        ];
    }

    /// <summary>
    /// The answers with the id of the tenant that was given by a domain. The domain is taken as the tenant's, where none was given.
    /// </summary>
    private async Task<(StackAnswers Answers, IReadOnlyList<ConfigurationError> Mistakes)> LookUpAsync(
        StackAnswers answers, CancellationToken cancellationToken)
    {
        if (!IsDomain(answers.Tenant))
            return (answers, []);
        (string? id, ConfigurationError? mistake) = await lookup.FindAsync(answers.Tenant!, cancellationToken);
        return (answers with { Tenant = id, Domain = answers.Domain ?? answers.Tenant }, mistake is null ? [] : [mistake]);
    }

    private static bool IsDomain(string? tenant) => tenant is not null && !Guid.TryParse(tenant, out _) && tenant.Contains('.');
}
