using System.Text.RegularExpressions;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>
/// Whether a failure means that a key is taken: by the code, which is the protocol's, and not by the text, which each engine writes as it likes.
/// A command, a single write and a batch each carry the code in a place of their own.
/// </summary>
internal static partial class DuplicateKeys
{
    // The second and third are what the server called it in former versions.
    private static readonly int[] Codes = [11000, 11001, 12582];

    public static bool Means(MongoException failure) => failure switch
    {
        MongoWriteException write => write.WriteError is { } error && Codes.Contains(error.Code),
        MongoBulkWriteException bulk => bulk.WriteErrors.Any(error => Codes.Contains(error.Code)),
        MongoCommandException command => Codes.Contains(command.Code),
        _ => false,
    };

    /// <summary>The index that the key is in, if the text says so; most do.</summary>
    public static string? Index(MongoException failure)
    {
        var text = failure switch
        {
            MongoWriteException write => write.WriteError?.Message,
            MongoBulkWriteException bulk => bulk.WriteErrors.FirstOrDefault(error => Codes.Contains(error.Code))?.Message,
            _ => failure.Message,
        };
        return IndexInText().Match(text ?? "") is { Success: true } found ? found.Groups[1].Value : null;
    }

    /// <summary>Makes a document that several replicas may make at once: whoever comes second finds it there.</summary>
    public static async Task<T> OnceMoreAsync<T>(Func<Task<T>> upsert)
    {
        try
        {
            return await upsert();
        }
        catch (MongoException taken) when (Means(taken))
        {
            return await upsert();
        }
    }

    [GeneratedRegex(@"index: (\S+)")]
    private static partial Regex IndexInText();
}
