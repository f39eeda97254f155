using System.Globalization;
using Bishui.Bench.Ledger;
using Bishui.Bench.Storage;

// usage: dotnet run -c Release --project tests/Bench -- storage|ledger [--rounds N] [--entries N] [--folder DIR]
var folder = Option("--folder") ?? Path.Combine(Path.GetTempPath(), "bishui-bench");
var rounds = int.Parse(Option("--rounds") ?? "3", CultureInfo.InvariantCulture);
switch (args.FirstOrDefault())
{
    case "storage":
        await StorageBench.RunAsync(folder, rounds);
        return 0;
    case "ledger":
        await LedgerBench.RunAsync(folder, rounds, int.Parse(Option("--entries") ?? "1000000", CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("usage: storage|ledger [--rounds N] [--entries N] [--folder DIR]");
        return 2;
}

string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
