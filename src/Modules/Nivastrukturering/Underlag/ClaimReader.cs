using System.Buffers;
using System.Text;
using System.Xml;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>Reads a fakturaunderlag forward, once, and holds it against the schema while it reads. One for each document.</summary>
internal sealed class ClaimReader
{
    /// <summary>Bytes that a document may have.</summary>
    public const int MostBytes = 5_000_000;

    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
    private const string NamespaceDeclaration = "http://www.w3.org/2000/xmlns/";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true); // a mark at the start is read past
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostBytes, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true,
    };

    private readonly StringBuilder _text = new();

    private ClaimReader()
    {
    }

    /// <summary>False when an amount is negative or has more than two decimals: UTL-00 beside the other rules' codes.</summary>
    public bool AmountsAreWholeOre { get; private set; } = true;

    /// <summary>Reads a document.</summary>
    /// <param name="content">From its first byte; at most one byte more than may be is read.</param>
    /// <param name="reader">Says what was seen on the way.</param>
    /// <returns><c>claimSpecification</c>, or null when the document is to have UTL-00 alone.</returns>
    public static ClaimElement? Read(Stream content, out ClaimReader reader)
    {
        reader = new();
        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes + 1);
        try
        {
            var length = content.ReadAtLeast(buffer.AsSpan(0, MostBytes + 1), MostBytes + 1, throwOnEndOfStream: false);
            return length > MostBytes ? null : reader.Read(buffer, length);
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException) // its message may hold text of the document
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private ClaimElement Read(byte[] buffer, int length)
    {
        using var text = new StreamReader(new MemoryStream(buffer, 0, length, writable: false), Utf8, detectEncodingFromByteOrderMarks: false);
        using var xml = XmlReader.Create(text, Settings);
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != ClaimGrammar.RootName || xml.NamespaceURI != ClaimGrammar.RootNamespace) throw NotValid();
        var root = ReadElement(xml, ClaimGrammar.Root, ClaimGrammar.RootNamespace);
        while (xml.Read())
        {
        }
        return root.Children[0];
    }

    /// <summary>Reads the element that the reader stands on, and leaves the reader on its end.</summary>
    /// <param name="xml">On a start.</param>
    /// <param name="type">What the element may contain.</param>
    /// <param name="childNamespace">Of its children.</param>
    private ClaimElement ReadElement(XmlReader xml, ClaimType type, string childNamespace)
    {
        var name = xml.LocalName;
        var isEmpty = xml.IsEmptyElement;
        CheckAttributes(xml);
        return type.Parts is { } parts ? ReadChildren(xml, new(name), parts, isEmpty, childNamespace) : ReadValue(xml, name, type.Value, isEmpty);
    }

    private ClaimElement ReadChildren(XmlReader xml, ClaimElement element, IReadOnlyList<ClaimPart> parts, bool isEmpty, string childNamespace)
    {
        var (at, count) = (0, 0);
        while (!isEmpty && Next(xml) != XmlNodeType.EndElement)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) throw NotValid();
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.NamespaceURI != childNamespace)
            {
                if (xml.NamespaceURI is "" or ClaimGrammar.Namespace) throw NotValid();
                element.HasUnknown = true;
                SkipUnknown(xml);
                continue;
            }
            if (element.HasUnknown) throw NotValid();
            while (at < parts.Count && (parts[at].Name != xml.LocalName || count == parts[at].Most)) Leave(parts, ref at, ref count);
            if (at == parts.Count) throw NotValid();
            count++;
            element.Add(ReadElement(xml, parts[at].Type, ClaimGrammar.Namespace));
        }
        while (at < parts.Count) Leave(parts, ref at, ref count);
        return element;
    }

    private static void Leave(IReadOnlyList<ClaimPart> parts, ref int at, ref int count)
    {
        if (count < parts[at].Least) throw NotValid();
        (at, count) = (at + 1, 0);
    }

    private ClaimElement ReadValue(XmlReader xml, string name, ClaimValue kind, bool isEmpty)
    {
        _text.Clear();
        while (!isEmpty && Next(xml) != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element) throw NotValid();
            _text.Append(xml.Value);
        }
        var value = ClaimLexis.Read(kind, _text.ToString()) ?? throw NotValid();
        if (kind == ClaimValue.Amount && !ClaimLexis.IsWholeOre(value)) AmountsAreWholeOre = false;
        return new(name) { Text = string.IsNullOrWhiteSpace(value) ? null : value };
    }

    private static void CheckAttributes(XmlReader xml)
    {
        while (xml.MoveToNextAttribute())
            if (xml.NamespaceURI is not (SchemaInstance or NamespaceDeclaration)) throw NotValid();
        xml.MoveToElement();
    }

    private static void SkipUnknown(XmlReader xml)
    {
        if (xml.IsEmptyElement) return;
        var depth = xml.Depth;
        while (Next(xml) != XmlNodeType.EndElement || xml.Depth > depth)
        {
        }
    }

    private static XmlNodeType Next(XmlReader xml) => xml.Read() ? xml.NodeType : throw NotValid();

    /// <summary>Not schema-valid is told as not well-formed is.</summary>
    private static XmlException NotValid() => new();
}
