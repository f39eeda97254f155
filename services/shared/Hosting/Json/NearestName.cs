namespace Bishui.Hosting.Json;

/// <summary>Finds the name that somebody meant.</summary>
public static class NearestName
{
    /// <summary>The known name nearest to a misspelt one; null when none is near.</summary>
    public static string? Of(string given, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(known);
        var bare = Bare(given);
        if (bare.Length is 0 or > 60) return null;
        var nearest = known.Select(each => (Name: each, Distance: Distance(bare, Bare(each)))).OrderBy(each => each.Distance).FirstOrDefault();
        return nearest.Name is { } name && nearest.Distance <= Math.Max(1, (Math.Min(bare.Length, name.Length) + 1) / 3) ? name : null;
    }

    // lab_report, lab-report and LabReport are one name to whoever writes them.
    private static string Bare(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
