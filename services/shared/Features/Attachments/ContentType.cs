namespace Bishui.Features.Attachments;

/// <summary>What a file is, as its content shows; its name and what the sender declares are claims.</summary>
/// <param name="Type">Media type; <see cref="Unknown"/> when the content shows none of those known here.</param>
/// <param name="First">First character of a text that is no white space; null for what is no text.</param>
/// <param name="Danger">Why it is not taken; null for what is.</param>
internal sealed record ContentType(string Type, char? First = null, Danger? Danger = null)
{
    public const string Unknown = "application/octet-stream";
    public const string PlainText = "text/plain";
    private const int HeadBytes = 1024;

    /// <summary>Finds what a content is. Reads from its beginning and leaves it anywhere.</summary>
    public static ContentType Of(Stream content)
    {
        content.Position = 0;
        var buffer = new byte[HeadBytes];
        var head = buffer.AsSpan(0, content.ReadAtLeast(buffer, HeadBytes, throwOnEndOfStream: false));
        switch (Signatures.Of(head))
        {
            case Signatures.Zip:
                var (packed, inPacked) = PackedFile.Look(content);
                return new(packed, Danger: inPacked);
            case Signatures.Ole:
                var (compound, inCompound) = CompoundFile.Look(content);
                return new(compound, Danger: inCompound);
            case { } known:
                return Binary(known, content);
            default:
                return TextContent.Look(content) is { } text
                    ? new(PlainText, text.First, text.IsScript ? Attachments.Danger.Script : null)
                    : Binary(Signatures.OfUnlessText(buffer.AsSpan(0, head.Length)) ?? Unknown, content);
        }
    }

    private static ContentType Binary(string type, Stream content) => new(type, Danger:
        Signatures.Programs.Contains(type) ? Attachments.Danger.Program
        : Signatures.Opaque.Contains(type) ? Attachments.Danger.Hidden
        : type == Signatures.Pdf ? PdfContent.DangerIn(content)
        : null);

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
