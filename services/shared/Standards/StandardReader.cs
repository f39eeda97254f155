using System.Globalization;
using Bishui.Rules.Judging;
using Bishui.Rules.Measures;
using Bishui.Rules.Standards;

namespace Bishui.Standards;

/// <summary>Reads the file of one standard. Everything in it becomes a member of <see cref="Standard"/> or is a problem.</summary>
internal sealed class StandardReader(string file, ParameterCatalogue catalogue, List<FileProblem> problems)
{
    private static readonly Dictionary<string, GradeOrder> GradeOrders = new()
    {
        ["best-first"] = GradeOrder.BestFirst,
        ["strictest-first"] = GradeOrder.StrictestFirst,
        ["single"] = GradeOrder.OneGrade,
        ["oldest-first"] = GradeOrder.OldestFirst,
        ["youngest-first"] = GradeOrder.YoungestFirst,
    };

    private static readonly Dictionary<string, LimitKind> Kinds = new()
    {
        ["max"] = LimitKind.Max,
        ["min"] = LimitKind.Min,
        ["range"] = LimitKind.Range,
        ["text"] = LimitKind.Text,
    };

    private static readonly string[] Words = ["none", LimitValue.NotDetected];

    public Standard Read(Note document)
    {
        var fields = new Fields(file, "", document, problems);
        var grades = fields.Texts("grades", required: true);
        var order = fields.Word("grade_order", GradeOrders);
        var evaluation = new Fields(file, "evaluation", fields.Take("evaluation") ?? new Note(), problems);
        var standard = new Standard
        {
            Code = fields.Text("code"),
            TitleZh = fields.Text("title_zh"),
            TitleEn = fields.Text("title_en"),
            Issued = fields.OptionalDay("issued"),
            Effective = fields.Day("effective"),
            Replaces = fields.OptionalText("replaces"),
            ReplacedBy = fields.OptionalText("replaced_by"),
            ReplacedOn = fields.OptionalDay("replaced_on"),
            Media = fields.Text("media"),
            Grades = grades,
            GradeNamesZh = fields.TextMap("grade_names_zh"),
            GradeOrder = order,
            BeyondLastGrade = ReadBeyond(fields),
            Evaluation = document["evaluation"] ?? new Note(),
            ExcludedFromClass = evaluation.Texts("class_excluded"),
            MainPollutantsFirst = evaluation.Texts("main_pollutants_first"),
            Sources = fields.Texts("sources", required: true),
            Unknown = fields.Texts("unknown"),
            Limits = [.. fields.Items("parameters").Select(note => ReadLimit(note, grades, order))],
            Sections = ReadSections(fields),
        };

        foreach (var key in standard.ExcludedFromClass.Concat(standard.MainPollutantsFirst).Where(key => !IsParameter(key)))
            evaluation.Problem($"'{key}' is not a key of {ParameterReader.File}.");
        foreach (var grade in grades.Where(grade => !standard.GradeNamesZh.ContainsKey(grade)))
            fields.Problem($"The grade '{grade}' has no Chinese name.");
        if ((standard.ReplacedBy is null) != (standard.ReplacedOn is null))
            fields.Problem("'replaced_by' and 'replaced_on' go together.");
        if (fields.OptionalFlag("in_force_2021") is { } inForce && inForce != BindsDuring(standard, 2021))
            fields.Problem("'in_force_2021' contradicts the days from and to which the standard binds.");
        CheckRepeats(standard);
        return standard;
    }

    private static bool BindsDuring(Standard standard, int year) =>
        standard.Effective <= new DateOnly(year, 12, 31) && !(standard.ReplacedOn <= new DateOnly(year, 1, 1));

    private BeyondLastGrade ReadBeyond(Fields fields)
    {
        var beyond = new Fields(file, "beyond_last_grade", fields.Take("beyond_last_grade") ?? new Note(), problems);
        var result = new BeyondLastGrade(beyond.Text("key"), beyond.Text("name_zh"));
        beyond.Close();
        return result;
    }

    // A table that is not about parameters is kept as it is, provided it says where it comes from; that also tells it from a mistyped field.
    private static Dictionary<string, Note> ReadSections(Fields fields)
    {
        fields.Take("in_force_2021", required: false);
        var sections = new Dictionary<string, Note>();
        foreach (var (name, note) in fields.Rest)
        {
            if (note["source"] is null || note["confidence"] is null)
                fields.Problem($"'{name}' is neither a known field nor a table with 'source' and 'confidence'.", note);
            sections.Add(name, note);
        }

        return sections;
    }

