using System.Security.Cryptography;

namespace Bishui.Storage.Files;

/// <summary>Names of files.</summary>
internal static class FileIds
{
    /// <summary>Whether a text can name a file. Anything else names none, and above all no path.</summary>
    public static bool IsId(string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        return sha256.Length == SHA256.HashSizeInBytes * 2 && sha256.All(char.IsAsciiHexDigitLower);
    }
}
