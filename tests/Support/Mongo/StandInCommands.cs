using System.Collections.Immutable;
using MongoDB.Bson;

namespace Bishui.Tests.Support.Mongo;

/// <summary>The commands, with snapshots and write conflicts as a replica set of one node has them.</summary>
/// <param name="address">Where the server listens.</param>
/// <param name="duplicateText">What it says of a duplicate key; null is MongoDB's own text, with the index named.</param>
internal sealed class StandInCommands(string address, string? duplicateText = null)
{
    public const string SetName = "rs0";
    private const int Patience = 5000;
    private const int WriteConflict = 112, DuplicateKey = 11000, NoSuchTransaction = 251, NamespaceExists = 48, Unauthorized = 13;
    private readonly Lock _gate = new();
    private readonly Dictionary<BsonValue, OpenTransaction> _transactions = [];
    private readonly List<ImmutableDictionary<string, StandInCollection>> _history = [ImmutableDictionary<string, StandInCollection>.Empty];

    private sealed class OpenTransaction(ImmutableDictionary<string, StandInCollection> snapshot)
    {
        public ImmutableDictionary<string, StandInCollection> Snapshot { get; } = snapshot;
        public ImmutableDictionary<string, StandInCollection> View { get; set; } = snapshot;
        public HashSet<(string Collection, BsonValue Id)> Written { get; } = [];
    }

    /// <summary>Whether databases may be dropped; a user of a server need not have the right.</summary>
    public bool AllowsDrops { get; set; } = true;

    private sealed class Refusal(int code, string message, bool transient = false) : Exception(message)
    {
        public int Code => code;

        /// <summary>Which of the command's writes it was.</summary>
        public int Index { get; set; }

        public BsonDocument Answer(bool asWriteError)
        {
            if (asWriteError)
                return new()
                {
                    ["ok"] = 1,
                    ["n"] = 0,
                    ["writeErrors"] = new BsonArray { new BsonDocument { ["index"] = Index, ["code"] = code, ["errmsg"] = Message } },
                };
            var answer = new BsonDocument { ["ok"] = 0, ["code"] = code, ["errmsg"] = Message };
            if (transient) answer["errorLabels"] = new BsonArray { "TransientTransactionError" };
            return answer;
        }
    }

    public async Task<BsonDocument> RunAsync(BsonDocument command)
    {
        // A write outside of a transaction waits for the transaction that it conflicts with, as at the server.
        for (var attempt = 0; ; attempt++)
        {
            var answer = Once(command);
            if (attempt == Patience || command.Contains("autocommit") || answer.GetValue("code", 0).ToInt32() != WriteConflict) return answer;
            await Task.Delay(1);
        }
    }

    private BsonDocument Once(BsonDocument command)
    {
        lock (_gate)
        {
            try
            {
                if (command.GetValue("startTransaction", false).ToBoolean()) _transactions[command["lsid"]] = new(_history[^1]);
                var answer = Dispatch(command);
                answer["ok"] = 1;
                answer["operationTime"] = new BsonTimestamp(1, _history.Count);
                return answer;
            }
            catch (Refusal refusal)
            {
                // A failed operation ends its transaction.
                if (command.Contains("autocommit")) _transactions.Remove(command["lsid"]);
                return refusal.Answer(refusal.Code == DuplicateKey && (command.Contains("insert") || command.Contains("update")));
            }
            catch (NotSupportedException unknown)
            {
                return new() { ["ok"] = 0, ["code"] = 59, ["errmsg"] = unknown.Message };
            }
        }
    }

