using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>A document that is to be written: one buyer's contacts of one month, or a part of them.</summary>
/// <param name="Id"><c>ZVF</c>, the seller's orgnr, YYMM, the buyer's län code and the part's number. The same each time, until a part before it is sent.</param>
/// <param name="Part">From 1.</param>
/// <param name="IssueDay">Not before any contact's last day.</param>
/// <param name="Buyer">Who pays.</param>
/// <param name="SellerOrgnr">10 digits.</param>
/// <param name="BuyerOrgnr">10 digits.</param>
/// <param name="Contacts">With an amount; at least one.</param>
internal sealed record PlannedInvoice(string Id, int Part, DateOnly IssueDay, Region Buyer, string SellerOrgnr, string BuyerOrgnr, IReadOnlyList<Contact> Contacts)
{
    // A line has some 2 600 bytes and each code some 150 more, well counted; so no document comes near the most that it may have.
    private const int BytesOfLine = 3_000;
    private const int BytesOfCode = 200;
    private const int BytesOfHead = 10_000;

    /// <summary>What the buyer pays, öre.</summary>
    public long Ore { get; } = Contacts.Aggregate(0L, (sum, c) => checked(sum + c.AmountOre));

    /// <summary>The rule that keeps a contact out of every valid document; null = it can be billed.</summary>
    public static string? Forbids(Contact contact, ReferenceSet reference) =>
        !reference.Mvos.Any(m => m.Code == contact.Mvo) ? "UTL-49"
        : contact is { Kontaktslag: Kontaktslag.Sluten, MainDiagnosis: "", Mvo: < 900 } ? "UTL-31"
        : !reference.Organisations.Any(o => o.Region == contact.HomeRegion) ? "UTL-48"
        : null;

    /// <summary>Divides contacts that can be billed into documents, by buyer.</summary>
    /// <param name="contacts">Of one seller and month, each with an amount.</param>
    /// <param name="seller">Who bills.</param>
    /// <param name="issueDay">Of all documents.</param>
    /// <param name="organisations">Give each region its orgnr.</param>
    /// <param name="partsSent">How many parts a buyer, by län code, has got before: those numbers are taken.</param>
    /// <exception cref="DomainException">A region has no orgnr.</exception>
    public static List<PlannedInvoice> Divide(IEnumerable<Contact> contacts, Region seller, DateOnly issueDay, IReadOnlyList<Organisation> organisations, Func<string, int> partsSent)
    {
        List<PlannedInvoice> planned = [];
        foreach (var ofBuyer in contacts.GroupBy(c => c.HomeRegion).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var buyer = Region.FindAny(ofBuyer.Key)!;
            var (part, bytes) = (partsSent(ofBuyer.Key), BytesOfHead);
            List<Contact> current = [];
            foreach (var contact in ofBuyer)
            {
                var more = BytesOfLine + BytesOfCode * Codes(contact);
                if (bytes + more > ClaimReader.MostBytes) Close();
                bytes += more;
                current.Add(contact);
            }
            Close();

            void Close()
            {
                part++;
                var (ours, theirs) = (OrgnrOf(seller, organisations), OrgnrOf(buyer, organisations));
                var id = string.Create(CultureInfo.InvariantCulture, $"ZVF{ours}{InvoiceControl.MonthOf(current[0].Prisdatum)}{buyer.Code.Code}{part:0000}");
                planned.Add(new(id, part, issueDay, buyer, ours, theirs, current));
                (current, bytes) = ([], BytesOfHead);
            }
        }
        return planned;
    }

    private static int Codes(Contact contact) => 1 + contact.SideDiagnoses.AsSpan().Count(' ') + 1 + contact.Procedures.AsSpan().Count(' ') + 1;

    private static string OrgnrOf(Region region, IReadOnlyList<Organisation> organisations) => organisations.FirstOrDefault(o => o.Region == region.Code.Code)?.Orgnr
        ?? throw new DomainException("invoice.no-orgnr", $"{region.Name} har inget organisationsnummer i organisationer.json. Läs in en fil som har det med kst import reference.");
}
