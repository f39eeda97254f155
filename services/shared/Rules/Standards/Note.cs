namespace Bishui.Rules.Standards;

/// <summary>
/// A part of a standard's file that is not a limit: a text, a list or named fields. What no rule reads yet (sludge, drainage volumes,
/// how points are sampled) stays readable in this form.
/// </summary>
public sealed record Note
{
    /// <summary>The text, or null where this is a list or has fields.</summary>
    public string? Text { get; init; }

    /// <summary>The items of a list; empty otherwise.</summary>
    public IReadOnlyList<Note> Items { get; init; } = [];

    /// <summary>Named fields; empty otherwise.</summary>
    public IReadOnlyDictionary<string, Note> Fields { get; init; } = new Dictionary<string, Note>();

    /// <summary>Line in the file, counted from one.</summary>
    public int Line { get; init; }

    /// <summary>The field of that name, or null.</summary>
    public Note? this[string name] => Fields.GetValueOrDefault(name);
}
