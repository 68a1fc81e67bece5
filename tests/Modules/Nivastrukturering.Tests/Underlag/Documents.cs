using System.Text;
using Kunskapsstyrning.Nivastrukturering.Tests.Reference;
using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

/// <summary>Documents of the data sets, and changed ones.</summary>
internal static class Documents
{
    /// <summary>The key of the data sets' pseudonyms.</summary>
    public const string Key = "exempelnyckel-endast-test";

    private static readonly DateOnly ControlDay = new(2026, 11, 15); // kontroll.json of both sets

    /// <summary>A line of öppenvård that passes.</summary>
    public static string Outpatient { get; } = File.ReadAllText(Path.Combine(Folder("sample-edge"), "u02.xml"));

    /// <summary>A document of slutenvård and öppenvård, with most of the elements, that passes.</summary>
    public static string Inpatient { get; } = File.ReadAllText(Path.Combine(Folder("sample"), "underlag-013-24-22-202603.xml"));

    public static string Folder(string set) => Path.Combine(SampleSet.Folder(set), "underlag");

    public static InvoiceBasisReading Read(string document) => Read(Encoding.UTF8.GetBytes(document));

    public static InvoiceBasisReading Read(byte[] document) => Reader().Read(new MemoryStream(document));

    public static InvoiceBasisReader Reader() => new(ControlDay, SampleSet.Load("sample").Mvos, Keys());

    /// <summary>The set's key, also for the tags.</summary>
    public static InvoiceKeys Keys() => new(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(Key));
}
