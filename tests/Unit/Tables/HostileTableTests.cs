using Bishui.Features.Requests;
using Bishui.Features.Tables;
using Bishui.Tests.Support.Tables;
using Xunit;

namespace Bishui.Tests.Unit.Tables;

/// <summary>What a table costs follows what somebody wrote in it, and what is too much is refused by name.</summary>
public sealed class HostileTableTests
{
    // All that is ever allocated, of which part is held at a time.
    private const long MostAllocated = 150L << 20;

    public static TheoryData<string> Names => [.. HostileTables.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_small_file_is_read_or_refused_by_name_at_a_small_price(string name)
    {
        var table = HostileTables.Make(name);
        Assert.True(table.Content.Length < 1_000_000, $"{table.Content.Length} bytes");

        foreach (var asShown in table.IsWorkbook ? new[] { true, false } : [false])
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (code, rows) = Read(table, asShown);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            // Only where merged cells count does their number.
            if (asShown || table.Code != "too-many-merged-cells") Assert.Equal((table.Code, table.Rows), (code?.Code, rows));
            Assert.InRange(allocated, 0, MostAllocated);
            if (code?.Status == 413) Assert.Matches("最多 [0-9,]+，.*[0-9,]+ 或更多", code.Zh);
        }
    }

    [Fact]
    public void A_refused_dtd_is_named()
    {
        var (refused, _) = Read(HostileTables.Make("entities within entities"), asShown: true);
        Assert.Contains("DTD", refused!.Zh, StringComparison.Ordinal);
        Assert.Contains("DTD", refused.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_ends_when_nobody_waits_for_it()
    {
        using var gone = new CancellationTokenSource();
        var rows = TableReader.Read(HostileTables.Make("as many cells as are read").Content, TableFormat.Xlsx, Reading(false), gone.Token).GetEnumerator();
        Assert.True(rows.MoveNext());
        gone.Cancel();
        Assert.Throws<OperationCanceledException>(() => rows.MoveNext());

        var lines = TableReader.Read("a\nb\nc"u8.ToArray(), TableFormat.Csv, Reading(false), new CancellationToken(canceled: true)).GetEnumerator();
        Assert.Throws<OperationCanceledException>(() => lines.MoveNext());
    }

    private static (BatchRefusedException? Refused, int Rows) Read(HostileTable table, bool asShown)
    {
        try
        {
            return (null, TableReader.Read(table.Content, table.IsWorkbook ? TableFormat.Xlsx : TableFormat.Csv, Reading(asShown), CancellationToken.None).ToList().Count);
        }
        catch (BatchRefusedException refused)
        {
            return (refused, 0);
        }
    }

    private static TableReading Reading(bool asShown) => new(1_000_000, () => new("more-rows-than-asked-for", "", "", 413), asShown);
}
