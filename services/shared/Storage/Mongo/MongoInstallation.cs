using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>
/// The databases of one installation on a server that it may share with others: one a service, each with the installation's prefix before its name.
/// </summary>
public static class MongoInstallation
{
    /// <summary>The prefix where none is set, and the one that every database had before there were others.</summary>
    public const string UsualPrefix = "bishui";

    private const int LongestPrefix = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The name of a service's database.</summary>
    public static string DatabaseName(string prefix, string service)
    {
        if (!IsPrefix(prefix))
            throw new ArgumentException(
                $"BISHUI_MONGO_PREFIX '{prefix}' 须为小写字母、数字和连字符，以字母开头，至多 {LongestPrefix} 个字符。 / "
                + $"BISHUI_MONGO_PREFIX '{prefix}' must be small letters, digits and hyphens, a letter first, at most {LongestPrefix} characters.", nameof(prefix));
        return $"{prefix}-{service}";
    }

    /// <summary>Whether a text can stand before the names of databases, on any server and file system.</summary>
    public static bool IsPrefix(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= LongestPrefix && char.IsAsciiLetterLower(text[0])
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
    }

    /// <summary>
    /// Drops an installation's databases and no other's: exactly those named after a prefix and a service, never all that begin with the prefix, since
    /// another installation's prefix may begin with it too.
    /// </summary>
    /// <returns>The databases that were there and are gone now.</returns>
    /// <exception cref="InvalidOperationException">The server was not reached or did not allow it. What was dropped until then is gone; it may be asked for again.</exception>
    public static async Task<IReadOnlyList<string>> DropAsync(
        string connectionString, string prefix, IReadOnlyCollection<string> services, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        var names = services.Select(service => DatabaseName(prefix, service)).ToHashSet(StringComparer.Ordinal);
        try
        {
            var settings = MongoClientSettings.FromConnectionString(connectionString);
            settings.WriteConcern = WriteConcern.WMajority;
            settings.ServerSelectionTimeout = Patience;
            // Clients of one name share their connections, and disposing of one would end the others'.
            settings.ApplicationName = $"bishui-reset-{Guid.NewGuid():N}";
            using var client = new MongoClient(settings);
            using var cursor = await client.ListDatabaseNamesAsync(cancel);
            var present = (await cursor.ToListAsync(cancel)).Where(names.Contains).Order(StringComparer.Ordinal).ToList();
            foreach (var name in present) await client.DropDatabaseAsync(name, cancel);
            return present;
        }
        catch (Exception failure) when (failure is MongoException or TimeoutException)
        {
            // The driver's own text describes the whole cluster, over many lines; it holds no password.
            throw new InvalidOperationException(failure.Message.Split('\n')[0].Split(". Client view")[0], failure);
        }
    }
}
