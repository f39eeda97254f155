using Bishui.Rules.Standards;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Bishui.Standards;

/// <summary>
/// Reads one YAML document into a tree of notes. It works on the parser's events instead of a serializer: no reflection at start-up, a line number for
/// every entry, and only the plain part of YAML is accepted: no anchors, aliases, tags or second document.
/// </summary>
internal sealed class YamlNotes
{
    private const int DeepestNesting = 16;
    private readonly Parser _parser;
    private readonly HashSet<string> _texts;

    private YamlNotes(TextReader text, HashSet<string> texts)
    {
        _parser = new Parser(text);
        _texts = texts;
    }

    /// <summary>The document. Equal texts are kept once: a source is repeated by every entry that rests on it.</summary>
    /// <exception cref="YamlException">The text is not such a document.</exception>
    public static Note Read(string text, HashSet<string> texts)
    {
        var notes = new YamlNotes(new StringReader(text), texts);
        try
        {
            return notes.ReadDocument();
        }
        catch (Exception broken) when (broken is InvalidOperationException or EndOfStreamException or ArgumentException)
        {
            // The parser answers some damage, an unfinished { for example, with these instead of an error of its own.
            var at = notes._parser.Current?.End ?? Mark.Empty;
            throw new YamlException(at, at, "The YAML breaks off or cannot be understood after this line.", broken);
        }
    }

    private Note ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.Accept<DocumentStart>(out _))
            throw new YamlException("The file is empty.");
        _parser.Consume<DocumentStart>();
        var note = ReadNote(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out var end))
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "A second document follows.");
        return note;
    }

    private Note ReadNote(int depth)
    {
        var at = _parser.Current is { } current ? current.Start : Mark.Empty;
        if (depth > DeepestNesting)
            throw new YamlException(at, at, "Nested too deeply.");
        if (_parser.Current is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
            throw new YamlException(at, at, "Anchors and tags are not used in these files.");

        var line = (int)at.Line;
        if (_parser.TryConsume<Scalar>(out var scalar))
            return new() { Line = line, Text = Once(scalar.Value) };
        if (_parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<Note>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
                items.Add(ReadNote(depth + 1));
            return new() { Line = line, Items = items };
        }

        if (!_parser.TryConsume<MappingStart>(out _))
            throw new YamlException(at, at, "Aliases are not used in these files.");
        var fields = new Dictionary<string, Note>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            if (!fields.TryAdd(Once(key.Value), ReadNote(depth + 1)))
                throw new YamlException(key.Start, key.End, $"'{key.Value}' stands twice.");
        }

        return new() { Line = line, Fields = fields };
    }

    private string Once(string text)
    {
        if (_texts.TryGetValue(text, out var kept))
            return kept;
        _texts.Add(text);
        return text;
    }
}
