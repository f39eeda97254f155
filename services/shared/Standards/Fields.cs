using System.Globalization;
using Bishui.Rules.Standards;

namespace Bishui.Standards;

/// <summary>Reads the named fields of one entry and writes down every problem; a field nobody asked for is one.</summary>
internal sealed class Fields(string file, string entry, Note note, List<FileProblem> problems)
{
    private readonly HashSet<string> _asked = [];

    public void Problem(string detail, Note? at = null) => problems.Add(new(file, (at ?? note).Line, entry, detail));

    public Note? Take(string name, bool required = true)
    {
        _asked.Add(name);
        if (note[name] is { } field)
            return field;
        if (required)
            Problem($"'{name}' is missing.");
        return null;
    }

    public string? OptionalText(string name) => TextOf(name, Take(name, required: false));

    public string Text(string name) => TextOf(name, Take(name)) ?? "";

    public IReadOnlyList<string> Texts(string name, bool required = false)
    {
        if (Take(name, required) is not { } list)
            return [];
        if (list.Text is null && list.Fields.Count == 0)
            return [.. list.Items.Select(item => TextOf(name, item) ?? "")];
        Problem($"'{name}' is not a list.", list);
        return [];
    }

    public IReadOnlyList<Note> Items(string name)
    {
        if (Take(name) is not { } list)
            return [];
        if (list.Text is not null || list.Fields.Count > 0)
            Problem($"'{name}' is not a list.", list);
        return list.Items;
    }

    public IReadOnlyDictionary<string, Note> Map(string name, bool required = true)
    {
        if (Take(name, required) is not { } map)
            return new Dictionary<string, Note>();
        if (map.Fields.Count == 0)
            Problem($"'{name}' has no fields.", map);
        return map.Fields;
    }

    public IReadOnlyDictionary<string, string> TextMap(string name, bool required = true) =>
        Map(name, required).ToDictionary(pair => pair.Key, pair => TextOf($"{name}.{pair.Key}", pair.Value) ?? "");

    public decimal? OptionalNumber(string name)
    {
        if (OptionalText(name) is not { } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;
        Problem($"'{name}' is not a number: '{text}'.");
        return null;
    }

    public DateOnly? OptionalDay(string name)
    {
        if (OptionalText(name) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Problem($"'{name}' is not a day like 2021-11-01: '{text}'.");
        return null;
    }

    public DateOnly Day(string name)
    {
        Take(name);
        return OptionalDay(name) ?? DateOnly.MinValue;
    }

    public bool? OptionalFlag(string name)
    {
        switch (OptionalText(name))
        {
            case null: return null;
            case "true": return true;
            case "false": return false;
            case var text:
                Problem($"'{name}' is neither true nor false: '{text}'.");
                return null;
        }
    }

    /// <summary>One of the given words.</summary>
    public T Word<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        var text = Text(name);
        if (words.TryGetValue(text, out var word))
            return word;
        if (text.Length > 0)
            Problem($"'{name}' is '{text}', not one of {string.Join(", ", words.Keys)}.");
        return default;
    }

    public Confidence Confidence() => Word("confidence", Confidences);

    /// <summary>The fields nobody asked for.</summary>
    public IEnumerable<KeyValuePair<string, Note>> Rest => note.Fields.Where(pair => !_asked.Contains(pair.Key));

    /// <summary>Call last: what was not asked for is not known.</summary>
    public void Close()
    {
        foreach (var (name, field) in Rest)
            Problem($"'{name}' is not a known field.", field);
    }

    private static readonly Dictionary<string, Confidence> Confidences = new()
    {
        ["verified"] = Rules.Standards.Confidence.Verified,
        ["recalled"] = Rules.Standards.Confidence.Recalled,
    };

    private string? TextOf(string name, Note? field)
    {
        if (field is null)
            return null;
        if (!string.IsNullOrWhiteSpace(field.Text) && field.Text is not ("~" or "null"))
            return field.Text;
        Problem(field.Text is null ? $"'{name}' is not a text." : $"'{name}' is empty.", field);
        return null;
    }
}
