using System.Globalization;
using System.Text;
using System.Xml;

namespace Bishui.Features.Tables.Workbooks;

/// <summary>Reads a part of a workbook forward, node by node. Neither depth nor a long tag nor ever new names exhaust the memory.</summary>
internal sealed class XmlPart : IDisposable
{
    private readonly Unpacking _unpacking;
    private readonly CancellationToken _cancel;

    public XmlPart(Unpacking unpacking, Stream content, CancellationToken cancel)
    {
        (_unpacking, _cancel) = (unpacking, cancel);
        unpacking.NextPiece();
        Xml = XmlReader.Create(content, new()
        {
            CloseInput = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            NameTable = new BoundedNames(),
        });
    }

    /// <summary>The node at hand.</summary>
    public XmlReader Xml { get; }

    /// <summary>Goes to the next node; false at the end.</summary>
    public bool Next()
    {
        _cancel.ThrowIfCancellationRequested();
        _unpacking.NextPiece();
        if (!Xml.Read()) return false;
        if (Xml.Depth > TableLimits.DeepestXml) throw TableLimits.Beyond("xml-too-deep", "XML 的层数", "levels of the XML", TableLimits.DeepestXml, Xml.Depth);
        return true;
    }

    /// <summary>Whether an element of this name begins.</summary>
    public bool Begins(string name) => Xml.NodeType == XmlNodeType.Element && Xml.LocalName == name;

    /// <summary>Whether an element of this name ends.</summary>
    public bool Ends(string name) => Xml.NodeType == XmlNodeType.EndElement && Xml.LocalName == name;

    /// <summary>The texts within the element that begins, but for those that say how a word is spoken. Ends at the element's end.</summary>
    public string Text()
    {
        if (Xml.IsEmptyElement) return "";
        var (depth, spoken) = (Xml.Depth, int.MaxValue);
        string? first = null;
        StringBuilder? all = null;
        while (Next() && Xml.Depth > depth)
        {
            if (Xml.Depth <= spoken) spoken = Begins("rPh") && !Xml.IsEmptyElement ? Xml.Depth : int.MaxValue;
            if (spoken != int.MaxValue || Xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)) continue;
            if (first is null) first = Xml.Value;
            else (all ??= new(first)).Append(Xml.Value);
            if ((all?.Length ?? first.Length) is > TableLimits.LongestText and var length)
                throw TableLimits.Beyond("text-too-long", "一个单元格的字数", "characters in a cell", TableLimits.LongestText, length);
        }
        return all?.ToString() ?? first ?? "";
    }

    /// <summary>An attribute that is a whole number; null where there is none.</summary>
    public int? Number(string attribute) =>
        int.TryParse(Xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public void Dispose() => Xml.Dispose();

    /// <summary>A reader keeps each name for good: workbooks have some hundred.</summary>
    private sealed class BoundedNames : NameTable
    {
        private readonly HashSet<string> _names = new(ReferenceEqualityComparer.Instance);

        public override string Add(char[] key, int start, int len) => Counted(base.Add(key, start, len));

        public override string Add(string key) => Counted(base.Add(key));

        private string Counted(string name)
        {
            if (_names.Add(name) && _names.Count > TableLimits.MostNames)
                throw TableLimits.Beyond("too-many-names", "XML 中不同的名称", "different names in the XML", TableLimits.MostNames, _names.Count);
            return name;
        }
    }
}
