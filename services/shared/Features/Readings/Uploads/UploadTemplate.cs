using System.Data;
using System.Text;
using Bishui.Rules.Standards;
using MiniExcelLibs;

namespace Bishui.Features.Readings.Uploads;

/// <summary>Empty tables to fill in.</summary>
internal static class UploadTemplate
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["site"] = "点位编号或名称，必填 / id or name of the site, required",
        ["parameter"] = "监测指标名称、键名或编码，必填 / name, key or code of the parameter, required",
        ["time"] = "北京时间，如 2021-04-01 16:00，必填 / China Standard Time, required",
        ["kind"] = "实时、分钟、小时、日、手工；不填为手工 / realtime, minute, hour, day or manual; manual when empty",
        ["value"] = "数字；未检出写作 0.0003L、<0.0003，或写“未检出”并填检出限 / a number; below detection as 0.0003L, <0.0003 or 未检出 beside its limit",
        ["unit"] = "不填为该指标的常用单位 / the parameter's own when empty",
        ["flag"] = "HJ 212 数据标记，不填为 N / HJ 212's mark, N when empty",
        ["detectionLimit"] = "未检出时的检出限 / detection limit of a result below it",
        ["labReport"] = "检测报告编号 / number of the laboratory's report",
        ["reason"] = "更正已有手工数据时必填 / required to correct a value analysed by hand",
        ["source"] = "数据来源 / where the value comes from",
    };

    /// <summary>A header, with the mark by which Excel knows UTF-8.</summary>
    public static byte[] Csv() =>
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join(',', UploadColumns.Fields.Select(field => field.Names[0])) + "\r\n")];

    /// <summary>A workbook: the empty table, what its columns mean, and the parameters with their units.</summary>
    public static byte[] Xlsx(ParameterCatalogue parameters)
    {
        using var readings = new DataTable();
        foreach (var (_, names) in UploadColumns.Fields) readings.Columns.Add(names[0]);
        var sheets = new Dictionary<string, object>
        {
            ["监测数据"] = readings,
            ["填写说明"] = UploadColumns.Fields.Select(field => new Dictionary<string, object> { ["列"] = field.Names[0], ["Column"] = field.Names[1], ["说明 / Meaning"] = Words[field.Field] }),
            ["监测指标"] = parameters.All.Select(one => new Dictionary<string, object> { ["名称"] = one.NameZh, ["Name"] = one.NameEn, ["键名 / Key"] = one.Key, ["单位 / Unit"] = one.Unit }),
        };
        using var file = new MemoryStream();
        MiniExcel.SaveAs(file, sheets);
        return file.ToArray();
    }
}
