using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Bishui.Gateway.Identity;

/// <summary>
/// The RSA keys that sign tokens, kept in a folder so that a token outlives a restart. <c>signing-key.pem</c> signs and is
/// made on the first start; any other <c>*.pem</c> beside it only verifies, which is how a key is retired without breaking
/// the tokens it signed. An existing key is never replaced; replicas that share the folder all use the first one's.
/// </summary>
internal static class SigningKeys
{
    private const string FileName = "signing-key.pem";
    private const int KeyBits = 2048;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>All keys of the folder, the one that signs first.</summary>
    public static async Task<IReadOnlyList<RsaSecurityKey>> OpenAsync(string folder, CancellationToken ct = default)
    {
        var path = Path.Combine(folder, FileName);

        // A mounted secret is read-only and already holds its key: nothing may be written then, not even a lock.
        if (!File.Exists(path))
            await CreateAsync(folder, path, ct);

        var others = Directory.EnumerateFiles(folder, "*.pem")
            .Where(file => Path.GetFileName(file) != FileName)
            .Order(StringComparer.Ordinal);
        return [.. others.Prepend(path).Select(Read)];
    }

    private static async Task CreateAsync(string folder, string path, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);

        await using var alone = await LockAsync(Path.Combine(folder, ".lock"), ct);
        if (File.Exists(path))
            return;

        using var rsa = RSA.Create(KeyBits);
        var unfinished = Path.Combine(folder, $".{FileName}.{Guid.NewGuid():N}");
        await using (var file = new FileStream(unfinished, OwnerOnlyFile(FileMode.CreateNew)))
        {
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem()), ct);
            file.Flush(flushToDisk: true);
        }

        // Whole or not at all: nobody sees half a key, and the lock keeps a second one from being made.
        File.Move(unfinished, path);
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, OwnerOnlyFile(FileMode.OpenOrCreate));
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
            }
        }
    }

    private static FileStreamOptions OwnerOnlyFile(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private static RsaSecurityKey Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)) != 0)
            throw new InvalidOperationException($"{path} can be read or changed by others on this machine. Allow its owner only: chmod 600 {path}");

        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw new InvalidOperationException($"{path} is not an RSA private key in PEM form.");
        }

        var key = new RsaSecurityKey(rsa);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }
}
