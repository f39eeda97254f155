using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Bishui.Hosting.Errors;

namespace Bishui.Hosting.Json;

/// <summary>
/// Holds a body against the type it is read as, before it is read: every member that is missing, misspelt, of the wrong type, too long or no text
/// is named by its path with what is wanted, all at once.
/// </summary>
internal sealed class BodyCheck
{
    private const int MostErrors = 50;
    private const int MostNames = 30;

    private readonly List<RowError> _errors = [];
    private readonly IReadOnlyDictionary<string, string> _path;
    private readonly IReadOnlySet<string> _answered;

    private BodyCheck(IReadOnlyDictionary<string, string>? path, IReadOnlySet<string>? answered) =>
        (_path, _answered) = (path ?? new Dictionary<string, string>(), answered ?? new HashSet<string>());

    /// <summary>What is wrong; empty when the body can be read.</summary>
    /// <param name="body">The body.</param>
    /// <param name="shape">What it has to be.</param>
    /// <param name="path">What the address says already: it may be repeated in the body, if it agrees.</param>
    /// <param name="answered">Members of the answer that the request does not take: whoever sends an answer back is told so.</param>
    public static IReadOnlyList<RowError> Errors(
        JsonElement body, BodyShape shape, IReadOnlyDictionary<string, string>? path = null, IReadOnlySet<string>? answered = null)
    {
        var check = new BodyCheck(path, answered);
        check.Value("", body, shape);
        return check._errors;
    }

