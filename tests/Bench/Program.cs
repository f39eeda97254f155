using Bishui.Bench.Storage;

// usage: dotnet run -c Release --project tests/Bench -- storage [--rounds N] [--folder DIR]
var folder = Option("--folder") ?? Path.Combine(Path.GetTempPath(), "bishui-bench");
var rounds = int.Parse(Option("--rounds") ?? "3", System.Globalization.CultureInfo.InvariantCulture);
if (args.FirstOrDefault() == "storage")
{
    await StorageBench.RunAsync(folder, rounds);
    return 0;
}
Console.Error.WriteLine("usage: storage [--rounds N] [--folder DIR]");
return 2;

string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
