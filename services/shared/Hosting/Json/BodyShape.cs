using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Bishui.Hosting.Json;

/// <summary>What a value of a request has to be, as its record declares it.</summary>
internal abstract record BodyShape
{
    /// <summary>How many items a list may have unless its member's MaxLength says otherwise.</summary>
    public const int MostItems = 1_000;

    /// <summary>null may stand for it.</summary>
    public bool Nullable { get; init; }

    /// <summary>Anything that is JSON: the feature reads it by rules of its own.</summary>
    internal sealed record Any : BodyShape;

    /// <summary>A text.</summary>
    internal sealed record Text(int Longest, bool Lines) : BodyShape;

    /// <summary>A list.</summary>
    internal sealed record List(BodyShape Item, int Most) : BodyShape;

    /// <summary>Values by names that the sender chooses.</summary>
    internal sealed record Map(BodyShape Value) : BodyShape;

    /// <summary>A record.</summary>
    internal sealed record Record(BodyMembers Members) : BodyShape;

    /// <summary>A number, a day, a word, true or false.</summary>
    internal sealed record Scalar(BodyScalar Kind) : BodyShape;
}

/// <summary>A member of a record.</summary>
/// <param name="Name">As it stands in JSON.</param>
/// <param name="Required">It has to be there.</param>
/// <param name="Shape">What it has to be.</param>
internal sealed record BodyMember(string Name, bool Required, BodyShape Shape);

/// <summary>The members of a type; found when first asked for, so that a type may hold itself.</summary>
internal sealed class BodyMembers
{
    private static readonly ConcurrentDictionary<(Type, JsonSerializerOptions), BodyMembers> Known = new();

    private readonly Lazy<IReadOnlyDictionary<string, BodyMember>> _members;

    private BodyMembers(JsonTypeInfo type) => _members = new(() => Find(type));

    public IReadOnlyDictionary<string, BodyMember> All => _members.Value;

    public static BodyMembers Of(JsonTypeInfo type) => Known.GetOrAdd((type.Type, type.Options), _ => new(type));

    private static Dictionary<string, BodyMember> Find(JsonTypeInfo type)
    {
        var nullability = new NullabilityInfoContext();
        var members = new Dictionary<string, BodyMember>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in type.Properties)
        {
            // What can only be read is no part of a request.
            if (property.Set is null && property.AssociatedParameter is null) continue;
            var declared = property.AttributeProvider as PropertyInfo;
            // The attributes of a positional record stand at its parameter.
            ICustomAttributeProvider?[] attributes = [declared, property.AssociatedParameter?.AttributeProvider];
            var required = property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };
            members.Add(property.Name, new(property.Name, required,
                BodyShapes.Of(property.PropertyType, declared is null ? null : nullability.Create(declared), [.. attributes.OfType<ICustomAttributeProvider>()], type.Options)));
        }
        return members;
    }
}

/// <summary>Finds the shape of a type.</summary>
internal static class BodyShapes
{
    /// <summary>The shape of a whole body.</summary>
    public static BodyShape Of(Type type, bool nullable, JsonSerializerOptions options) => Of(type, null, [], options) with { Nullable = nullable };

    public static BodyShape Of(Type declared, NullabilityInfo? nullability, IReadOnlyList<ICustomAttributeProvider> attributes, JsonSerializerOptions options)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var nullable = type != declared || (!declared.IsValueType && StateOf(nullability) != NullabilityState.NotNull);
        if (type == typeof(JsonElement) || type == typeof(object) || typeof(JsonNode).IsAssignableFrom(type)) return new BodyShape.Any { Nullable = true };
        var longText = Attribute<LongTextAttribute>(attributes);
        var most = Attribute<MaxLengthAttribute>(attributes)?.Length;
        if (type == typeof(string)) return new BodyShape.Text(longText?.Longest ?? most ?? Texts.Name, longText is not null) { Nullable = nullable };
        var info = options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => new BodyShape.Record(BodyMembers.Of(info)) { Nullable = nullable },
            JsonTypeInfoKind.Enumerable => new BodyShape.List(
                Of(info.ElementType!, nullability?.ElementType ?? nullability?.GenericTypeArguments.ElementAtOrDefault(0), Only<LongTextAttribute>(longText), options),
                most ?? BodyShape.MostItems)
            { Nullable = nullable },
            JsonTypeInfoKind.Dictionary => new BodyShape.Map(
                Of(info.ElementType!, nullability?.GenericTypeArguments.ElementAtOrDefault(1), Only<LongTextAttribute>(longText), options))
            { Nullable = nullable },
            _ => new BodyShape.Scalar(BodyScalar.Of(info)) { Nullable = nullable },
        };
    }

    private static NullabilityState StateOf(NullabilityInfo? info) =>
        info is null ? NullabilityState.Unknown : info.WriteState == NullabilityState.Unknown ? info.ReadState : info.WriteState;

    private static T? Attribute<T>(IReadOnlyList<ICustomAttributeProvider> attributes) where T : Attribute =>
        attributes.SelectMany(each => each.GetCustomAttributes(typeof(T), inherit: true)).OfType<T>().FirstOrDefault();

    private static IReadOnlyList<ICustomAttributeProvider> Only<T>(T? attribute) where T : Attribute => attribute is null ? [] : [new Single(attribute)];

    /// <summary>An attribute that a list hands down to its items.</summary>
    private sealed class Single(Attribute attribute) : ICustomAttributeProvider
    {
        public object[] GetCustomAttributes(bool inherit) => [attribute];

        public object[] GetCustomAttributes(Type attributeType, bool inherit) => attributeType.IsInstanceOfType(attribute) ? [attribute] : [];

        public bool IsDefined(Type attributeType, bool inherit) => attributeType.IsInstanceOfType(attribute);
    }
}
