using System.Globalization;
using System.Text;
using System.Xml;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>Writes the elements of a fakturaunderlag; closes what is open when it is let go.</summary>
internal abstract class ClaimXml : IDisposable
{
    private const string Sek = "SEK", CurrencyCodes = "1.0.4217";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = true };

    private readonly XmlWriter _xml;

    /// <summary>Writes the two outermost elements.</summary>
    /// <param name="output">Closed with the writer.</param>
    /// <param name="isSendable">False: a document for egenkontroll.</param>
    protected ClaimXml(Stream output, bool isSendable)
    {
        _xml = XmlWriter.Create(output, Settings);
        var (name, space) = isSendable ? (ClaimSchema.RootName, ClaimSchema.RootNamespace) : (ClaimSchema.SelfCheckName, ClaimSchema.SelfCheckNamespace);
        _xml.WriteStartElement("p", name, space);
        _xml.WriteStartElement("p", "claimSpecification", space);
        _xml.WriteAttributeString("xmlns", "c", null, ClaimSchema.Namespace);
    }

    public void Dispose() => _xml.Dispose();

    protected static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    protected void NewLine() => _xml.WriteWhitespace("\n");

    /// <summary>Writes a text that is cleared afterwards and never becomes a string.</summary>
    protected void Secret(string name, ReadOnlySpan<char> text)
    {
        Start(name);
        var characters = text.ToArray();
        _xml.WriteChars(characters, 0, characters.Length);
        characters.AsSpan().Clear();
        End(1);
    }

    protected void Identity(string name, string root, string extension)
    {
        Start(name);
        Text("root", root);
        Text("extension", extension);
        End(1);
    }

    protected void Amount(string name, long ore)
    {
        Start(name);
        Text("amount", string.Create(CultureInfo.InvariantCulture, $"{ore / 100}.{ore % 100:00}"));
        Coded("currency", Sek, CurrencyCodes);
        End(1);
    }

    protected void Coded(string name, string code, string system)
    {
        Start(name);
        Text("code", code);
        Text("codeSystem", system);
        End(1);
    }

    protected void Day(string name, DateOnly day) => Text(name, day.ToString(ClaimLexis.DayForm, CultureInfo.InvariantCulture));

    protected void Given(string name, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text)) Text(name, text);
    }

    protected void Text(string name, string text) => _xml.WriteElementString("c", name, ClaimSchema.Namespace, text);

    /// <summary>Writes an element that was read, with everything in it that the schema knows; amounts get their two decimals.</summary>
    /// <param name="element">What was read.</param>
    /// <param name="isOpen">False: without person ids. Free text is left out, and what looks like a person id in a text of the seller's is masked.</param>
    protected void Copy(ClaimElement element, bool isOpen = true)
    {
        if (!isOpen && element.Name == "unspecified") return;
        if (element.Text is { } text)
        {
            var shown = !isOpen && element.Name is "remittanceNumber" or "paymentCommitmentNumber" or "careUnitName" or "patientSpecificCareCodeName" ? PersonNumber.Mask(text) : text;
            Text(element.Name, element.Name == "amount" ? ClaimLexis.Amount(text).ToString("0.00", CultureInfo.InvariantCulture) : shown);
            return;
        }
        if (element.Children.Count == 0) return; // what it held is not of the schema
        Start(element.Name);
        foreach (var child in element.Children) Copy(child, isOpen);
        End(1);
    }

    protected void Start(string name) => _xml.WriteStartElement("c", name, ClaimSchema.Namespace);

    protected void End(int elements)
    {
        for (var i = 0; i < elements; i++) _xml.WriteEndElement();
    }
}