    private Limit ReadLimit(Note note, IReadOnlyList<string> grades, GradeOrder order)
    {
        var fields = new Fields(file, note["key"]?.Text ?? "", note, problems);
        var kind = fields.Word("rule", Kinds);
        var limit = new Limit
        {
            Parameter = fields.Text("key"),
            NameZh = fields.Text("name_zh"),
            Hj525 = fields.OptionalText("hj525"),
            Unit = ParameterReader.UnitOf(fields),
            Kind = kind,
            Inclusive = fields.OptionalFlag("inclusive") ?? true,
            ByGrade = fields.Map("limits").ToDictionary(pair => pair.Key, pair => ReadValue(pair.Key, pair.Value, kind, fields)),
            When = fields.TextMap("when", required: false),
            Table = fields.OptionalText("table"),
            Group = fields.OptionalText("group"),
            Basis = fields.OptionalText("basis"),
            Confidence = fields.Confidence(),
            Source = fields.Text("source"),
            Note = fields.OptionalText("note"),
        };
        fields.Close();

        CheckParameter(limit, fields);
        CheckGrades(limit, grades, order, fields);
        foreach (var (condition, value) in limit.When)
        {
            if (Conditions.ProblemOf(condition, value) is { } problem)
                fields.Problem(problem);
        }

        return limit;
    }

    private static LimitValue ReadValue(string grade, Note note, LimitKind kind, Fields fields)
    {
        if (kind == LimitKind.Range)
        {
            if (note.Items is [var first, var second] && Number(first) is { } low && Number(second) is { } high && low < high)
                return new(low, high, null);
            fields.Problem($"The limit of '{grade}' is not a range [low, high].", note);
            return default;
        }

        if (note.Text is { } word && Words.Contains(word) && (kind == LimitKind.Text || word == LimitValue.NotDetected))
            return new(null, null, word);
        if (kind != LimitKind.Text && Number(note) is { } number)
            return kind == LimitKind.Min ? new(number, null, null) : new(null, number, null);
        fields.Problem(
            kind == LimitKind.Text
                ? $"The limit of '{grade}' is not one of {string.Join(", ", Words)}."
                : $"The limit of '{grade}' is not a number.",
            note);
        return default;
    }

    private static decimal? Number(Note note) =>
        decimal.TryParse(note.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private bool IsParameter(string key) => catalogue.Find(key)?.Key == key;

    private void CheckParameter(Limit limit, Fields fields)
    {
        if (limit.Parameter.Length == 0)
            return;
        if (!IsParameter(limit.Parameter))
        {
            fields.Problem($"'{limit.Parameter}' is not a key of {ParameterReader.File}.");
            return;
        }

        var parameter = catalogue.Find(limit.Parameter)!;
        if (Units.IsKnown(limit.Unit) && !Units.TryConvert(1m, parameter.Unit, limit.Unit, out _))
            fields.Problem($"Readings in '{parameter.Unit}' cannot be converted into '{limit.Unit}'.");
        if (limit.Hj525 is { } code && code != parameter.Hj525 && !parameter.Hj525Alternatives.Contains(code))
            fields.Problem($"'{code}' is not a code of the parameter in {ParameterReader.File}.");
    }

    private static void CheckGrades(Limit limit, IReadOnlyList<string> grades, GradeOrder order, Fields fields)
    {
        foreach (var grade in limit.ByGrade.Keys.Where(grade => grade != Limit.Ungraded && !grades.Contains(grade)))
            fields.Problem($"The grade '{grade}' is not declared.");
        if (limit.ByGrade.Count > 1 && limit.ByGrade.ContainsKey(Limit.Ungraded) && order != GradeOrder.OneGrade)
            fields.Problem($"'{Limit.Ungraded}' stands for all grades and cannot stand beside one.");
        if (order is not (GradeOrder.BestFirst or GradeOrder.StrictestFirst))
            return;

        var inOrder = grades.Where(limit.ByGrade.ContainsKey).Select(grade => (Grade: grade, Value: limit.ByGrade[grade])).ToArray();
        for (var i = 1; i < inOrder.Length; i++)
        {
            if (inOrder[i].Value.Low > inOrder[i - 1].Value.Low || inOrder[i].Value.High < inOrder[i - 1].Value.High)
                fields.Problem($"The limit of '{inOrder[i].Grade}' is stricter than that of '{inOrder[i - 1].Grade}', which stands before it.");
        }
    }

    private void CheckRepeats(Standard standard)
    {
        var seen = new HashSet<string>();
        foreach (var limit in standard.Limits)
        {
            var conditions = string.Join(' ', limit.When.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
            foreach (var grade in limit.ByGrade.Keys)
            {
                if (!seen.Add($"{limit.Parameter} {limit.Kind} {grade} {conditions}"))
                    problems.Add(new(file, 0, limit.Parameter, $"A second '{limit.Kind}' limit for '{grade}' under the same conditions."));
            }
        }
    }
}
