using Bishui.Launcher;

try
{
    var options = Options.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(Options.Usage);
        return 0;
    }

    using var session = new Session(options, Console.Out, terminal: !Console.IsOutputRedirected);
    await session.RunAsync();
    return 0;
}
catch (FormatException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n./start --help");
    return 2;
}
catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException or HttpRequestException)
{
    Console.Error.WriteLine($"\n未能启动 / not started: {e.Message}");
    return 1;
}
