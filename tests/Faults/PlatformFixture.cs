using Bishui.Launcher;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Bishui.Tests.Faults;

/// <summary>
/// The whole platform as real processes with a broker of its own, started once for the tests of the collection. Unlike
/// ./start, a test may start a process again after it was killed.
/// </summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    public const string Name = "platform";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bishui-faults-");
    private DataFolder? _data;

    public Platform Platform { get; private set; } = null!;

    public Credentials Credentials { get; private set; } = null!;

    public string DataPath => _data!.Path;

    public Uri Address => Platform.Gateway.Address;

    public PlatformClient ClientOf(string unit) => new(Address, Credentials.Of(unit));

    public async Task InitializeAsync()
    {
        _data = DataFolder.Open(_folder.FullName);
        (Credentials, _) = Credentials.Keep(_data.File("credentials.json"));
        var (clock, _) = ClockSetting.Keep(_data.File("clock.json"), day: null, real: false, TimeProvider.System);
        var installation = Installation.Find();
        Platform = new Platform(new PlatformSettings
        {
            Installation = installation,
            Data = _data,
            Port = Bishui.Launcher.Processes.FreePorts.Next(),
            Clock = clock,
        });
        await Platform.StartAsync();
        await new PublishedReadings(installation, Address, Credentials).LoadAsync();
    }

    public async Task DisposeAsync()
    {
        await Platform.StopAsync();
        await Platform.DisposeAsync();
        _data?.Dispose();
        _folder.Delete(recursive: true);
    }
}

[CollectionDefinition(PlatformFixture.Name)]
public sealed class PlatformDefinition : ICollectionFixture<PlatformFixture>;
