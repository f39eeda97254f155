using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Bishui.Tests.Architecture.Rules;

/// <summary>
/// The walls between the slices of an assembly. A slice is what stands under one namespace below the assembly's own; what stands in the assembly's own
/// namespace puts the slices together, so it may know all of them and none of them it. Read from the compiled code: signatures and bodies alike.
/// </summary>
public static class SliceRules
{
    /// <summary>The slices that each slice uses, with the first pair of types that shows it.</summary>
    /// <param name="assembly">Path of the assembly.</param>
    /// <param name="root">Namespace above the slices.</param>
    public static IReadOnlyDictionary<(string From, string To), string> UsesOf(string assembly, string root)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        var uses = new Dictionary<(string From, string To), string>();
        foreach (var type in module.Types.OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            if (SliceOf(type, root) is not { } from) continue;
            foreach (var used in Within(type).SelectMany(References).SelectMany(Parts))
            {
                var outer = used;
                while (outer.DeclaringType is { } around) outer = around;
                if (outer.Scope is ModuleDefinition or null && SliceOf(outer, root) is { } to && to != from) uses.TryAdd((from, to), $"{Short(type)} uses {Short(outer)}");
            }
        }
        return uses;
    }

    /// <summary>Every circle of slices, each with the types that close it; and whatever in a slice uses what puts the slices together.</summary>
    public static IReadOnlyList<string> Circles(IReadOnlyDictionary<(string From, string To), string> uses)
    {
        var found = uses.Where(use => use.Key.To.Length == 0 && use.Key.From.Length > 0).Select(use => $"{use.Key.From} uses what puts the slices together: {use.Value}").ToList();
        var slices = uses.Keys.SelectMany(use => new[] { use.From, use.To }).Where(slice => slice.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        var reached = slices.ToDictionary(slice => slice, slice => Reached(slice, uses));
        var left = new HashSet<string>(slices);
        foreach (var slice in slices.Where(slice => reached[slice].Contains(slice)))
        {
            if (!left.Contains(slice)) continue;
            var circle = reached[slice].Where(other => reached[other].Contains(slice)).ToHashSet();
            left.ExceptWith(circle);
            found.Add($"{string.Join(", ", circle.Order(StringComparer.Ordinal))} use each other: "
                + string.Join("; ", uses.Where(use => circle.Contains(use.Key.From) && circle.Contains(use.Key.To)).Select(use => $"{use.Key.From} → {use.Key.To} ({use.Value})")));
        }
        return found;
    }

    /// <summary>Every use of a slice by one that stands below it, and every slice that has no place.</summary>
    /// <param name="uses">The uses.</param>
    /// <param name="order">The slices from the lowest to the highest; a slice may use those before it.</param>
    public static IReadOnlyList<string> OutOfOrder(IReadOnlyDictionary<(string From, string To), string> uses, IReadOnlyList<string> order)
    {
        var place = order.Select((slice, index) => (slice, index)).ToDictionary(each => each.slice, each => each.index);
        return
        [
            .. uses.Keys.SelectMany(use => new[] { use.From, use.To }).Distinct().Where(slice => slice.Length > 0 && !place.ContainsKey(slice)).Select(slice => $"{slice} has no place in the order"),
            .. uses.Where(use => place.TryGetValue(use.Key.From, out var from) && place.TryGetValue(use.Key.To, out var to) && to > from)
                .Select(use => $"{use.Key.From} stands below {use.Key.To}, and {use.Value}"),
        ];
    }

    private static HashSet<string> Reached(string start, IReadOnlyDictionary<(string From, string To), string> uses)
    {
        var reached = new HashSet<string>();
        var next = new Stack<string>([start]);
        while (next.TryPop(out var slice))
            foreach (var use in uses.Keys.Where(use => use.From == slice && use.To.Length > 0))
                if (reached.Add(use.To)) next.Push(use.To);
        return reached;
    }

    // The compiler's own types have no namespace.
    private static string? SliceOf(TypeReference type, string root) =>
        type.Namespace == root ? "" : type.Namespace.StartsWith(root + ".", StringComparison.Ordinal) ? type.Namespace[(root.Length + 1)..].Split('.')[0] : null;

    private static string Short(TypeReference type) => type.Name.Split('`')[0];

    private static IEnumerable<TypeDefinition> Within(TypeDefinition type) => type.NestedTypes.SelectMany(Within).Prepend(type);

    /// <summary>The types that a type names: in what it is, what it holds, what it takes and gives, and what its code does.</summary>
    private static IEnumerable<TypeReference> References(TypeDefinition type) =>
        new[] { type.BaseType }.OfType<TypeReference>()
            .Concat(type.Interfaces.Select(each => each.InterfaceType))
            .Concat(type.CustomAttributes.Select(each => each.AttributeType))
            .Concat(type.GenericParameters.SelectMany(each => each.Constraints).Select(each => each.ConstraintType))
            .Concat(type.Fields.Select(field => field.FieldType))
            .Concat(type.Methods.SelectMany(References));

    private static IEnumerable<TypeReference> References(MethodDefinition method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Prepend(method.ReturnType)
            .Concat(method.GenericParameters.SelectMany(each => each.Constraints).Select(each => each.ConstraintType))
            .Concat(method.HasBody
                ? method.Body.Variables.Select(variable => variable.VariableType)
                    .Concat(method.Body.ExceptionHandlers.Select(handler => handler.CatchType).OfType<TypeReference>())
                    .Concat(method.Body.Instructions.SelectMany(Operands))
                : []);

    private static IEnumerable<TypeReference> Operands(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments, .. method.Parameters.Select(parameter => parameter.ParameterType)],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)],
        _ => [],
    };

    /// <summary>A type and what it is made of: the elements of an array, the arguments of a generic type.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType made => made.GenericArguments.SelectMany(Parts).Concat(Parts(made.ElementType)),
        TypeSpecification made => Parts(made.ElementType),
        GenericParameter => [],
        _ => type.DeclaringType is { } around ? Parts(around).Prepend(type) : [type],
    };
}
