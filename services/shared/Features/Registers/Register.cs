using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bishui.Features.Registers.Workbooks;
using Bishui.Storage;

namespace Bishui.Features.Registers;

/// <summary>A register (名录) of a category: the record type that declares it, read once.</summary>
public abstract partial class Register
{
    private protected Register(Type type)
    {
        Declared = type.GetCustomAttribute<RegisterAttribute>() ?? throw new InvalidOperationException($"{type} is no register: it has no [Register].");
        if (!KeyForm().IsMatch(Declared.Key) || Declared.Topics.Count == 0) throw new InvalidOperationException($"{type} needs a key in lower case and a topic.");
        Type = type;
        Fields = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<FieldAttribute>() is not null)
            .Select(property => new RegisterField(property))];
        NameField = Fields.SingleOrDefault(field => field.Declared.IsName && field is { Kind: FieldKind.Text, IsRequired: true })
            ?? throw new InvalidOperationException($"{type} needs exactly one required text that is its name.");
        if (NameField.Declared.Personal) throw new InvalidOperationException($"{type}: a name is told with every change and cannot be personal.");
        if (Fields.FirstOrDefault(field => Asked.Contains(field.Key)) is { } taken)
            throw new InvalidOperationException($"{type}.{taken.Key} has the name of something else that a list is asked by.");
        if (Fields.Select(field => field.Declared.LabelZh).Concat([RowColumns.Id, RowColumns.From]).GroupBy(label => label).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidOperationException($"{type} has two columns called {twice.Key}.");
        SiteField = Fields.SingleOrDefault(field => field.Declared.IsSite);
    }

    /// <summary>What stands in a list's query beside the fields.</summary>
    internal static readonly HashSet<string> Asked = ["at", "knownAt", "retired", "text", "unit", "after", "limit", "id", "from"];

    /// <summary>Name within the service.</summary>
    public string Key => Declared.Key;

    internal RegisterAttribute Declared { get; }

    internal Type Type { get; }

    internal IReadOnlyList<RegisterField> Fields { get; }

    internal RegisterField NameField { get; }

    internal RegisterField? SiteField { get; }

    /// <summary>Reads a declaration.</summary>
    /// <exception cref="InvalidOperationException">The type does not declare a register.</exception>
    public static Register Of<T>() where T : class => new Register<T>();

    internal RegisterField? Field(string key) => Fields.FirstOrDefault(field => field.Key == key);

    /// <summary>
    /// Brings values into the one form in which they are kept: the fields in their order, what is absent left out. What is wrong is added to
    /// the faults; then the result is not to be used.
    /// </summary>
    internal JsonElement Read(JsonElement values, List<FieldFault> faults)
    {
        var normal = new JsonObject();
        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (values.ValueKind != JsonValueKind.Object) faults.Add(new("values", "missing", "须填各字段", "the fields are required"));
        else
            foreach (var member in values.EnumerateObject())
                if (Field(member.Name) is null) faults.Add(new(member.Name, "unknown-field", "名录没有此字段", "the register has no such field"));
                else given[member.Name] = member.Value;
        foreach (var field in Fields)
        {
            // An empty list says nothing, as an absent one does.
            if (!given.TryGetValue(field.Key, out var value) || value.ValueKind == JsonValueKind.Null || (field.IsList && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0))
            {
                if (field.IsRequired && values.ValueKind == JsonValueKind.Object)
                    faults.Add(new(field.Key, "missing", $"须填{field.Declared.LabelZh}", $"{field.Declared.LabelEn} is required"));
            }
            else if (field.IsList && value.ValueKind != JsonValueKind.Array) faults.Add(new(field.Key, "wrong-type", "应为列表", "must be a list"));
            else if (field.Fault(value) is { } fault) faults.Add(fault);
            else normal[field.Key] = Trimmed(field, value);
        }
        return JsonSerializer.SerializeToElement(normal, StorageJson.Options);
    }

    /// <summary>What the record itself finds wrong with well-formed values.</summary>
    internal abstract IEnumerable<FieldFault> Check(JsonElement values, JsonElement? before, DateOnly from);

    internal string NameOf(JsonElement values) => values.GetProperty(NameField.Key).GetString()!;

    internal string? SiteOf(JsonElement values) => SiteField is { } field && values.TryGetProperty(field.Key, out var site) ? site.GetString() : null;

    /// <summary>The fields as words that rules and other services read; personal data is left out.</summary>
    internal IReadOnlyDictionary<string, string> Words(JsonElement values) => Fields
        .Where(field => !field.Declared.Personal && values.TryGetProperty(field.Key, out _))
        .ToDictionary(field => field.Key, field => field.TextOf(values.GetProperty(field.Key)));

    internal JsonElement WithoutPersonal(JsonElement values) => Fields.Any(field => field.Declared.Personal)
        ? JsonSerializer.SerializeToElement(values.EnumerateObject().Where(member => Field(member.Name)?.Declared.Personal != true)
            .ToDictionary(member => member.Name, member => member.Value), StorageJson.Options)
        : values;

    /// <summary>Whether any field is personal.</summary>
    internal bool HasPersonal => Fields.Any(each => each.Declared.Personal);

    /// <summary>The values with personal data covered: what lists, rows, histories and workbooks show.</summary>
    internal JsonElement Masked(JsonElement values) => Changed(values, (_, text) => PersonalData.Mask(text));

    /// <summary>Only the personal fields, whole.</summary>
    internal JsonElement OnlyPersonal(JsonElement values) => JsonSerializer.SerializeToElement(
        values.EnumerateObject().Where(member => Field(member.Name)?.Declared.Personal == true).ToDictionary(member => member.Name, member => member.Value), StorageJson.Options);

    /// <summary>
    /// What somebody sent who had read the row covered: a covered text that stands for one of the row's own is that one again, so that a change of
    /// another field, or a workbook that comes back, does not write the cover over what it covers.
    /// </summary>
    internal JsonElement Unmasked(JsonElement values, HeldRow? held) => held is null ? values : Changed(values, (field, text) =>
        PersonalData.IsMasked(text)
            ? held.Versions.Reverse().SelectMany(version => Texts(field, version.Values)).FirstOrDefault(own => PersonalData.Mask(own) == text.Trim()) ?? text
            : text);

    /// <summary>The personal fields of which only the cover is left: nothing on file stands behind it.</summary>
    internal IEnumerable<FieldFault> Covered(JsonElement values) => Fields
        .Where(field => field.Declared.Personal && Texts(field, values).Any(PersonalData.IsMasked))
        .Select(field => new FieldFault(field.Key, "masked", "是已遮盖的内容，须填全文", "is covered: the whole text is needed"));

    private static IEnumerable<string> Texts(RegisterField field, JsonElement values) =>
        values.ValueKind != JsonValueKind.Object || !values.TryGetProperty(field.Key, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
        : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
        : [];

    private JsonElement Changed(JsonElement values, Func<RegisterField, string, string> change)
    {
        if (!HasPersonal || values.ValueKind != JsonValueKind.Object) return values;
        var changed = JsonObject.Create(values)!;
        foreach (var field in Fields.Where(field => field.Declared.Personal && values.TryGetProperty(field.Key, out _)))
            changed[field.Key] = changed[field.Key] switch
            {
                JsonArray list => new JsonArray([.. list.Select(item => Text(item) is { } text ? JsonValue.Create(change(field, text)) : item?.DeepClone())]),
                var one when Text(one) is { } text => JsonValue.Create(change(field, text)),
                var other => other?.DeepClone(),
            };
        return JsonSerializer.SerializeToElement(changed, StorageJson.Options);

        static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }

    private static JsonNode? Trimmed(RegisterField field, JsonElement value) => field switch
    {
        { Kind: FieldKind.Text, IsList: false } => JsonValue.Create(Kept(value.GetString()!)),
        { Kind: FieldKind.Text } => new JsonArray([.. value.EnumerateArray().Select(item => JsonValue.Create(Kept(item.GetString()!)))]),
        _ => JsonNode.Parse(value.GetRawText()),
    };

    // One end of line: a workbook knows no other, and what comes back from one is the same.
    private static string Kept(string text) => text.Trim().ReplaceLineEndings("\n");

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}$")]
    private static partial Regex KeyForm();
}

/// <summary>A register with its record type.</summary>
internal sealed class Register<T>() : Register(typeof(T)) where T : class
{
    internal override IEnumerable<FieldFault> Check(JsonElement values, JsonElement? before, DateOnly from) =>
        Record(values) is IChecked<T> record ? record.Check(before is { } old ? Record(old) : null, from).Select(Named) : [];

    public static T Record(JsonElement values) => values.Deserialize<T>(StorageJson.Options) ?? throw new InvalidDataException("A row of a register is empty.");

    private static FieldFault Named(FieldFault fault) => fault with { Field = JsonNamingPolicy.CamelCase.ConvertName(fault.Field) };
}
