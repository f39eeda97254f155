using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bishui.Gateway.Identity;

/// <summary>Reads credentials.json and refuses one that would not be safe. Messages never carry a secret.</summary>
internal static class CredentialsFile
{
    public const int ShortestSecret = 16;

    private const UnixFileMode TooOpen =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly string[] KnownRoles = ["reporter", "approver", "supervisor", "admin"];

    public static CredentialsRead Read(string path)
    {
        var bytes = Load(path);
        return new(bytes, Parse(path, bytes));
    }

    /// <summary>The bytes of the file, once its mode has been found to keep strangers out.</summary>
    public static byte[] Load(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            // Asked of the open file, so that a mounted secret, which is a link to a link, answers for its target.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & TooOpen) != 0)
                throw new CredentialsException($"{path} can be read or changed by others on this machine. Allow its owner only: chmod 600 {path}");

            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException($"{path} cannot be read: {e.Message}");
        }
    }

    public static IReadOnlyList<Credential> Parse(string path, byte[] bytes)
    {
        Document document;
        try
        {
            document = JsonSerializer.Deserialize<Document>(bytes, Json)
                ?? throw new CredentialsException($"{path} is empty.");
        }
        catch (JsonException e)
        {
            // The parser's own message may quote what it could not read.
            throw new CredentialsException($"{path} is not valid JSON of the expected shape, line {e.LineNumber + 1}.");
        }

        var credentials = new List<Credential>();
        if (document.Admin is { } admin)
        {
            Require(path, "admin.username", admin.Username);
            RequireSecret(path, "admin.password", admin.Password);
            credentials.Add(new(CredentialKind.Person, admin.Username!, "", ["admin", "supervisor"], Hash(admin.Password!)));
        }

        foreach (var (client, index) in (document.Clients ?? []).Select((client, index) => (client, index)))
        {
            Require(path, $"clients[{index}].client_id", client.ClientId);
            Require(path, $"clients[{index}].unit", client.Unit);
            RequireSecret(path, $"clients[{index}].client_secret", client.ClientSecret);
            if (client.Roles?.FirstOrDefault(role => !KnownRoles.Contains(role)) is { } unknown)
                throw new CredentialsException($"{path}: clients[{index}].roles holds {unknown}, which is none of {string.Join(", ", KnownRoles)}.");
            credentials.Add(new(CredentialKind.Client, client.ClientId!, client.Unit!, client.Roles ?? RolesOf(client.Unit!), Hash(client.ClientSecret!)));
        }

        if (credentials.Count == 0)
            throw new CredentialsException($"{path} names neither an admin nor a client.");
        if (credentials.GroupBy(c => (c.Kind, c.Id)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new CredentialsException($"{path} names {twice.Key.Id} twice.");
        return credentials;
    }

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    // The committee also watches over the others' work: 区生态环境保护委员会 coordinates the plan.
    private static string[] RolesOf(string unit) =>
        unit == "ecology-committee" ? ["reporter", "approver", "supervisor"] : ["reporter", "approver"];

    private static void Require(string path, string member, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw new CredentialsException($"{path}: {member} is missing.");
    }

    private static void RequireSecret(string path, string member, string? value)
    {
        Require(path, member, value);
        if (value!.Length < ShortestSecret)
            throw new CredentialsException($"{path}: {member} is shorter than {ShortestSecret} characters.");
    }

    private sealed record Document(Admin? Admin, IReadOnlyList<Client>? Clients);

    private sealed record Admin(string? Username, string? Password);

    private sealed record Client(string? ClientId, string? ClientSecret, string? Unit, string? Name, IReadOnlyList<string>? Roles);
}

/// <summary>What the file held, and what that means.</summary>
internal sealed record CredentialsRead(byte[] Bytes, IReadOnlyList<Credential> Entries);

internal enum CredentialKind
{
    Client,
    Person,
}

/// <summary>Someone who may have a token; of the secret only its hash is kept.</summary>
internal sealed record Credential(CredentialKind Kind, string Id, string Unit, IReadOnlyList<string> Roles, byte[] SecretHash);

internal sealed class CredentialsException(string message) : Exception(message);
