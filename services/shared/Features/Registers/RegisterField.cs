using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bishui.Hosting.Json;

namespace Bishui.Features.Registers;

/// <summary>What a field holds.</summary>
internal enum FieldKind
{
    Text,
    Number,
    Integer,
    Boolean,
    Day,
    Choice,
}

/// <summary>A member of an enumeration.</summary>
/// <param name="Word">As it stands in JSON.</param>
/// <param name="Zh">Chinese term.</param>
/// <param name="En">English term.</param>
internal sealed record Choice(string Word, string Zh, string En);

/// <summary>A field of a register, as its record declares it.</summary>
internal sealed class RegisterField
{
    public const int MostItems = 100;

    private static readonly NullabilityInfoContext Nullability = new();

    private readonly Regex? _pattern;

    public RegisterField(PropertyInfo property)
    {
        Declared = property.GetCustomAttribute<FieldAttribute>()
            ?? throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} is no field: it has no [Field].");
        Key = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        var type = property.PropertyType;
        var nullable = Nullable.GetUnderlyingType(type);
        IsList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        // A list that may be empty has a default; one that has to be given is a required member.
        IsRequired = IsList ? property.IsDefined(typeof(RequiredMemberAttribute))
            : nullable is null && (type.IsValueType || Nullability.Create(property).WriteState == NullabilityState.NotNull);
        var held = IsList ? type.GetGenericArguments()[0] : nullable ?? type;
        Kind = held switch
        {
            _ when held == typeof(string) => FieldKind.Text,
            _ when held == typeof(decimal) => FieldKind.Number,
            _ when held == typeof(int) => FieldKind.Integer,
            _ when held == typeof(bool) => FieldKind.Boolean,
            _ when held == typeof(DateOnly) => FieldKind.Day,
            { IsEnum: true } => FieldKind.Choice,
            _ => throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} cannot be a field: {type}."),
        };
        if (IsList && Kind is not (FieldKind.Text or FieldKind.Choice))
            throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} cannot be a list of {held}.");
        Choices = Kind == FieldKind.Choice ? [.. held.GetFields(BindingFlags.Public | BindingFlags.Static).Select(ChoiceOf)] : [];
        Min = double.IsNaN(Declared.Min) ? null : (decimal)Declared.Min;
        Max = double.IsNaN(Declared.Max) ? null : (decimal)Declared.Max;
        _pattern = Declared.Pattern is { } pattern ? new(@"\A(?:" + pattern + @")\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null;

        static Choice ChoiceOf(FieldInfo member) => member.GetCustomAttribute<TermAttribute>() is { } term
            ? new(JsonNamingPolicy.KebabCaseLower.ConvertName(member.Name), term.Zh, term.En)
            : throw new InvalidOperationException($"{member.DeclaringType}.{member.Name} has no [Term].");
    }

    public FieldAttribute Declared { get; }

    /// <summary>Its name in JSON.</summary>
    public string Key { get; }

    public FieldKind Kind { get; }

    public bool IsList { get; }

    public bool IsRequired { get; }

    public IReadOnlyList<Choice> Choices { get; }

    public decimal? Min { get; }

    public decimal? Max { get; }

    /// <summary>Checks a value that has the field's form; null when nothing is wrong.</summary>
    public FieldFault? Fault(JsonElement value)
    {
        if (IsList)
        {
            var items = value.EnumerateArray().ToList();
            if (items.Count > MostItems) return new(Key, "too-long", "最多100项", "at most 100 items");
            return items.Select(FaultOfOne).FirstOrDefault(fault => fault is not null);
        }
        return FaultOfOne(value);
    }

    /// <summary>Whether a value is the one that a list is asked for; numbers are equal as numbers.</summary>
    public bool Is(JsonElement value, string wanted) => Kind is FieldKind.Number or FieldKind.Integer
        ? decimal.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && value.GetDecimal() == number
        : TextOf(value) == wanted;

    /// <summary>Its value as words that a rule or another service reads; lists are joined by commas.</summary>
    public string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(TextOf)),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private FieldFault? FaultOfOne(JsonElement value) => Kind switch
    {
        FieldKind.Text => OfText(value),
        FieldKind.Number => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && ExactNumbers.Holds(JsonMarshal.GetRawUtf8Value(value)) ? OfNumber(number) : NotA("数字", "a number"),
        FieldKind.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) ? OfNumber(whole) : NotA("整数", "a whole number"),
        FieldKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : NotA(" true 或 false", "true or false"),
        FieldKind.Day => value.ValueKind == JsonValueKind.String
            && CivilYears.TryReadDay(TextIn(value), out _)
            ? null : NotA($"{CivilYears.First} 至 {CivilYears.Last} 年间的日期，如 2021-11-01", $"a day such as 2021-11-01, from {CivilYears.First} to {CivilYears.Last}"),
        _ => value.ValueKind == JsonValueKind.String && TextIn(value) is { } word && Choices.Any(choice => choice.Word == word)
            ? null
            : new(Key, "unknown-choice", "应为：" + string.Join("、", Choices.Select(choice => $"{choice.Word}（{choice.Zh}）")),
                "must be one of: " + string.Join(", ", Choices.Select(choice => choice.Word))),
    };

    // Half of a surrogate pair is JSON, and no text.
    private static string? TextIn(JsonElement value)
    {
        try { return value.GetString(); }
        catch (InvalidOperationException) { return null; }
    }

    private FieldFault? OfText(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || TextIn(value) is not { } text) return NotA("文字", "a text");
        if (string.IsNullOrWhiteSpace(text)) return new(Key, "missing", "不能为空", "must not be empty");
        if (Texts.Fault(text, Declared.MaxLength, lines: !Declared.IsName) is { } fault) return new(Key, fault.Code, fault.Zh, fault.En);
        return _pattern?.IsMatch(text) == false ? new(Key, "bad-form", $"格式不符{(Declared.HelpZh is { } help ? "：" + help : "")}", $"has to match {Declared.Pattern}") : null;
    }

    private FieldFault? OfNumber(decimal number) =>
        number < Min ? new(Key, "out-of-range", $"不得小于 {Min}", $"must not be less than {Min}")
        : number > Max ? new(Key, "out-of-range", $"不得大于 {Max}", $"must not be greater than {Max}")
        : null;

    private FieldFault NotA(string zh, string en) => new(Key, "wrong-type", $"应为{zh}", $"must be {en}");
}
