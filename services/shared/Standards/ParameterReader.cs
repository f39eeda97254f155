using Bishui.Rules.Measures;
using Bishui.Rules.Standards;

namespace Bishui.Standards;

/// <summary>Reads <c>parameters.yaml</c>.</summary>
internal static class ParameterReader
{
    public const string File = "parameters.yaml";

    public static ParameterCatalogue Read(Note document, List<FileProblem> problems)
    {
        var head = new Fields(File, "", document, problems);
        head.Text("title");
        head.OptionalText("note");
        head.Confidence();
        var source = head.Text("source");
        var ofUnits = head.Items("plausible").Select(note => ReadRange(note, note["unit"]?.Text ?? "plausible", problems)).ToArray();
        var parameters = head.Items("parameters").Select(note => ReadParameter(note, ofUnits, problems)).ToArray();
        var otherCodes = head.Items("other_codes").Select(code => ReadCode(code, "other_codes", problems)).ToArray();
        var unknown = head.Texts("unknown");
        head.Close();

        var catalogue = new ParameterCatalogue(parameters) { Source = source, OtherCodes = otherCodes, Unknown = unknown };
        foreach (var parameter in parameters.Where(parameter => catalogue.FindAll(parameter.Key).Count > 1))
            head.Problem($"The key '{parameter.Key}' is a name of another parameter as well.");
        return catalogue;
    }

    private static Parameter ReadParameter(Note note, PlausibleRange[] ofUnits, List<FileProblem> problems)
    {
        var fields = new Fields(File, note["key"]?.Text ?? "", note, problems);
        var parameter = new Parameter
        {
            Key = fields.Text("key"),
            NameZh = fields.Text("name_zh"),
            NameEn = fields.Text("name_en"),
            Unit = UnitOf(fields),
            Hj525 = fields.OptionalText("hj525"),
            Hj525Alternatives = fields.Texts("hj525_alt"),
            Aliases = fields.Texts("aliases"),
            Hj212 = fields.Take("hj212", required: false) is null
                ? []
                : [.. fields.Items("hj212").Select(code => ReadCode(code, note["key"]?.Text ?? "", problems))],
            Standards = fields.Texts("standards", required: true),
        };
        var own = fields.Take("plausible", required: false) is { } range ? ReadRange(range, parameter.Key, problems) : null;
        fields.Close();
        if (own is not null && own.Unit != parameter.Unit)
            fields.Problem($"'plausible' is in '{own.Unit}', not in the parameter's '{parameter.Unit}'.");
        return parameter with
        {
            Plausible = [.. own is null ? [] : new[] { own }, .. ofUnits.Select(one => one.In(parameter.Unit)).OfType<PlausibleRange>()],
        };
    }

    private static PlausibleRange ReadRange(Note note, string entry, List<FileProblem> problems)
    {
        var fields = new Fields(File, entry, note, problems);
        var range = new PlausibleRange(UnitOf(fields), fields.OptionalNumber("least"), fields.OptionalNumber("most"), fields.Confidence(), fields.Text("source"));
        fields.Close();
        if (range is { Least: null, Most: null })
            fields.Problem("'plausible' has neither 'least' nor 'most'.");
        if (range.Least > range.Most)
            fields.Problem("'least' is above 'most'.");
        return range;
    }

    private static Hj212Code ReadCode(Note note, string entry, List<FileProblem> problems)
    {
        var fields = new Fields(File, entry, note, problems);
        var code = new Hj212Code(
            fields.Text("code"),
            fields.Text("name_zh"),
            UnitOf(fields),
            fields.Text("format"),
            fields.OptionalText("load_unit"),
            fields.OptionalText("legacy_code"));
        fields.Close();
        return code;
    }

    public static string UnitOf(Fields fields)
    {
        var unit = fields.Text("unit");
        if (unit.Length > 0 && !Units.IsKnown(unit))
            fields.Problem($"The unit '{unit}' is not known.");
        return unit;
    }
}
