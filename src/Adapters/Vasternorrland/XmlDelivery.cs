using System.Xml;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.Vasternorrland;

/// <summary>Reads the XML forward, once: root, records by the mapping's paths, control count.</summary>
internal sealed class XmlDelivery(string file, string period, Mapping mapping, IContactSink sink, CancellationToken ct)
{
    private const int MaxDepth = 1000;
    private const int NodesBetweenChecks = 1000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    // XmlException has no code: only its text tells a forbidden DOCTYPE (KST-205) from what is not well-formed (KST-204).
    private static readonly string DoctypeForbidden = MessageOfForbiddenDoctype();

    private readonly PathNode _record = PathNode.Of(mapping.Kolumner);
    private readonly RecordValues _values = new();
    private readonly char[] _chunk = new char[1024];
    private readonly string _itemSeparator = RecordValues.ItemSeparator.ToString();
    private long _records;
    private long _nodes;
    private string? _controlCount;

    /// <exception cref="DeliveryRejectedException">KST-205, 206, 209 as a forward reader meets them, then 204, 208, 207.</exception>
    internal void Read(Stream content)
    {
        ct.ThrowIfCancellationRequested();
        using var xml = XmlReader.Create(content, Settings);
        try
        {
            ReadRoot(xml);
        }
        catch (XmlException fault) // its text can quote the document: only the place is passed on
        {
            throw fault.Message == DoctypeForbidden ? Rejected("KST-205", "DOCTYPE") : Rejected("KST-204", $"rad {fault.LineNumber}");
        }
        if (_values.HadBom) sink.FileWarning(file, "KST-252");
        if (string.IsNullOrEmpty(_controlCount)) throw Rejected("KST-208", "slut/@antal");
        if (WholeNumber.Parse(_controlCount, mapping) != _records) throw Rejected("KST-207", $"{_records} poster lästa");
    }

    private void ReadRoot(XmlReader xml)
    {
        xml.MoveToContent();
        if (!IsNamed(xml, mapping.Rot)) throw Rejected("KST-206", $"{mapping.Rot} i {mapping.Namnrymd}");
        var stated = RecordValues.Trim(xml.GetAttribute("period"));
        if (!stated.SequenceEqual(period)) throw Rejected("KST-209", "period");

        if (!xml.IsEmptyElement)
        {
            Next(xml);
            while (xml.NodeType != XmlNodeType.EndElement)
            {
                if (xml.NodeType != XmlNodeType.Element) Next(xml);
                else if (IsNamed(xml, mapping.Post)) ReadRecord(xml);
                else
                {
                    if (IsNamed(xml, "slut")) _controlCount ??= RecordValues.Trim(xml.GetAttribute("antal")).ToString();
                    Skip(xml);
                }
            }
        }
        while (Next(xml)) continue; // what follows the root must be well-formed too
    }

    private void ReadRecord(XmlReader xml)
    {
        _values.Clear();
        ReadElement(xml, _record);
        var position = new RowPosition(file, ++_records);
        if (_values.IsTooLong)
        {
            sink.Broken(RowKind.Contact, position, "KST-005");
            return;
        }
        _values.JoinLists();
        sink.Row(new SourceRow(RowKind.Contact, position, _values.Text, _values.Slices, _itemSeparator));
    }

    /// <summary>Reads an element that the mapping goes through, and goes past it. Its value is the text before its first mapped child.</summary>
    private void ReadElement(XmlReader xml, PathNode node)
    {
        var isEmpty = xml.IsEmptyElement;
        var isMain = ReadAttributes(xml, node);
        var value = node.Text;
        _values.Begin();
        Next(xml);
        while (!isEmpty && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                if (value is not null && xml.CanReadValueChunk) AppendValue(xml);
                Next(xml);
            }
            else if (xml.NamespaceURI == mapping.Namnrymd && node.Children.TryGetValue(xml.LocalName, out var child))
            {
                End();
                ReadElement(xml, child);
            }
            else
            {
                Skip(xml);
            }
        }
        End();
        if (!isEmpty) Next(xml);

        void End()
        {
            if (value is not null) _values.End(value.Value, isMain);
            value = null;
        }
    }

    private bool ReadAttributes(XmlReader xml, PathNode node)
    {
        var isMain = false;
        while (xml.MoveToNextAttribute())
        {
            if (xml.NamespaceURI.Length > 0) continue;
            if (node.Attributes.TryGetValue(xml.LocalName, out var field))
            {
                _values.Begin();
                AppendValue(xml);
                _values.End(field, isMain: false);
            }
            else if (node.Text == Field.Diagnoser && xml.LocalName == "typ")
            {
                isMain = RecordValues.Trim(_chunk.AsSpan(0, xml.ReadValueChunk(_chunk, 0, _chunk.Length))).SequenceEqual("huvud");
            }
        }
        xml.MoveToElement();
        return isMain;
    }

    private void AppendValue(XmlReader xml)
    {
        int count;
        while ((count = xml.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0) _values.Append(_chunk.AsSpan(0, count));
    }

    private void Skip(XmlReader xml)
    {
        var depth = xml.Depth;
        if (!xml.IsEmptyElement)
        {
            while (Next(xml) && xml.Depth > depth)
                if (xml.Depth > MaxDepth) throw Rejected("KST-204", $"element i fler än {MaxDepth} nivåer");
        }
        Next(xml);
    }

    private bool Next(XmlReader xml)
    {
        if (++_nodes % NodesBetweenChecks == 0) ct.ThrowIfCancellationRequested();
        return xml.Read();
    }

    private bool IsNamed(XmlReader xml, string? name) => xml.LocalName == name && xml.NamespaceURI == mapping.Namnrymd;

    private DeliveryRejectedException Rejected(string code, string detail) => new(code, file, detail);

    private static string MessageOfForbiddenDoctype()
    {
        try
        {
            using var xml = XmlReader.Create(new StringReader("<!DOCTYPE a><a/>"), Settings);
            xml.MoveToContent();
            throw new InvalidOperationException("XmlReader läste en DOCTYPE trots förbudet.");
        }
        catch (XmlException forbidden)
        {
            return forbidden.Message;
        }
    }
}
