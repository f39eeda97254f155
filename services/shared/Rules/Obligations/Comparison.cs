using System.Globalization;
using System.Text.RegularExpressions;

namespace Bishui.Rules.Obligations;

/// <summary>One comparison of a <see cref="Condition"/>; its text is what it is called.</summary>
internal sealed partial record Comparison(string Text, bool Negated, string Attribute, Func<string, DateOnly, bool> Test)
{
    private static readonly Dictionary<string, Func<int, bool>> Operators = new()
    {
        ["="] = order => order == 0,
        ["!="] = order => order != 0,
        ["<"] = order => order < 0,
        ["<="] = order => order <= 0,
        [">"] = order => order > 0,
        [">="] = order => order >= 0,
    };

    public static Comparison Parse(string text)
    {
        var positive = text.StartsWith("not ", StringComparison.Ordinal) ? text[4..] : text;
        var match = Form().Match(positive);
        if (!match.Success)
            throw Unreadable(text, "it is not a comparison like withdrawalPerDay >= 10000");
        var attribute = match.Groups["attribute"].Value;
        Func<string, DateOnly, bool> test = match switch
        {
            _ when attribute is "and" or "or" or "not" => throw Unreadable(text, $"'{attribute}' is not a name"),
            _ when match.Groups["years"].Success => AgeTest(match.Groups["operator"].Value, match.Groups["years"].Value, text),
            _ when match.Groups["literal"].Success => LiteralTest(match.Groups["operator"].Value, match.Groups["literal"].Value, text),
            _ => (value, _) => value == "true",
        };
        return new(text, positive != text, attribute, test);
    }

    public bool Holds(IReadOnlyDictionary<string, string> attributes, DateOnly day) =>
        (attributes.TryGetValue(Attribute, out var value) && Test(value, day)) != Negated;

    public override string ToString() => Text;

    private static Func<string, DateOnly, bool> AgeTest(string operation, string years, string text)
    {
        if (operation is "=" or "!=")
            throw Unreadable(text, "an age is older or younger than a number of years, never equal to it");
        if (!int.TryParse(years, NumberStyles.None, CultureInfo.InvariantCulture, out var term) || term > 999)
            throw Unreadable(text, $"'{years}' is not a number of years");
        var holds = Operators[operation];

        // On the anniversary something is exactly that old: older only from the day after.
        return (value, day) => Values.Day(value) is { } from && Values.Anniversary(from, term) is { } anniversary && holds(day.CompareTo(anniversary));
    }

    private static Func<string, DateOnly, bool> LiteralTest(string operation, string literal, string text)
    {
        var holds = Operators[operation];
        if (Values.Number(literal) is { } number)
            return (value, _) => Values.Number(value) is { } stated && holds(stated.CompareTo(number));
        if (Values.Day(literal) is { } day)
            return (value, _) => Values.Day(value) is { } stated && holds(stated.CompareTo(day));
        if (!Word().IsMatch(literal))
            throw Unreadable(text, $"'{literal}' is neither a number, a day nor a word");
        if (operation is not ("=" or "!="))
            throw Unreadable(text, $"the word '{literal}' is neither more nor less than another");
        return (value, _) => (value == literal) == (operation == "=");
    }

    private static FormatException Unreadable(string text, string why) => new($"The condition '{text}' cannot be read: {why}.");

    [GeneratedRegex(
        @"\A(?:age\((?<attribute>[a-z][A-Za-z0-9]*)\) (?<operator>=|!=|<=?|>=?) (?<years>[0-9]+) years|(?<attribute>[a-z][A-Za-z0-9]*)(?: (?<operator>=|!=|<=?|>=?) (?<literal>[^ ]+))?)\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\z")]
    private static partial Regex Word();
}