    /// <summary>What was given, in a few characters.</summary>
    public static string Given(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{…}",
        JsonValueKind.Array => "[…]",
        // Bytes that are no UTF-8 are shown as such: as a text they could not be had.
        _ => Texts.Shown(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value))),
    };

    /// <summary>The text of a value or name; null where it holds half a character.</summary>
    private static string? TextOf(JsonElement value)
    {
        try { return value.GetString(); }
        catch (InvalidOperationException) { return null; }
    }

    private static string? NameOf(JsonProperty member)
    {
        try { return member.Name; }
        catch (InvalidOperationException) { return null; }
    }

    private void Value(string at, JsonElement value, BodyShape shape)
    {
        if (_errors.Count >= MostErrors) return;
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!shape.Nullable) Add(at, "null-not-allowed", $"不能为 null，应为{Wanted(shape).Zh}", $"must not be null: {Wanted(shape).En} is wanted");
            return;
        }
        switch (shape)
        {
            case BodyShape.Any: Anything(at, value); break;
            case BodyShape.Text text when value.ValueKind == JsonValueKind.String: Add(at, FaultOf(value, text.Longest, text.Lines)); break;
            case BodyShape.List list when value.ValueKind == JsonValueKind.Array: Items(at, value, list); break;
            case BodyShape.Map map when value.ValueKind == JsonValueKind.Object: Entries(at, value, map); break;
            case BodyShape.Record record when value.ValueKind == JsonValueKind.Object: Members(at, value, record.Members.All); break;
            case BodyShape.Scalar scalar: Add(at, scalar.Kind.Fault(value)); break;
            default: Add(at, "wrong-type", $"应为{Wanted(shape).Zh}；收到 {Given(value)}", $"must be {Wanted(shape).En}; given: {Given(value)}"); break;
        }
    }

    private void Items(string at, JsonElement value, BodyShape.List list)
    {
        var count = value.GetArrayLength();
        if (count > list.Most)
        {
            Add(at, "too-many", $"最多 {list.Most} 项（现有 {count} 项）", $"at most {list.Most} items, not {count}");
            return;
        }
        var i = 0;
        foreach (var item in value.EnumerateArray()) Value($"{at}[{i++}]", item, list.Item);
    }

    private void Entries(string at, JsonElement value, BodyShape.Map map)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in value.EnumerateObject())
            if (Name(at, entry, seen) is { } name) Value(Below(at, name), entry.Value, map.Value);
        if (seen.Count > BodyShape.MostItems) Add(at, "too-many", $"最多 {BodyShape.MostItems} 项", $"at most {BodyShape.MostItems} entries");
    }

    private void Members(string at, JsonElement value, IReadOnlyDictionary<string, BodyMember> members)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var sent in value.EnumerateObject())
        {
            if (Name(at, sent, seen) is not { } name) continue;
            if (at.Length == 0 && _path.TryGetValue(name, out var given) && !(sent.Value.ValueKind == JsonValueKind.String ? TextOf(sent.Value) == given : sent.Value.GetRawText() == given))
                Add(name, "bad-id", $"与路径中的 {Texts.Shown(given)} 不一致", $"differs from {Texts.Shown(given)} in the path");
            else if (members.TryGetValue(name, out var member)) Value(Below(at, member.Name), sent.Value, member.Shape);
            else if (at.Length > 0 || !_path.ContainsKey(name)) Unknown(at, name, members);
        }
        foreach (var member in members.Values)
            if (member.Required && !seen.Contains(member.Name) && (at.Length > 0 || !_path.ContainsKey(member.Name)))
                Add(Below(at, member.Name), "missing", $"缺少 {member.Name}，应为{Wanted(member.Shape).Zh}", $"{member.Name} is missing: {Wanted(member.Shape).En} is wanted");
    }

    private void Unknown(string at, string name, IReadOnlyDictionary<string, BodyMember> members)
    {
        if (at.Length == 0 && _answered.Contains(name))
        {
            Add(name, "read-only-member", "只在应答中出现，请勿提交", "stands in answers only: leave it out");
            return;
        }
        var (near, known) = (NearestName.Of(name, members.Keys), string.Join(", ", members.Values.Take(MostNames).Select(member => member.Name)));
        Add(Below(at, name), "unknown-member",
            (near is null ? "没有此成员。" : $"没有此成员，是否应为 {near}？") + (known.Length > 0 ? $"可用：{known}" : ""),
            (near is null ? "there is no such member" : $"there is no such member; did you mean {near}?") + (known.Length > 0 ? $" known: {known}" : ""));
    }

    /// <summary>What the platform cannot know the members of still has texts, numbers and names.</summary>
    private void Anything(string at, JsonElement value)
    {
        if (_errors.Count >= MostErrors) return;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Add(at, FaultOf(value, Texts.Prose, lines: true));
                break;
            case JsonValueKind.Number when !ExactNumbers.Holds(JsonMarshal.GetRawUtf8Value(value)):
                Add(at, ExactNumbers.Fault);
                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var item in value.EnumerateArray()) Anything($"{at}[{i++}]", item);
                break;
            case JsonValueKind.Object:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var member in value.EnumerateObject())
                    if (Name(at, member, seen) is { } name) Anything(Below(at, name), member.Value);
                break;
        }
    }

    /// <summary>The name of a member; null, with an error, when it is no name or stands there twice.</summary>
    private string? Name(string at, JsonProperty member, HashSet<string> seen)
    {
        if (NameOf(member) is not { } name)
        {
            Add(at, Texts.Half);
            return null;
        }
        if (Texts.Fault(name) is { } fault)
        {
            Add(Below(at, name), fault);
            return null;
        }
        if (seen.Add(name)) return name;
        Add(Below(at, name), "duplicate-member", "同一成员出现两次", "the member stands there twice");
        return null;
    }

    private static ValueFault? FaultOf(JsonElement value, int longest, bool lines) => TextOf(value) is { } text ? Texts.Fault(text, longest, lines) : Texts.Half;

    private static (string Zh, string En) Wanted(BodyShape shape) => shape switch
    {
        BodyShape.Text text => text.Lines ? ($"文本，最多 {text.Longest} 个字符", $"a text of at most {text.Longest} characters")
            : ($"一行文本，最多 {text.Longest} 个字符", $"a text of one line, at most {text.Longest} characters"),
        BodyShape.List => ("列表 […]", "a list […]"),
        BodyShape.Map or BodyShape.Record => ("对象 {…}", "an object {…}"),
        BodyShape.Scalar scalar => (scalar.Kind.Zh, scalar.Kind.En),
        _ => ("JSON 值", "a value of JSON"),
    };

    private static string Below(string at, string name)
    {
        var step = name.Length > 0 && name.All(sign => char.IsLetterOrDigit(sign) || sign is '_' or '-' or '$') ? Texts.Shown(name) : $"['{Texts.Shown(name)}']";
        return at.Length == 0 || step[0] == '[' ? at + step : $"{at}.{step}";
    }

    private void Add(string at, ValueFault? fault)
    {
        if (fault is not null) Add(at, fault.Code, fault.Zh, fault.En);
    }

    private void Add(string at, string code, string zh, string en) => _errors.Add(new(null, at.Length == 0 ? null : at, code, $"{zh} / {en}"));
}
