using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Bishui.Tests.Architecture.Rules;

/// <summary>
/// Who may read the clock, and how often. Two readings are never the same: what is checked against one and stamped with the other is refused, or
/// lies on the other side of midnight, on a running platform and on no clock that stands still.
/// </summary>
public static class ClockRules
{
    /// <summary>What breaks the rule is told to do.</summary>
    public const string Advice =
        "Take RequestClock in an endpoint, a consumer or a scoped service, and hand its Now to what lives longer; a round is handed its now. "
        + "What really needs two instants is added to ClockRules.Apart with the reason.";

    private const string Clock = "System.TimeProvider";

    /// <summary>Types that read the clock at more than one place, each reading for work of its own, and why.</summary>
    public static IReadOnlyDictionary<string, string> Apart { get; } = new Dictionary<string, string>
    {
        ["Bishui.Features.Rounds.PeriodicRounds"] = "once for a round of its own accord, once for one that was asked for, once for the end of work of minutes",
        ["Bishui.Storage.Sqlite.SqliteDatabase"] = "each way to commit stamps its own commit",
        ["Bishui.Storage.Mongo.MongoDatabase"] = "each way to commit stamps its own commit",
        ["Bishui.Storage.Mongo.MongoAggregates"] = "whose turn it is, is asked again and again while others go first",
        ["Bishui.Storage.Sqlite.SqliteFiles"] = "keeping a file and removing it are two things, each under the lock in which its now counts",
        ["Bishui.Launcher.ClockSetting"] = "the setting is made once, long before anybody asks what it shows",
        ["Bishui.Features.Rounds.SetAside"] = "an attempt and a look at the list are two things",
    };

    // Both take the clock as an argument where a database is opened or a setting kept: long before the first request.
    private static readonly string[] Opening = ["Bishui.Storage.", "Bishui.Launcher."];

    /// <summary>Everything in an assembly that takes the clock where a request's now belongs, or reads it more often than once.</summary>
    public static IReadOnlyList<string> Broken(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return [.. module.Types.SelectMany(Broken).Select(found => $"{found}. {Advice}")];
    }

    private static IEnumerable<string> Broken(TypeDefinition type)
    {
        var methods = Within(type).SelectMany(each => each.Methods).ToList();
        if (!Opening.Any(type.FullName.StartsWith))
            foreach (var method in methods.Where(method => !method.IsConstructor && method.Parameters.Any(IsClock)))
                yield return $"{type.FullName}: {method.Name} takes a TimeProvider, which can be read again and again";

        if (IsConsumer(type) && methods.Any(method => method.IsConstructor && method.Parameters.Any(IsClock)))
            yield return $"{type.FullName}: a consumer takes a TimeProvider";

        var readings = methods.Where(method => method.HasBody).SelectMany(method => method.Body.Instructions).Count(IsReading);
        if (readings > 1 && !Apart.ContainsKey(type.FullName))
            yield return $"{type.FullName}: reads the clock at {readings} places";
    }

    private static IEnumerable<TypeDefinition> Within(TypeDefinition type) => type.NestedTypes.SelectMany(Within).Prepend(type);

    private static bool IsClock(ParameterDefinition parameter) => parameter.ParameterType.FullName == Clock;

    private static bool IsConsumer(TypeDefinition type) =>
        type.Interfaces.Select(each => each.InterfaceType.Name).Append(type.BaseType?.Name ?? "").Any(name => name.Contains("Consumer`", StringComparison.Ordinal));

    // A call, or the method itself handed on to be called.
    private static bool IsReading(Instruction instruction) =>
        instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Ldftn or Code.Ldvirtftn
        && instruction.Operand is MethodReference { Name: nameof(TimeProvider.GetUtcNow), DeclaringType.FullName: Clock };
}
