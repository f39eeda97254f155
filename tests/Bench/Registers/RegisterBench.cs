using System.Globalization;
using Bishui.Features.Registers;
using Bishui.Features.Registers.Imports;
using Bishui.Features.Registers.Workbooks;
using Bishui.Features.Requests;
using Bishui.Features.Tables;
using Bishui.Features.Tasks;
using Bishui.Storage.Documents;
using Bishui.Storage.Sqlite;

namespace Bishui.Bench.Registers;

/// <summary>A workbook of twelve columns taken into a register: read, tried, taken, and taken again, when nothing changes.</summary>
internal static class RegisterBench
{
    private static readonly Register Register = Register.Of<Outlet>();

    public static async Task RunAsync(string root, int rounds, int rows)
    {
        Console.WriteLine($"# {Environment.ProcessorCount} cores, .NET {Environment.Version}, SQLite, synchronous=FULL, {rows:N0} rows of 12 columns, {rounds} rounds\n| round | read, rows/s | dry run, rows/s | import, rows/s | again, rows/s | again : first |\n|---|---|---|---|---|---|");
        for (var round = 1; round <= rounds; round++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
            try
            {
                await using var database = await SqliteDatabase.OpenAsync(folder,
                    [RegisterCollections.Rows, ImportCollections.Imports, ImportCollections.Rejections, TaskCollections.Plans, TaskCollections.Ledgers], TimeProvider.System);
                var book = new RegisterBook(new ServiceName("bench"), new RegisterCatalogue([Register]), [], () => []);
                var content = Workbook(rows);
                ImportTable table = null!;
                var read = await Measure.CostOfAsync(() =>
                {
                    table = ImportTable.Read(Register, content, TableFormat.Xlsx, CancellationToken.None, out _)!;
                    table.Parse();
                    return Task.CompletedTask;
                });
                var dry = await TakeAsync(database, book, content, dryRun: true);
                var first = await TakeAsync(database, book, content, dryRun: false);
                var again = await TakeAsync(database, book, content, dryRun: false);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {round} | {rows / read.Seconds:N0} | {rows / dry.Seconds:N0} | {rows / first.Seconds:N0} ({first.Seconds:F2} s) | {rows / again.Seconds:N0} | {again.Seconds / first.Seconds:F2} × |"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static Task<Cost> TakeAsync(SqliteDatabase database, RegisterBook book, byte[] content, bool dryRun) => Measure.CostOfAsync(async () =>
    {
        var table = ImportTable.Read(Register, content, TableFormat.Xlsx, CancellationToken.None, out _)!;
        var import = new HeldImport
        {
            Id = Guid.CreateVersion7().ToString("N"),
            Register = Register.Key,
            Sha256 = "",
            Format = TableFormat.Xlsx,
            DryRun = dryRun,
            From = new(2021, 11, 1),
            Unit = "bench",
            By = "bench",
            Roles = ["admin"],
            RequestedAt = TimeProvider.System.GetUtcNow(),
            State = ImportState.Running,
            Rows = table.Rows.Count,
        };
        await database.CommitAsync(new Commit().Insert(ImportCollections.Imports, import.Id, import));
        var run = new ImportRun(database, book, Register, table);
        while (import.IsOpen) import = await run.NextAsync(import, TimeProvider.System.GetUtcNow(), default);
        if (import.Rejected > 0) throw new InvalidOperationException("Rows of the bench were rejected.");
    });

    private static byte[] Workbook(int rows) => RegisterWorkbook.Export(Register, Enumerable.Range(0, rows).Select(i => ($"r{i:D6}", new RowVersion
    {
        Version = 1,
        From = new(2021, 11, 1),
        Values = System.Text.Json.JsonSerializer.SerializeToElement(new { name = $"排口{i}", river = "柳江", town = "太阳村镇", flow = i * 0.5m, load = 12.5m, pipes = i % 7, monitored = i % 2 == 0, builtOn = "2020-01-05", note = "巡查正常" }),
        Unit = "bench",
        By = "bench",
        RecordedAt = default,
    })), withPersonal: true);

    [Register("outlets", "排口", "outlets", "bench")]
    private sealed record Outlet
    {
        [Field("名称", "name", IsName = true)]
        public required string Name { get; init; }

        [Field("河流", "river")]
        public required string River { get; init; }

        [Field("乡镇", "town")]
        public required string Town { get; init; }

        [Field("流量", "flow", Unit = "m³/d", Min = 0)]
        public required decimal Flow { get; init; }

        [Field("负荷率", "load", Unit = "%")]
        public decimal? Load { get; init; }

        [Field("管数", "pipes")]
        public required int Pipes { get; init; }

        [Field("在线监测", "monitored")]
        public required bool Monitored { get; init; }

        [Field("建成日期", "built on")]
        public required DateOnly BuiltOn { get; init; }

        [Field("备注", "note")]
        public string? Note { get; init; }

        [Field("联系人", "contact", Personal = true)]
        public string? Contact { get; init; }
    }
}
