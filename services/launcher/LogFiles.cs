namespace Bishui.Launcher;

/// <summary>One log file a process, a new one at every start of the platform; the last five are kept.</summary>
internal static class LogFiles
{
    private const int Kept = 5;

    /// <summary>Moves the last start's log aside and returns the path of the new one.</summary>
    public static string Rotate(string folder, string name)
    {
        var current = Path.Combine(folder, $"{name}.log");
        for (var age = Kept - 1; age >= 1; age--)
            Move(Path.Combine(folder, $"{name}.{age}.log"), Path.Combine(folder, $"{name}.{age + 1}.log"));
        Move(current, Path.Combine(folder, $"{name}.1.log"));
        return current;
    }

    private static void Move(string from, string to)
    {
        if (File.Exists(from))
            File.Move(from, to, overwrite: true);
    }
}
