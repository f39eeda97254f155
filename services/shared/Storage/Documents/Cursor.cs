using System.Buffers.Text;
using System.Text.Json;

namespace Bishui.Storage.Documents;

/// <summary>
/// The place after a document in one order: its value and id, so that it stays good when the document is changed or removed.
/// </summary>
internal readonly record struct Cursor(string Value, string Id)
{
    public string Encode(DocumentQuery query) => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes<string?[]>([query.Index, query.Descending ? "d" : "a", Value, Id]));

    public static Cursor? Decode(DocumentQuery query)
    {
        if (query.After is null) return null;
        try
        {
            var parts = JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(query.After));
            if (parts is [var index, var order, { } value, { } id] && index == query.Index && order == (query.Descending ? "d" : "a"))
                return new(value, id);
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            // The same refusal as for a cursor of another query.
        }
        throw new QueryRefusedException("after", "翻页位置不属于此列表", "the place to go on from is not of this list");
    }
}
