using Bishui.Tests.Storage.Conformance;

namespace Bishui.Tests.Storage.Sqlite;

public sealed class SqliteDocuments() : DocumentConformance(new SqliteEngine());
