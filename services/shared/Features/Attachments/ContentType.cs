namespace Bishui.Features.Attachments;

/// <summary>What a file is, as its content shows; its name and what the sender declares are claims.</summary>
/// <param name="Type">Media type; <see cref="Unknown"/> when the content shows none of those known here.</param>
/// <param name="First">First character of a text that is no white space; null for what is no text.</param>
internal sealed record ContentType(string Type, char? First = null)
{
    public const string Unknown = "application/octet-stream";
    public const string PlainText = "text/plain";
    private const int HeadBytes = 1024;

    /// <summary>Whether it runs when opened.</summary>
    public bool IsProgram => Signatures.Programs.Contains(Type);

    /// <summary>Finds what a content is. Reads from its beginning and leaves it anywhere.</summary>
    public static ContentType Of(Stream content)
    {
        content.Position = 0;
        var buffer = new byte[HeadBytes];
        var head = buffer.AsSpan(0, content.ReadAtLeast(buffer, HeadBytes, throwOnEndOfStream: false));
        switch (Signatures.Of(head))
        {
            case Signatures.Zip:
                return new(PackedFile.TypeOf(content));
            case Signatures.Ole:
                return new(CompoundFile.TypeOf(content));
            case { } known:
                return new(known);
            default:
                return TextContent.FirstCharacter(content) is { } first
                    ? new(PlainText, first)
                    : new(Signatures.OfUnlessText(buffer.AsSpan(0, head.Length)) ?? Unknown);
        }
    }

    /// <summary>Whether an extension, in lower case with its dot, claims nothing else. Extensions that are not known here claim nothing.</summary>
    public bool Fits(string extension) => extension switch
    {
        ".txt" or ".csv" => First is not null,
        ".json" => First is '{' or '[',
        ".xml" => First is '<',
        _ => !Signatures.ByExtension.TryGetValue(extension, out var claimed) || claimed.Contains(Type),
    };

    /// <summary>The type under a name: texts of several kinds look alike, and an extension that fits says which.</summary>
    public string Named(string extension) => (Type, extension) switch
    {
        (PlainText, ".csv") => "text/csv",
        (PlainText, ".json") => "application/json",
        (PlainText, ".xml") => "application/xml",
        _ => Type,
    };
}
