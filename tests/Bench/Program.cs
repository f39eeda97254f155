using System.Globalization;
using Bishui.Bench.Flood;
using Bishui.Bench.Ledger;
using Bishui.Bench.Registers;
using Bishui.Bench.Scores;
using Bishui.Bench.Storage;
using Bishui.Bench.Year;

// usage: dotnet run -c Release --project tests/Bench -- storage|mongo|ledger|registers|scores|year|flood [--address URL] [--data DIR] [--seconds N] [--callers N] [--rounds N] [--entries N] [--facts N] [--sites N] [--parameters N] [--days N] [--rows N] [--folder DIR]
var folder = Option("--folder") ?? Path.Combine(Path.GetTempPath(), "bishui-bench");
var rounds = Number("--rounds", 3);
switch (args.FirstOrDefault())
{
    case "storage":
        await StorageBench.RunAsync(folder, rounds);
        return 0;
    case "mongo" when Environment.GetEnvironmentVariable("BISHUI_TEST_MONGO") is { Length: > 0 } server:
        await MongoBench.RunAsync(server, Number("--seconds", 10));
        return 0;
    case "mongo":
        // Without a server, one in memory that takes so long for each command: it counts ways, and says nothing of a server's own work.
        using (var standIn = new Bishui.Tests.Support.Mongo.StandInServer { Latency = TimeSpan.FromMilliseconds(2) })
            await MongoBench.RunAsync(standIn.ConnectionString, Number("--seconds", 3));
        return 0;
    case "ledger":
        await LedgerBench.RunAsync(folder, rounds, Number("--entries", 1_000_000));
        return 0;
    case "registers":
        await RegisterBench.RunAsync(folder, rounds, Number("--rows", 10_000));
        return 0;
    case "scores":
        await ScoreBench.RunAsync(folder, Number("--facts", 1_000_000));
        return 0;
    case "year":
        await YearBench.RunAsync(folder, Number("--sites", 200), Number("--parameters", 10), Number("--days", 365));
        return 0;
    case "flood" when Option("--address") is { } address:
        await FloodBench.RunAsync(new Uri(address), Option("--data") ?? ".data", Number("--seconds", 20), Number("--callers", 8));
        return 0;
    default:
        Console.Error.WriteLine("usage: storage|mongo|ledger|registers|scores|year|flood [--address URL] [--data DIR] [--seconds N] [--callers N] [--rounds N] [--entries N] [--facts N] [--sites N] [--parameters N] [--days N] [--rows N] [--folder DIR]");
        return 2;
}

int Number(string name, int otherwise) => Option(name) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : otherwise;

string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
