using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bishui.Launcher;

/// <summary>The secrets of an installation, as <c>credentials.json</c> holds them: one administrator, one client a unit.</summary>
public sealed record Credentials
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The person who administers the platform.</summary>
    public required Administrator Admin { get; init; }

    /// <summary>One for every unit of the plan.</summary>
    public required IReadOnlyList<Client> Clients { get; init; }

    /// <summary>Reads the file, makes it on the first start, and adds a client for every unit it does not know yet.</summary>
    /// <returns>The credentials, and whether the file was made or changed.</returns>
    public static (Credentials Credentials, bool Changed) Keep(string file)
    {
        var kept = File.Exists(file) ? Read(file) : new Credentials { Admin = new("admin", Secret()), Clients = [] };
        var missing = Units.All.Where(u => kept.Clients.All(c => c.Unit != u.Key))
            .Select(u => new Client { ClientId = u.Key, ClientSecret = Secret(), Unit = u.Key, Name = u.Name }).ToList();
        var changed = missing.Count > 0 || !File.Exists(file);
        if (changed)
        {
            kept = kept with { Clients = [.. kept.Clients, .. missing] };
            PrivateFiles.Write(file, JsonSerializer.Serialize(kept, Json) + "\n");
        }

        return (kept, changed);
    }

    /// <summary>The client of a unit, by the unit's key.</summary>
    public Client Of(string unit) => Clients.Single(c => c.Unit == unit);

    private static Credentials Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Credentials>(File.ReadAllText(file), Json)
                ?? throw new JsonException("empty");
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{file} 无法读取：请恢复该文件，或以 --reset 重新开始。 / {file} cannot be read: restore it, or start afresh with --reset. ({e.Message})", e);
        }
    }

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

/// <summary>The first user.</summary>
public sealed record Administrator(string Username, string Password);

/// <summary>What a unit's own system signs in with.</summary>
public sealed record Client
{
    /// <summary>The unit's key.</summary>
    public required string ClientId { get; init; }

    /// <summary>256 random bits.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>The unit's key.</summary>
    public required string Unit { get; init; }

    /// <summary>The unit's name in the plan.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }
}