    private BsonDocument Dispatch(BsonDocument command)
    {
        var first = command.GetElement(0);
        var name = first.Value.IsString ? $"{command.GetValue("$db", "")}/{first.Value.AsString}" : "";
        switch (first.Name)
        {
            case "hello" or "isMaster" or "ismaster":
                return Hello();
            case "ping" or "endSessions":
                return [];
            case "commitTransaction":
                if (!_transactions.Remove(command["lsid"], out var ended)) throw new Refusal(NoSuchTransaction, "There is no transaction.");
                Advance(ended.Written.Aggregate(_history[^1], (all, key) => Copy(all, ended.View, key)));
                return [];
            case "abortTransaction":
                return _transactions.Remove(command["lsid"]) ? [] : throw new Refusal(NoSuchTransaction, "There is no transaction.");
            case "listDatabases":
                return new("databases", new BsonArray(_history[^1].Keys.Select(key => key.Split('/')[0]).Distinct().Order(StringComparer.Ordinal)
                    .Select(database => new BsonDocument { ["name"] = database, ["sizeOnDisk"] = 1L, ["empty"] = false })));
            case "dropDatabase":
                if (!AllowsDrops) throw new Refusal(Unauthorized, $"not authorized on {command["$db"]} to execute command dropDatabase");
                Advance(_history[^1].RemoveRange(_history[^1].Keys.Where(key => key.StartsWith($"{command["$db"]}/", StringComparison.Ordinal))));
                return [];
            case "listCollections":
                return Cursor($"{command["$db"]}/$cmd.listCollections", _history[^1].Keys.Where(key => key.StartsWith($"{command["$db"]}/", StringComparison.Ordinal))
                    .Select(key => new BsonDocument { ["name"] = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..], ["type"] = "collection" }));
            case "create":
                if (_history[^1].ContainsKey(name)) throw new Refusal(NamespaceExists, "It exists.");
                Advance(_history[^1].Add(name, StandInCollection.Empty));
                return [];
            case "listIndexes":
                return Cursor(name, [new BsonDocument("name", "_id_"), .. _history[^1][name].Indexes.Select(index => new BsonDocument("name", index.Name))]);
            case "createIndexes":
                foreach (var index in command["indexes"].AsBsonArray.Cast<BsonDocument>()) CreateIndex(name, index);
                return [];
            case "dropIndexes":
                var kept = _history[^1][name];
                Advance(_history[^1].SetItem(name, kept with { Indexes = kept.Indexes.RemoveAll(index => index.Name == command["index"].AsString) }));
                return [];
            case "find":
                return Find(command, name);
            case "insert":
                Each(command["documents"], document => Write(command, name, document["_id"], document));
                return new("n", command["documents"].AsBsonArray.Count);
            case "update":
                return Update(command, name);
            case "delete":
                return Delete(command, name);
            case "findAndModify" or "findandmodify":
                var (_, changed) = Upsert(command, name, command["query"].AsBsonDocument, command["update"].AsBsonDocument, command.GetValue("upsert", false).ToBoolean());
                return new("value", changed is null ? BsonNull.Value : changed);
            default:
                throw new NotSupportedException($"Command {first.Name}");
        }
    }

    private BsonDocument Hello() => new()
    {
        ["ismaster"] = true,
        ["isWritablePrimary"] = true,
        ["helloOk"] = true,
        ["setName"] = SetName,
        ["setVersion"] = 1,
        ["hosts"] = new BsonArray { address },
        ["primary"] = address,
        ["me"] = address,
        ["maxBsonObjectSize"] = 16 << 20,
        ["maxMessageSizeBytes"] = 48_000_000,
        ["maxWriteBatchSize"] = 100_000,
        ["minWireVersion"] = 0,
        ["maxWireVersion"] = 21,
        ["logicalSessionTimeoutMinutes"] = 30,
    };

    private BsonDocument Find(BsonDocument command, string name)
    {
        var concern = command.GetValue("readConcern", new BsonDocument()).AsBsonDocument;
        var time = concern.TryGetValue("atClusterTime", out var at) ? at.AsBsonTimestamp.Increment - 1 : _history.Count - 1;
        var view = Transaction(command)?.View ?? _history[time];
        var found = (view.TryGetValue(name, out var collection) ? collection : StandInCollection.Empty).Documents.Values
            .Where(document => StandInQuery.Matches(document, command.GetValue("filter", new BsonDocument()).AsBsonDocument)).ToList();
        if (command.TryGetValue("sort", out var sort)) found.Sort((a, b) => StandInQuery.Compare(a, b, sort.AsBsonDocument));
        if (command.TryGetValue("limit", out var limit) && limit.ToInt32() > 0) found = [.. found.Take(limit.ToInt32())];
        var answer = Cursor(name, found);
        if (concern.GetValue("level", "") == "snapshot") answer["cursor"]["atClusterTime"] = new BsonTimestamp(1, time + 1);
        return answer;
    }

    private BsonDocument Update(BsonDocument command, string name)
    {
        var (matched, upserted, at) = (0, new BsonArray(), 0);
        Each(command["updates"], update =>
        {
            if (update.GetValue("multi", false).ToBoolean())
            {
                foreach (var held in View(command, name).Documents.Values.Where(document => StandInQuery.Matches(document, update["q"].AsBsonDocument)).ToList())
                {
                    Write(command, name, held["_id"], StandInQuery.Update(held, update["u"].AsBsonDocument, inserting: false), replaces: true);
                    matched++;
                }
                at++;
                return;
            }
            var (existed, changed) = Upsert(command, name, update["q"].AsBsonDocument, update["u"].AsBsonDocument, update.GetValue("upsert", false).ToBoolean());
            if (changed is not null) matched++;
            if (changed is not null && !existed) upserted.Add(new BsonDocument { ["index"] = at, ["_id"] = changed["_id"] });
            at++;
        });
        return new() { ["n"] = matched, ["nModified"] = matched - upserted.Count, ["upserted"] = upserted };
    }

    private static void Each(BsonValue writes, Action<BsonDocument> write)
    {
        var index = 0;
        foreach (var one in writes.AsBsonArray.Cast<BsonDocument>())
        {
            try
            {
                write(one);
            }
            catch (Refusal refusal)
            {
                refusal.Index = index;
                throw;
            }
            index++;
        }
    }

    private (bool Existed, BsonDocument? Changed) Upsert(BsonDocument command, string name, BsonDocument query, BsonDocument update, bool upsert)
    {
        var held = View(command, name).Documents.Values.FirstOrDefault(document => StandInQuery.Matches(document, query));
        if (held is null && !upsert) return (false, null);
        var changed = StandInQuery.Update(held ?? new BsonDocument("_id", query["_id"]), update, held is null);
        Write(command, name, changed["_id"], changed, replaces: held is not null);
        return (held is not null, changed);
    }

    private BsonDocument Delete(BsonDocument command, string name)
    {
        var removed = 0;
        foreach (var delete in command["deletes"].AsBsonArray.Cast<BsonDocument>())
        {
            var found = View(command, name).Documents.Values.Where(document => StandInQuery.Matches(document, delete["q"].AsBsonDocument));
            foreach (var document in (delete["limit"] == 1 ? found.Take(1) : found).ToList())
            {
                Write(command, name, document["_id"], null, replaces: true);
                removed++;
            }
        }
        return new("n", removed);
    }

    private void Write(BsonDocument command, string name, BsonValue id, BsonDocument? document, bool replaces = false)
    {
        var transaction = Transaction(command);
        var key = (name, id);
        var committed = Get(_history[^1], key);
        if (_transactions.Values.Any(other => other != transaction && other.Written.Contains(key))
            || (transaction is not null && !ReferenceEquals(Get(transaction.Snapshot, key), committed)))
            throw new Refusal(WriteConflict, "WriteConflict error: this operation conflicted with another operation.", transient: true);

        var collection = View(command, name);
        if (document is not null)
        {
            if (!replaces && collection.Documents.ContainsKey(id)) throw Duplicate(name, "_id_");
            foreach (var unique in collection.KeysOf(document))
            {
                if (collection.Taken.TryGetValue(unique, out var holder) && holder != id) throw Duplicate(name, unique.Index);
                // Taken by a transaction that is open, or was since this one began; what this one itself has freed is free.
                var seen = transaction?.Snapshot.GetValueOrDefault(name)?.Taken.GetValueOrDefault(unique);
                if (_transactions.Values.Where(other => other != transaction).Select(other => other.View).Append(_history[^1])
                    .Any(view => view.GetValueOrDefault(name)?.Taken.TryGetValue(unique, out var other) == true && other != id && other != seen))
                    throw new Refusal(WriteConflict, "WriteConflict error: this operation conflicted with another operation.", transient: true);
            }
        }
        collection = collection.With(id, document);
        if (transaction is null)
        {
            Advance(_history[^1].SetItem(name, collection));
            return;
        }
        transaction.View = transaction.View.SetItem(name, collection);
        transaction.Written.Add(key);
    }

    private void CreateIndex(string name, BsonDocument asked)
    {
        var collection = _history[^1].GetValueOrDefault(name) ?? StandInCollection.Empty;
        var index = new StandInIndex(asked["name"].AsString, [.. asked["key"].AsBsonDocument.Names], asked.GetValue("unique", false).ToBoolean());
        if (collection.Indexes.Any(held => held.Name == index.Name)) return;
        var indexed = collection with { Indexes = collection.Indexes.Add(index) };
        foreach (var document in collection.Documents.Values)
        {
            if (indexed.KeysOf(document).Any(unique => indexed.Taken.TryGetValue(unique, out var holder) && holder != document["_id"])) throw Duplicate(name, index.Name);
            indexed = indexed with { Taken = indexed.Taken.SetItems(indexed.KeysOf(document).Select(unique => KeyValuePair.Create(unique, document["_id"]))) };
        }
        Advance(_history[^1].SetItem(name, indexed));
    }

    private OpenTransaction? Transaction(BsonDocument command)
    {
        if (!command.Contains("autocommit")) return null;
        return _transactions.TryGetValue(command["lsid"], out var open) ? open : throw new Refusal(NoSuchTransaction, "There is no transaction.", transient: true);
    }

    private StandInCollection View(BsonDocument command, string name) =>
        (Transaction(command)?.View ?? _history[^1]).GetValueOrDefault(name) ?? StandInCollection.Empty;

    private void Advance(ImmutableDictionary<string, StandInCollection> next) => _history.Add(next);

    private static BsonDocument? Get(ImmutableDictionary<string, StandInCollection> all, (string Collection, BsonValue Id) key) =>
        all.TryGetValue(key.Collection, out var collection) ? collection.Documents.GetValueOrDefault(key.Id) : null;

    private static ImmutableDictionary<string, StandInCollection> Copy(
        ImmutableDictionary<string, StandInCollection> into, ImmutableDictionary<string, StandInCollection> from, (string Collection, BsonValue Id) key)
    {
        var collection = into.GetValueOrDefault(key.Collection) ?? StandInCollection.Empty;
        return into.SetItem(key.Collection, collection.With(key.Id, Get(from, key)));
    }

    private static BsonDocument Cursor(string name, IEnumerable<BsonDocument> documents) => new("cursor", new BsonDocument
    {
        ["id"] = 0L,
        ["ns"] = name.Replace('/', '.'),
        ["firstBatch"] = new BsonArray(documents),
    });

    private Refusal Duplicate(string name, string index) =>
        new(DuplicateKey, duplicateText ?? $"E11000 duplicate key error collection: {name.Replace('/', '.')} index: {index} dup key: {{ }}");
}
