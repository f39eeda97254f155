using Bishui.Storage.Documents;
using Bishui.Storage.Mongo;
using Bishui.Storage.Readings;
using Bishui.Tests.Storage.Conformance;
using MongoDB.Bson;
using Xunit;

namespace Bishui.Tests.Storage.Mongo;

/// <summary>What is sent to a server, without one.</summary>
public sealed class MongoShapeTests
{
    private static readonly DocumentIndex Note = Samples.Cases.Indexes.Single(index => index.Name == "note");
    private static readonly DocumentIndex Number = Samples.Cases.Indexes.Single(index => index.Name == "number");

    [Fact]
    public void A_document_holds_version_body_and_the_values_that_are_there()
    {
        var change = PreparedCommit.Of(new Commit().Insert(Samples.Cases, "1", Samples.Case("n1") with { Value = 1.10m }), null).Changes[0];
        var document = MongoShapes.Document(Samples.Cases, change, 7);

        Assert.Equal(["_id", "v", "p", "body", "ix"], document.Names);
        Assert.Equal(new BsonDocument { ["number"] = "n1", ["site"] = "lutang" }, document["ix"]);
        Assert.Equal(new BsonInt64(1), document["v"]);
        Assert.Equal("1.10", document["body"]["value"].AsDecimal128.ToString());
        Assert.Equal("open", document["body"]["state"].AsString);
        var read = MongoShapes.Read(Samples.Cases, document);
        Assert.Equal(("1", 1L, "n1"), (read.Id, read.Version, read.Body.Number));
    }

    [Fact]
    public void A_replacement_asks_for_the_version_it_was_decided_on_and_raises_it()
    {
        var change = PreparedCommit.Of(new Commit().Update(Samples.Cases, "1", 4, Samples.Case("n1")), null).Changes[0];
        Assert.Equal(BsonDocument.Parse("""{ _id: "1", v: NumberLong(4) }"""), MongoShapes.AtVersion(change));
        Assert.Equal(5, MongoShapes.Document(Samples.Cases, change, 7)["v"].AsInt64);
    }

    [Fact]
    public void A_query_bounds_its_index_and_leaves_out_documents_without_a_value()
    {
        Assert.Equal(BsonDocument.Parse("""{ _id: { $gte: "" } }"""), MongoShapes.Filter(null, new(), null));
        Assert.Equal(BsonDocument.Parse("""{ "ix.note": { $gte: "a", $lt: "b" } }"""),
            MongoShapes.Filter(Note, new() { From = "a", Before = "b" }, null));
        Assert.Equal(BsonDocument.Parse("""{ "ix.note": { $gte: "", $eq: "a" } }"""), MongoShapes.Filter(Note, new() { EqualTo = "a" }, null));
        Assert.Equal(
            BsonDocument.Parse("""
                { $and: [ { "ix.note": { $gte: "" } },
                          { "ix.note": { $lte: "m" }, $or: [ { "ix.note": { $lt: "m" } }, { "ix.note": "m", _id: { $lt: "7" } } ] } ] }
                """),
            MongoShapes.Filter(Note, new() { Descending = true }, new Cursor("m", "7")));
        Assert.Equal(BsonDocument.Parse("""{ $and: [ { _id: { $gte: "" } }, { _id: { $gt: "7" } } ] }"""),
            MongoShapes.Filter(null, new(), new Cursor("7", "7")));
        Assert.Equal(BsonDocument.Parse("""{ "ix.note": -1, _id: -1 }"""), MongoShapes.Sort(Note, descending: true));
        Assert.Equal(BsonDocument.Parse("""{ _id: 1 }"""), MongoShapes.Sort(null, descending: false));
    }

