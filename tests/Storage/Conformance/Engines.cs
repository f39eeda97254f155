using Bishui.Storage;
using Bishui.Storage.Documents;
using Bishui.Storage.Sqlite;
using Xunit;

namespace Bishui.Tests.Storage.Conformance;

/// <summary>A place for one test's database, gone after it.</summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>Opens the place's database, or opens it again after it was disposed of.</summary>
    Task<IDatabase> OpenAsync(IReadOnlyCollection<Collection> collections);
}

/// <summary>A folder of its own.</summary>
public sealed class SqliteEngine(SqliteOptions? options = null) : IEngine
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("bishui-test-").FullName;

    public async Task<IDatabase> OpenAsync(IReadOnlyCollection<Collection> collections) =>
        await SqliteDatabase.OpenAsync(Folder, collections, TimeProvider.System, options);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Tests that open their engine themselves.</summary>
public abstract class EngineTests<TEngine>(TEngine engine) : IAsyncLifetime where TEngine : IEngine
{
    protected TEngine Engine { get; } = engine;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync() => await Engine.DisposeAsync();
}

/// <summary>What every engine must do: one class a subject, one subclass an engine.</summary>
public abstract class ConformanceTests(IEngine engine) : IAsyncLifetime
{
    protected IDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync() => Database = await engine.OpenAsync(Samples.All);

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        await engine.DisposeAsync();
    }

    protected async Task ReopenAsync(IReadOnlyCollection<Collection>? collections = null)
    {
        await Database.DisposeAsync();
        Database = await engine.OpenAsync(collections ?? Samples.All);
    }
}
