using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Schema;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>Reads a fakturaunderlag forward, once, and holds it against the schema while it reads. One for each document.</summary>
internal sealed class ClaimReader
{
    /// <summary>Bytes that a document may have.</summary>
    public const int MostBytes = 5_000_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true); // a mark at the start is read past
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostBytes, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true,
    };

    private const string NamespaceDeclaration = "http://www.w3.org/2000/xmlns/";

    private readonly StringBuilder _text = new();
    private readonly XmlSchemaInfo _info = new();
    private XmlSchemaValidator _validator = null!; // made with the reader of the document

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
        catch (Exception e) when (e is XmlException or XmlSchemaException or DecoderFallbackException) // its message may hold text of the document
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
        if (xml.MoveToContent() != XmlNodeType.Element || !ClaimSchema.IsRoot(xml)) throw NotValid();
        _validator = new(xml.NameTable, ClaimSchema.Set, (IXmlNamespaceResolver)xml, XmlSchemaValidationFlags.None);
        _validator.Initialize();
        var root = ReadElement(xml, xml.NamespaceURI);
        _validator.EndValidation();
        while (xml.Read())
        {
        }
        return root.Children[0];
    }

    /// <summary>Reads the element that the reader stands on, and leaves the reader on its end.</summary>
    /// <param name="xml">On a start.</param>
    /// <param name="childNamespace">Of its children; those of another are what the schema knows nothing of.</param>
    private ClaimElement ReadElement(XmlReader xml, string childNamespace)
    {
        var isEmpty = xml.IsEmptyElement;
        return Start(xml) is XmlSchemaSimpleType type ? ReadValue(xml, type, isEmpty) : ReadChildren(xml, isEmpty, childNamespace);
    }

    /// <summary>Shows the schema a start and its attributes.</summary>
    /// <returns>The element's type.</returns>
    private XmlSchemaType? Start(XmlReader xml)
    {
        _validator.ValidateElement(xml.LocalName, xml.NamespaceURI, _info, xml.GetAttribute("type", XmlSchema.InstanceNamespace), xml.GetAttribute("nil", XmlSchema.InstanceNamespace), null, null);
        var type = _info.SchemaType;
        while (xml.MoveToNextAttribute())
            if (xml.NamespaceURI is not (XmlSchema.InstanceNamespace or NamespaceDeclaration)) _validator.ValidateAttribute(xml.LocalName, xml.NamespaceURI, xml.Value, null);
        xml.MoveToElement();
        _validator.ValidateEndOfAttributes(null);
        return type;
    }

    private ClaimElement ReadChildren(XmlReader xml, bool isEmpty, string childNamespace)
    {
        var element = new ClaimElement(xml.LocalName);
        while (Next(xml, isEmpty) != XmlNodeType.EndElement)
        {
            if (xml.NodeType != XmlNodeType.Element) Text(xml);
            else if (xml.NamespaceURI == childNamespace) element.Add(ReadElement(xml, ClaimSchema.Namespace));
            else
            {
                element.HasUnknown = true;
                SkipUnknown(xml);
            }
        }
        _validator.ValidateEndElement(_info);
        return element;
    }

    private ClaimElement ReadValue(XmlReader xml, XmlSchemaSimpleType type, bool isEmpty)
    {
        var name = xml.LocalName;
        _text.Clear();
        while (Next(xml, isEmpty) != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element) throw NotValid();
            Text(xml);
            _text.Append(xml.Value);
        }
        _validator.ValidateEndElement(_info); // now the text is of the type
        var value = ClaimLexis.Read(type, _text.ToString()) ?? throw NotValid();
        if (type.TypeCode == XmlTypeCode.Decimal && !ClaimLexis.IsWholeOre(value)) AmountsAreWholeOre = false;
        return new(name) { Text = string.IsNullOrWhiteSpace(value) ? null : value };
    }

    private void Text(XmlReader xml)
    {
        if (xml.NodeType is XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace) _validator.ValidateWhitespace(xml.Value);
        else _validator.ValidateText(xml.Value);
    }

    /// <summary>Of an element that the schema knows nothing of only its place is held against it: the validator's memory of what is inside grows slowly.</summary>
    private void SkipUnknown(XmlReader xml)
    {
        var (depth, isEmpty) = (xml.Depth, xml.IsEmptyElement);
        Start(xml);
        _validator.SkipToEndElement(_info);
        while (!isEmpty && (Next(xml, isEmpty: false) != XmlNodeType.EndElement || xml.Depth > depth))
        {
        }
    }

    private static XmlNodeType Next(XmlReader xml, bool isEmpty) => isEmpty ? XmlNodeType.EndElement : xml.Read() ? xml.NodeType : throw NotValid();

    /// <summary>Not schema-valid is told as not well-formed is.</summary>
    private static XmlException NotValid() => new();
}
