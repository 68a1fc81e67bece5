using System.Xml;
using System.Xml.Schema;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>The schema of ProcessClaimSpecification 1.0 and of our own document for egenkontroll, in the files of Underlag/Schema. The one place of the version.</summary>
internal static class ClaimSchema
{
    /// <summary>Namespace of the root and of claimSpecification.</summary>
    public const string RootNamespace = "urn:riv:financial:billing:claim:ProcessClaimSpecificationResponder:1";

    /// <summary>The outermost element of a document that is sent.</summary>
    public const string RootName = "ProcessClaimSpecification";

    /// <summary>Namespace of everything below.</summary>
    public const string Namespace = "urn:riv:financial:billing:claim:1";

    /// <summary>Namespace of the root and of claimSpecification in a document for egenkontroll.</summary>
    public const string SelfCheckNamespace = "urn:kunskapsstyrning:egenkontroll:1";

    /// <summary>The outermost element of a document for egenkontroll, which no receiver knows.</summary>
    public const string SelfCheckName = "Egenkontroll";

    /// <summary>patientIdentity/root of a pseudonym: 64 lower-case hex characters, only in a document for egenkontroll.</summary>
    public const string PseudonymRoot = "urn:kunskapsstyrning:pseudonym";

    /// <summary>Name of the simple type of days; what it lets through may be absent from the calendar.</summary>
    public const string Day = "day";

    /// <summary>Compiled; read by any number of threads.</summary>
    public static XmlSchemaSet Set { get; } = Read();

    /// <summary>True for a root that a document may have.</summary>
    public static bool IsRoot(XmlReader xml) => (xml.LocalName, xml.NamespaceURI) is (RootName, RootNamespace) or (SelfCheckName, SelfCheckNamespace);

    private static XmlSchemaSet Read()
    {
        var set = new XmlSchemaSet { XmlResolver = null };
        foreach (var file in (string[])["fakturaunderlag.xsd", "sandning.xsd", "egenkontroll.xsd"])
        {
            using var content = typeof(ClaimSchema).Assembly.GetManifestResourceStream(file)!;
            using var reader = XmlReader.Create(content);
            set.Add(targetNamespace: null, reader);
        }
        set.Compile();
        return set;
    }
}
