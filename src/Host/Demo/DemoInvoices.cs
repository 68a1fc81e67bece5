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
    private static readonly XNamespace Claim = "urn:riv:financial:billing:claim:1";

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
        var level = lines[5].Descendants(Claim + "careLevel").Single();
        level.Value = level.Value == "4" ? "3" : "4";
        lines[7].Remove();
        var twice = new XElement(lines[9]);
        twice.Descendants(Claim + "lineId").Single().Value = (lines.Count + 1).ToString(CultureInfo.InvariantCulture);
        lines[^1].AddAfterSelf(twice);

        var payable = document.Descendants(Claim + "payableAmount").Single().Element(Claim + "amount")!;
        payable.Value = Text(document.Descendants(Claim + "patientCareInvoiceNetAmount").Sum(Kronor));
        return document;
    }

    /// <summary>Adds so many kronor to what a line bills.</summary>
    private static void Raise(XElement line, int kronor)
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
