using Bishui.Storage.Sqlite;
using Bishui.Tests.Storage.Conformance;

namespace Bishui.Tests.Storage.Sqlite;

public sealed class SqliteDocuments() : DocumentConformance(new SqliteEngine());

public sealed class SqliteQueries() : QueryConformance(new SqliteEngine());

public sealed class SqliteFileTests() : FileConformance(new SqliteEngine());

public sealed class SqliteSearches() : SearchConformance(new SqliteEngine());

/// <summary>The same as where many documents may contain the words.</summary>
public sealed class SqliteSearchesOfCommonWords() : SearchConformance(new SqliteEngine(new SqliteOptions { FewTexts = 1 }));

public sealed class SqliteDecisions() : DecisionConformance(new SqliteEngine());

public sealed class SqliteMessages() : MessageConformance(new SqliteEngine());

public sealed class SqliteAppends() : AppendConformance(new SqliteEngine());

public sealed class SqliteReads() : ReadConformance(new SqliteEngine());

public sealed class SqliteWorkerTests() : WorkerConformance(new SqliteEngine());

public sealed class SqliteNarrow() : NarrowConformance(new SqliteEngine());

public sealed class SqliteNarrowWhileFolding() : NarrowConformance(new SqliteEngine(new SqliteOptions { FoldAfter = 500 }));

public sealed class SqliteSpans() : SpanConformance(new SqliteEngine());

/// <summary>The same where every few readings are folded, so that each question meets buckets and log together.</summary>
public sealed class SqliteAppendsWhileFolding() : AppendConformance(new SqliteEngine(new SqliteOptions { FoldAfter = 3 }));

public sealed class SqliteReadsWhileFolding() : ReadConformance(new SqliteEngine(new SqliteOptions { FoldAfter = 2 }));

public sealed class SqliteSpansWhileFolding() : SpanConformance(new SqliteEngine(new SqliteOptions { FoldAfter = 3 }));
