using System.IO.Compression;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.KeptDatabase;

/// <summary>A copy of the data folder that an earlier version wrote, and platforms of today over it.</summary>
public sealed class KeptYear : IAsyncLifetime
{
    /// <summary>Noon of the day after the last that was written.</summary>
    internal static readonly DateTimeOffset Now = new(2022, 2, 10, 12, 0, 0, TimeSpan.FromHours(8));

    private readonly string _folder = Directory.CreateTempSubdirectory("bishui-year-").FullName;

    /// <summary>Opened once, for those who only read.</summary>
    internal KeptPlatform Platform { get; private set; } = null!;

    internal static void CopyTo(string folder) => ZipFile.ExtractToDirectory(Repository.Path("tests/Functional/KeptDatabase/year-2021.zip"), folder);

    public async Task InitializeAsync()
    {
        CopyTo(_folder);
        Platform = await KeptPlatform.StartAsync(_folder, Now);
    }

    public async Task DisposeAsync()
    {
        await Platform.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
