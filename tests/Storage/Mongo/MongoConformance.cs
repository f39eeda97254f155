using Bishui.Storage;
using Bishui.Storage.Documents;
using Bishui.Storage.Mongo;
using Bishui.Tests.Storage.Conformance;
using MongoDB.Driver;

namespace Bishui.Tests.Storage.Mongo;

/// <summary>A database of its own on the server that the tests were given.</summary>
public sealed class MongoEngine : IEngine
{
    private readonly string _name = $"bishui-test-{Guid.NewGuid():N}";

    public async Task<IDatabase> OpenAsync(IReadOnlyCollection<Collection> collections) =>
        await MongoDatabase.OpenAsync(NeedsMongoAttribute.ConnectionString!, _name, collections, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        var settings = MongoClientSettings.FromConnectionString(NeedsMongoAttribute.ConnectionString);
        // Clients of one name share their connections, and disposing of one would end the others'.
        settings.ApplicationName = _name + "-drop";
        using var client = new MongoClient(settings);
        await client.DropDatabaseAsync(_name);
    }
}

[NeedsMongo]
public sealed class MongoDocumentTests() : DocumentConformance(new MongoEngine());

[NeedsMongo]
public sealed class MongoQueries() : QueryConformance(new MongoEngine());

[NeedsMongo]
public sealed class MongoFileTests() : FileConformance(new MongoEngine());

[NeedsMongo]
public sealed class MongoSearches() : SearchConformance(new MongoEngine());

[NeedsMongo]
public sealed class MongoDecisions() : DecisionConformance(new MongoEngine());

[NeedsMongo]
public sealed class MongoMessages() : MessageConformance(new MongoEngine());

[NeedsMongo]
public sealed class MongoAppends() : AppendConformance(new MongoEngine());

[NeedsMongo]
public sealed class MongoReads() : ReadConformance(new MongoEngine());

[NeedsMongo]
public sealed class MongoSpans() : SpanConformance(new MongoEngine());

[NeedsMongo]
public sealed class MongoWorkerTests() : WorkerConformance(new MongoEngine());

[NeedsMongo]
public sealed class MongoNarrow() : NarrowConformance(new MongoEngine());
