using System.Collections.Frozen;
using System.Security.Cryptography;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Azure;

/// <summary>
/// Stands for <c>random.RandomString</c>: of the asked length, from the asked kinds of characters, at least as many of each as asked.
/// </summary>
internal sealed class SimulatedRandomString : SimulatedResource
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    public override string Type => "random:index/randomString:RandomString";

    public override IReadOnlySet<string> ReplaceOnChanges { get; } = FrozenSet.Create(
        "keepers", "length", "lower", "minLower", "minNumeric", "minSpecial", "minUpper", "number", "numeric", "overrideSpecial", "special",
            "upper");

    public override Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        int length = inputs.WholeNumber("length", 0);
        bool numeric = inputs.Flag("numeric", inputs.Flag("number", true));
        (string Letters, bool Wanted, string Minimum)[] kinds =
        [
            (Lower, inputs.Flag("lower", true), "minLower"),
            (Upper, inputs.Flag("upper", true), "minUpper"),
            (Digits, numeric, "minNumeric"),
            (inputs.Text("overrideSpecial") ?? "!@#$%&*()-_=+[]{}<>:?", inputs.Flag("special", true), "minSpecial"),
        ];
        string all = string.Concat(kinds.Where(kind => kind.Wanted).Select(kind => kind.Letters));
        if (all.Length == 0)
            throw new InvalidOperationException("at least one of lower, upper, numeric and special must be true");
        int least = kinds.Sum(kind => inputs.WholeNumber(kind.Minimum, 0));
        if (length < Math.Max(1, least))
            throw new InvalidOperationException($"Attribute length value must be at least {Math.Max(1, least)}, got: {length}");

        List<char> letters = [];
        foreach ((string pool, _, string minimum) in kinds)
            letters.AddRange(RandomNumberGenerator.GetItems<char>(pool, inputs.WholeNumber(minimum, 0)));
        letters.AddRange(RandomNumberGenerator.GetItems<char>(all, length - letters.Count));
        char[] shuffled = [.. letters];
        RandomNumberGenerator.Shuffle<char>(shuffled);
        string result = new(shuffled);
        return Task.FromResult(new ResourceState(result, inputs
            .With("result", result)
            .With("lower", kinds[0].Wanted).With("upper", kinds[1].Wanted).With("numeric", numeric).With("number", numeric)
                .With("special", kinds[3].Wanted)
            .With("minLower", inputs.WholeNumber("minLower", 0)).With("minUpper", inputs.WholeNumber("minUpper", 0))
            .With("minNumeric", inputs.WholeNumber("minNumeric", 0)).With("minSpecial", inputs.WholeNumber("minSpecial", 0))));
    }
}
