using System.Collections.Frozen;

namespace Bishui.Rules.Standards;

/// <summary>All parameters, found by key, name, alias or code without regard to letter case.</summary>
public sealed class ParameterCatalogue
{
    private readonly FrozenDictionary<string, Parameter[]> _byName;

    /// <summary>Builds the index. A name may belong to several parameters (色度 by two methods): it then finds none of them.</summary>
    public ParameterCatalogue(IReadOnlyList<Parameter> all)
    {
        All = all;
        _byName = all
            .SelectMany(parameter => parameter.Names.Select(name => (name, parameter)))
            .GroupBy(pair => pair.name, pair => pair.parameter, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All parameters in the order of the file.</summary>
    public IReadOnlyList<Parameter> All { get; }

    /// <summary>Where the codes were read.</summary>
    public string Source { get; init; } = "";

    /// <summary>Telemetry codes that belong to no limited parameter, the flow for example.</summary>
    public IReadOnlyList<Hj212Code> OtherCodes { get; init; } = [];

    /// <summary>What could not be confirmed.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>The parameter of a key, name, alias, HJ 525 or HJ 212 code; null when it is unknown or stands for more than one.</summary>
    public Parameter? Find(string keyAliasOrCode) => FindAll(keyAliasOrCode) is [var only] ? only : null;

    /// <summary>All parameters a name can stand for; more than one where the name does not tell the method of measurement.</summary>
    public IReadOnlyList<Parameter> FindAll(string keyAliasOrCode) => _byName.GetValueOrDefault(keyAliasOrCode.Trim()) ?? [];
}
