namespace Bishui.Rules.Standards;

/// <summary>All parameters and standards the platform knows.</summary>
public sealed class StandardLibrary(ParameterCatalogue parameters, IReadOnlyList<Standard> standards)
{
    /// <summary>The parameters.</summary>
    public ParameterCatalogue Parameters { get; } = parameters;

    /// <summary>The standards, each version by itself.</summary>
    public IReadOnlyList<Standard> Standards { get; } = standards;

    /// <summary>The standard of a code, or null.</summary>
    public Standard? Find(string code) =>
        Standards.FirstOrDefault(standard => string.Equals(standard.Code, code, StringComparison.OrdinalIgnoreCase));

    /// <summary>The standard that binds for a kind of water or discharge on a day; null where none is in force.</summary>
    public Standard? InForce(string media, DateOnly day) =>
        Standards.FirstOrDefault(standard => standard.Media == media && standard.InForceOn(day));

    /// <summary>The standard of a code, or the version of it that binds on a day in its place; null where none is in force.</summary>
    public Standard? VersionOn(string code, DateOnly day) =>
        Find(code) is not { } standard ? null : standard.InForceOn(day) ? standard : InForce(standard.Media, day);
}