    [Fact]
    public void A_search_asks_for_each_word_as_it_stands_among_what_the_index_gives()
    {
        var day = Samples.Remarks.Indexes[0];
        var filter = MongoShapes.Filter(day, new() { Text = " A+(B)\n水质 " }, null);
        Assert.Equal(["ix.day", "$and"], filter.Names);
        var conditions = filter["$and"].AsBsonArray.Select(condition => condition.AsBsonDocument).ToList();
        Assert.Equal([@"a\+\(b\)", "水质"], conditions.Where(condition => condition.Contains("tx")).Select(condition => condition["tx"]["$regex"].AsString));
        Assert.Equal([new BsonArray { "0061002b", "002b0028", "00280062", "00620029" }, new BsonArray { "6c348d28" }],
            conditions.Where(condition => condition.Contains("tp")).Select(condition => condition["tp"]["$all"].AsBsonArray));
        Assert.Equal("^6c34", MongoShapes.Filter(day, new() { Text = "水" }, null)["$and"][0]["tp"]["$regex"].AsString);
        var change = PreparedCommit.Of(new Commit().Insert(Samples.Remarks, "1", new Remark("ＣＯＤ 超标")), null).Changes[0];
        Assert.Equal("cod 超标", MongoShapes.Document(Samples.Remarks, change, 7)["tx"].AsString);
        Assert.Equal(["0063006f", "006f0064", "0064", "8d856807", "6807"], MongoShapes.Document(Samples.Remarks, change, 7)["tp"].AsBsonArray.Select(pair => pair.AsString));
        var silent = PreparedCommit.Of(new Commit().Insert(Samples.Remarks, "2", new Remark(null)), null).Changes[0];
        Assert.False(MongoShapes.Document(Samples.Remarks, silent, 7).Contains("tx"));
    }

    [Fact]
    public void Only_documents_with_a_value_are_in_a_unique_index()
    {
        var unique = MongoSchema.Model(Number).Options;
        Assert.True(unique.Unique);
        Assert.Equal("ix.number.unique", unique.Name);
        Assert.Null(MongoSchema.Model(Note).Options.Unique);
    }

    [Theory]
    [InlineData("_id_", false, ConflictKind.Id, null)]
    [InlineData("ix.number.unique", true, ConflictKind.UniqueValue, "number")]
    [InlineData(null, true, ConflictKind.Id, null)]
    [InlineData(null, false, ConflictKind.UniqueValue, "number")]
    [InlineData("some_other_name", false, ConflictKind.UniqueValue, "number")]
    public void A_duplicate_key_names_what_is_taken(string? named, bool idIsTaken, ConflictKind kind, string? index)
    {
        var change = PreparedCommit.Of(new Commit().Insert(Samples.Cases, "1", Samples.Case("n1")), null).Changes[0];
        var conflict = MongoDocuments.Conflict(Samples.Cases, change, named, idIsTaken);
        Assert.Equal((kind, "cases", "1", index), (conflict.Kind, conflict.Collection, conflict.Id, conflict.Index));
    }

    [Fact]
    public void An_event_comes_back_from_the_outbox()
    {
        var outgoing = PreparedCommit.Of(new Commit().Publish(new CaseOpened("1", 2.50m)), "00-trace").Events[0];
        var read = MongoShapes.ReadOutbox(MongoShapes.OutboxEntry(3, outgoing, Samples.Noon));
        Assert.Equal(new(3, outgoing.MessageId, typeof(CaseOpened).FullName!, """{"id":"1","value":2.50}""", "00-trace"), read);
    }

    [Fact]
    public void A_series_gives_its_buckets_numbers_in_order_of_time_apart_from_those_of_others()
    {
        var series = new MongoSeries(new(7, 720), "lutang", "ph", ReadingKind.Hour);
        var noon = Samples.Noon.ToUnixTimeMilliseconds();
        Assert.Equal(series.BucketId(noon) + 720, series.BucketId(noon + 720 * 3_600_000L));
        Assert.True(new BucketSpan(8, 1).Ids.First > series.BucketId(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        Assert.Equal(series, MongoSeries.Of(series.ToBson()));
        Assert.Equal(BsonDocument.Parse("""{ site: "lutang", kind: 2 }"""), MongoSeries.Filter("lutang", null, ReadingKind.Hour));
    }

    [Fact]
    public void A_series_begun_before_spans_were_kept_goes_on_by_the_hour() =>
        Assert.Equal(new BucketSpan(7, 1), MongoSeries.Of(BsonDocument.Parse("""{ _id: NumberLong(7), site: "lutang", parameter: "ph", kind: 2 }""")).Span);
}
