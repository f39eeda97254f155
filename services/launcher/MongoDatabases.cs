using System.Security.Cryptography;
using System.Text.Json;
using Bishui.Storage.Mongo;

namespace Bishui.Launcher;

/// <summary>
/// Which databases of a MongoDB server are this data folder's: those with its prefix. The folder keeps it in <c>mongo.json</c>, so that two folders on one
/// server are apart, and emptying one empties its databases and no other's.
/// </summary>
/// <param name="Prefix">Stands before the names of the databases.</param>
public sealed record MongoDatabases(string Prefix)
{
    private const string FileName = "mongo.json";
    private const int RandomBytes = 4;

    /// <summary>The prefix that the folder has, else the one that was asked for, else a new one.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="wanted">BISHUI_MONGO_PREFIX, or null.</param>
    /// <exception cref="InvalidOperationException">The folder has another one than was asked for, or it cannot be one.</exception>
    public static MongoDatabases Keep(DataFolder data, string? wanted)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (wanted is not null && !MongoInstallation.IsPrefix(wanted))
            throw new InvalidOperationException(
                $"BISHUI_MONGO_PREFIX={wanted} 不可用：小写字母开头，只含小写字母、数字和连字符。 / BISHUI_MONGO_PREFIX={wanted} is none: a small letter, then small letters, digits and hyphens.");
        if (Of(data) is { } kept)
        {
            return wanted is null || wanted == kept.Prefix
                ? kept
                : throw new InvalidOperationException(
                    $"{data.Path} 的数据库前缀是 {kept.Prefix}，不是 {wanted}。 / The databases of {data.Path} begin with {kept.Prefix}, not with {wanted}.");
        }

        var made = new MongoDatabases(wanted ?? $"{MongoInstallation.UsualPrefix}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}");
        PrivateFiles.Write(data.File(FileName), JsonSerializer.Serialize(made) + "\n");
        return made;
    }

    /// <summary>The databases that a folder has on a server, or null when it has none.</summary>
    public static MongoDatabases? Of(DataFolder data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (File.Exists(data.File(FileName)))
        {
            try
            {
                return JsonSerializer.Deserialize<MongoDatabases>(File.ReadAllText(data.File(FileName))) is { Prefix: { } prefix } kept && MongoInstallation.IsPrefix(prefix)
                    ? kept
                    : throw new JsonException();
            }
            catch (JsonException e)
            {
                throw new InvalidOperationException($"{data.File(FileName)} 无法读取，请恢复该文件。 / {data.File(FileName)} cannot be read: restore it.", e);
            }
        }

        // A platform that was ready once and has no SQLite database had them on a server before folders kept a prefix.
        return File.Exists(data.File(PublishedReadings.DoneFile)) && !Part.Services.Any(part => Directory.Exists(data.File(part.Name)))
            ? new MongoDatabases(MongoInstallation.UsualPrefix)
            : null;
    }

    /// <summary>Drops the databases of a folder that is about to be emptied.</summary>
    /// <param name="data">The data folder; nothing of it is touched.</param>
    /// <param name="server">BISHUI_MONGO, or null.</param>
    /// <param name="wanted">BISHUI_MONGO_PREFIX, or null.</param>
    /// <param name="cancel">Ends the waiting for the server.</param>
    /// <returns>What was dropped.</returns>
    /// <exception cref="InvalidOperationException">They could not be dropped; says why. The folder must not be emptied then.</exception>
    public static async Task<IReadOnlyList<string>> DropAsync(DataFolder data, string? server, string? wanted, CancellationToken cancel = default)
    {
        if (Of(data) is not { } databases)
            return [];
        if (server is null)
            throw new InvalidOperationException(
                $"未清空：{data.Path} 的数据在 MongoDB 中（前缀 {databases.Prefix}），请以 BISHUI_MONGO 指明该服务器，一并清除。 / "
                + $"Not emptied: the data of {data.Path} are in MongoDB (prefix {databases.Prefix}); name the server with BISHUI_MONGO, so that they go too.");
        if (wanted is not null && wanted != databases.Prefix)
            Keep(data, wanted);
        try
        {
            return await MongoInstallation.DropAsync(server, databases.Prefix, [.. Part.Services.Select(part => part.Name)], cancel);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException(
                $"未清空：MongoDB 中前缀为 {databases.Prefix} 的数据库未能删除，{data.Path} 未作改动。 / "
                + $"Not emptied: the databases with the prefix {databases.Prefix} could not be dropped, {data.Path} was not touched: {e.Message}", e);
        }
    }
}
