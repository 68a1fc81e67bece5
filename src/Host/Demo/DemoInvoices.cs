using System.Globalization;
using System.Xml.Linq;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>The demonstration's fakturaunderlag: what two regions would bill for the newest month, each document with some faults to find. The same each time.</summary>
internal static class DemoInvoices
{
    private const int FewestLines = 12; // of a document that is given faults

    private static readonly string[] Sellers = ["vasterbotten", "norrbotten"];
    private static readonly DateOnly IssueDay = DemoDeliveries.Last.AddMonths(1).AddDays(8);
    internal static readonly XNamespace Claim = "urn:riv:financial:billing:claim:1";

    /// <summary>Writes, spoils and reads them.</summary>
    /// <returns>How many documents.</returns>
    public static async Task<int> Fill(IServiceProvider services, byte[] pseudonymKey, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("kst-underlag-");
        try
        {
            foreach (var seller in Sellers.Select(key => Region.Find(key)!))
            {
                await using var scope = services.CreateAsyncScope();
                var options = new InvoiceExportOptions(seller, DemoDelivery.PeriodOf(DemoDeliveries.Last), folder.FullName) { IssueDay = IssueDay, PseudonymKey = pseudonymKey };
                await scope.ServiceProvider.GetRequiredService<IInvoiceExport>().Export(options, ct);
            }
            var files = folder.GetFiles().OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
            foreach (var file in files)
            {
                await using var scope = services.CreateAsyncScope();
                using var content = new MemoryStream();
                Spoiled(XDocument.Load(file.FullName)).Save(content, SaveOptions.DisableFormatting);
                content.Position = 0;
                await scope.ServiceProvider.GetRequiredService<IInvoiceImport>().Import(content, file.Name, new(ControlDay: IssueDay, PseudonymKey: pseudonymKey), ct);
            }
            return files.Count;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The document with a wrong price, an unknown contact, a wrong level, a line too few and a line twice.</summary>
    private static XDocument Spoiled(XDocument document)
    {
        var lines = document.Descendants(Claim + "healthCareServicesSpecificationLine").ToList();
        if (lines.Count < FewestLines) return document;

        Raise(lines[1], 250);
        lines[3].Descendants(Claim + "careContactId").Single().Value += "X";
        Mislevel(lines[5]);
        lines[7].Remove();
        lines[^1].AddAfterSelf(Twice(lines[9], lines.Count + 1));

        AddUp(document);
        return document;
    }

    /// <summary>Makes what is to be paid the sum of the lines again.</summary>
    internal static void AddUp(XDocument document) =>
        document.Descendants(Claim + "payableAmount").Single().Element(Claim + "amount")!.Value = Text(document.Descendants(Claim + "patientCareInvoiceNetAmount").Sum(Kronor));

    /// <summary>Gives a line another level than its own.</summary>
    internal static void Mislevel(XElement line)
    {
        var level = line.Descendants(Claim + "careLevel").Single();
        level.Value = level.Value == "4" ? "3" : "4";
    }

    /// <summary>The line once more, with another number.</summary>
    internal static XElement Twice(XElement line, int number)
    {
        var twice = new XElement(line);
        twice.Descendants(Claim + "lineId").Single().Value = number.ToString(CultureInfo.InvariantCulture);
        return twice;
    }

    /// <summary>Adds so many kronor to what a line bills.</summary>
    internal static void Raise(XElement line, int kronor)
    {
        if (line.Descendants(Claim + "numberOfPatientSpecificCare").SingleOrDefault() is { } number) number.Value = "1";
        var total = line.Descendants(Claim + "patientSpecificCareTotalAmount").SingleOrDefault();
        var billed = total is null ? Kronor(line.Descendants(Claim + "DRGPrice").Single()) : Kronor(total);
        foreach (var name in total is null ? (string[])["DRGPrice"] : ["patientSpecificCarePrice", "patientSpecificCareTotalAmount"])
            line.Descendants(Claim + name).Single().Element(Claim + "amount")!.Value = Text(billed + kronor);
        foreach (var name in (string[])["patientCareInvoiceGrossAmount", "patientCareInvoiceNetAmount"])
        {
            var amount = line.Descendants(Claim + name).Single();
            amount.Element(Claim + "amount")!.Value = Text(Kronor(amount) + kronor);
        }
    }

    private static decimal Kronor(XElement amount) => decimal.Parse(amount.Element(Claim + "amount")!.Value, CultureInfo.InvariantCulture);

    private static string Text(decimal kronor) => kronor.ToString("0.00", CultureInfo.InvariantCulture);
}
