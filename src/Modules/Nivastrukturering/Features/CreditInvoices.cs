using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>A line that a credit may take out.</summary>
/// <param name="Line">As billed.</param>
/// <param name="IsChosen">It is disputed, or stands in the credit that is not sent yet.</param>
/// <param name="Reason">reasonForCredit that its dispute gives, or null.</param>
/// <param name="Why">The dispute in words, or empty.</param>
internal sealed record CreditableLine(InvoiceLine Line, bool IsChosen, int? Reason, string Why);

/// <summary>What can be credited of a document.</summary>
/// <param name="Document">The document.</param>
/// <param name="Lines">Those that no other credit has taken out, in document order.</param>
/// <param name="Unsent">The credit of it that is written and not sent, or null: the next takes its place.</param>
internal sealed record CreditRoom(JudgedDocument Document, IReadOnlyList<CreditableLine> Lines, OutgoingInvoice? Unsent);

/// <inheritdoc/>
internal sealed class CreditInvoices(
    NivastruktureringDb db, ControlInvoices control, DecideInvoices decide, OutgoingInvoices outgoing, ReferenceLibrary library, PseudonymKey hostKey, HostSettings host, ICurrentUser user, TimeProvider clock,
    ILogger<CreditInvoices> log) : IInvoiceCredit
{
    private const int FirstNumber = 5001; // of a buyer's documents of a month: invoices are numbered from 1
    private const int LastNumber = 9999;

    /// <summary>True for an invoice of the own region as its seller, on the seller's host.</summary>
    public async Task<bool> MayCredit(JudgedDocument document, CancellationToken ct) =>
        document.Basis is { IsCredit: false } basis && await RegionOf(basis.SupplierOrgnr, ct) == document.Owner.Code && host.MayWrite(document.Owner) && user.MayWrite(document.Owner);

    /// <summary>What is left to credit.</summary>
    public async Task<CreditRoom> Room(JudgedDocument document, CancellationToken ct)
    {
        var id = document.Basis!.Id;
        var credits = (await outgoing.Of(document.Owner, ct)).Documents.Where(o => o.CreditedId == id).ToList();
        var unsent = credits.Find(o => o.SentAt is null);
        var readIn = (await control.Run(ct)).Documents.Where(d => d.Basis is { IsCredit: true } b && b.CreditedId == id && b.Id != unsent?.DocumentId);
        HashSet<long> taken = [.. readIn.SelectMany(d => d.Basis!.Lines).Select(l => l.CreditedLineId).OfType<long>(), .. credits.Where(o => o != unsent).SelectMany(o => o.ReadLines()).Select(l => l.CreditedLine!.Value)];

        var disputed = (await decide.Ledger(ct)).Cases.Where(c => c.Line.Document.Key == document.Key && c.State == CaseState.Disputed).ToLookup(c => c.Key.Line);
        var written = unsent?.ReadLines().ToDictionary(l => l.CreditedLine!.Value, l => l.Reason) ?? [];
        return new(document, [.. document.Basis.Lines.Where(l => !taken.Contains(l.LineId)).Select(Of)], unsent);

        CreditableLine Of(InvoiceLine line)
        {
            var cases = disputed[line.LineId].ToList();
            var reason = cases.Select(InvoicePicture.CreditOf).FirstOrDefault(r => r is not null) ?? written.GetValueOrDefault(line.LineId);
            return new(line, cases.Count > 0 || written.ContainsKey(line.LineId), reason, string.Join(" ", cases.Select(c => $"{c.Finding.What.Code} {c.Finding.What.Name}.")));
        }
    }

    public async Task<InvoiceCreditResult> Credit(InvoiceCreditOptions options, CancellationToken ct)
    {
        var document = (await control.Run(ct)).Documents.FirstOrDefault(d => d.Basis is { IsCredit: false } b && b.Id == options.DocumentId)
            ?? throw new DomainException("invoice.unknown", $"Underlaget {options.DocumentId} är inte inläst här, eller är avvisat. Läs in det först.");
        if (!await MayCredit(document, ct)) throw new NotOwnerException($"Underlaget {options.DocumentId} krediteras av den region som har ställt ut det.");
        var room = await Room(document, ct);
        var lines = room.Lines.Where(l => options.IsWhole || l.IsChosen).ToList();
        if (lines.Count == 0) throw new DomainException("invoice.nothing-to-credit", options.IsWhole ? "Alla rader är redan krediterade." : "Ingen rad är bestridd. Bestrid raderna först, eller kreditera hela underlaget.");
        if (options.Reason is < 1 or > 9) throw new DomainException("invoice.reason", "En kreditorsak är ett tal från 1 till 9.");
        if (options.Reason is null && lines.Where(l => l.Reason is null).Select(l => l.Line.LineId).ToList() is { Count: > 0 } without)
            throw new DomainException("invoice.reason", $"Ange en kreditorsak: {(without.Count == 1 ? "rad" : "raderna")} {string.Join(", ", without.Take(10))}{(without.Count > 10 ? " med flera" : "")} har ingen.");

        var issueDay = options.IssueDay ?? clock.Today();
        if (issueDay < document.Basis!.IssueDate) throw TooEarly(issueDay, document.Basis.IssueDate);
        var own = hostKey.ReadSettled();
        var keys = new InvoiceKeys(options.PseudonymKey ?? own, own);
        var reader = new InvoiceBasisReader(issueDay, (await library.InForce(ct)).Mvos, keys);
        var claim = await Source(document, options, reader, ct);
        if (claim.Day("issueDate") is { } issued && issueDay < issued) throw TooEarly(issueDay, issued);
        PlannedCredit planned = new(await IdOf(document, room.Unsent, ct), issueDay, document.Basis, lines.ToDictionary(l => l.Line.LineId, l => l.Reason ?? options.Reason!.Value));
        if (await IsRewritten(planned, keys, ct)) throw new DomainException("invoice.rewritten", $"{options.DocumentId} har skrivits om sedan det lästes in. Läs in det som gäller nu, och välj den filen.");
        if (options.IsSendable && claim.All("healthCareServicesSpecificationLine").Any(l => l.Value("patientInformation", "patientIdentity", "root") == ClaimSchema.PseudonymRoot))
            throw new DomainException("invoice.pseudonym-source", "Filen är ett underlag för egenkontroll och har inga personnummer. Välj filen som skickades, eller gör krediten för egenkontroll.");
        var content = CreditWriter.Write(claim, planned, options.IsSendable);
        Check(reader, content, planned);

        var result = new InvoiceCreditResult($"{(options.IsSendable ? "kredit" : "egenkontroll-kredit")}-{planned.Id}.xml", planned.Id, planned.Lines.Count, planned.Ore, content);
        Guid key = new(SHA256.HashData([.. options.Key.ToByteArray(), .. content]).AsSpan(0, 16)); // the page stays where it is when the file is fetched, and may fetch another
        await outgoing.Keep(key, room.Unsent is null ? [] : [room.Unsent], [await Remembered(document, planned, result, options.IsSendable, ct)], ct);
        log.LogInformation("Wrote the credit {Credit} of {Document}, with person ids: {IsSendable}", planned.Id, options.DocumentId, options.IsSendable);
        return result;
    }

    private static DomainException TooEarly(DateOnly day, DateOnly issued) => new("invoice.issued-too-early", $"Krediten kan inte vara utställd {day:yyyy-MM-dd}: underlaget är utställt {issued:yyyy-MM-dd}.");

    /// <summary>The source, when it is the document that was read in: byte for byte, or in all that is kept of it but the day of issue, which may be that of the egenkontroll.</summary>
    private async Task<ClaimElement> Source(JudgedDocument document, InvoiceCreditOptions options, InvoiceBasisReader reader, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(options.Source));
        var isSame = await db.InvoiceDocuments.AnyAsync(d => d.Id == document.Key && d.Hash == hash, ct)
            || (reader.Read(new MemoryStream(options.Source, writable: false)).Basis is { } basis && JsonSerializer.Serialize(basis with { IssueDate = document.Basis!.IssueDate }) == JsonSerializer.Serialize(document.Basis));
        return isSame && ClaimReader.Read(new MemoryStream(options.Source, writable: false), out _) is { } claim
            ? claim
            : throw new DomainException("invoice.other-source", $"Filen är inte underlaget {options.DocumentId} som är inläst. Välj just den filen.");
    }

    /// <summary>True when the document that can be sent was written here, and a line of the plan is not as it is there.</summary>
    private async Task<bool> IsRewritten(PlannedCredit planned, InvoiceKeys keys, CancellationToken ct)
    {
        if (await db.OutgoingInvoices.AsNoTracking().FirstOrDefaultAsync(o => o.DocumentId == planned.Credited.Id && o.ReplacedAt == null && o.IsSendable, ct) is not { } written) return false;
        var lines = written.ReadLines().ToDictionary(l => l.LineId, l => (l.Ore, l.KontaktId is null ? (KeyedHash?)null : keys.TagOf(l.KontaktId)));
        return planned.Lines.Any(l => lines.GetValueOrDefault(l.LineId) != (l.NetOre, l.ContactTag));
    }

    /// <summary>That of the credit that is written anew, else the next that nobody has.</summary>
    private async Task<string> IdOf(JudgedDocument document, OutgoingInvoice? unsent, CancellationToken ct)
    {
        if (unsent is not null) return unsent.DocumentId;
        var basis = document.Basis!;
        var start = basis.Id[..17] + (await RegionOf(basis.CustomerOrgnr, ct) ?? "00");
        var known = await db.InvoiceDocuments.Where(d => d.DocumentId != null && d.DocumentId.StartsWith(start)).Select(d => d.DocumentId!).ToListAsync(ct);
        var taken = known.Concat(await db.OutgoingInvoices.Where(o => o.DocumentId.StartsWith(start)).Select(o => o.DocumentId).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(FirstNumber, LastNumber - FirstNumber + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"{start}{n:0000}")).First(id => !taken.Contains(id));
    }

    /// <summary>Reads what was written as a receiver would.</summary>
    private static void Check(InvoiceBasisReader reader, byte[] content, PlannedCredit planned)
    {
        var reading = reader.Read(new MemoryStream(content, writable: false));
        var isRight = reading.Basis is { IsCredit: true } basis && basis.CreditedId == planned.Credited.Id && basis.Lines.Select(l => (l.CreditedLineId, l.NetOre)).SequenceEqual(planned.Lines.Select(l => ((long?)l.LineId, l.NetOre)));
        if (!isRight) throw new DomainException("invoice.not-valid", $"Krediten skulle avvisas ({string.Join(", ", reading.Codes)}). Inget är skrivet. Anmäl felet till den som förvaltar systemet.");
    }

    private async Task<OutgoingInvoice> Remembered(JudgedDocument document, PlannedCredit planned, InvoiceCreditResult result, bool isSendable, CancellationToken ct) => new()
    {
        Id = Guid.CreateVersion7(),
        Owner = document.Owner,
        DocumentId = planned.Id,
        CreditedId = planned.Credited.Id,
        Period = $"20{planned.Credited.Id[13..15]}-{planned.Credited.Id[15..17]}",
        Buyer = await RegionOf(planned.Credited.CustomerOrgnr, ct) ?? "",
        IssueDate = planned.IssueDay,
        Rows = result.Rows,
        Ore = -result.Ore,
        IsSendable = isSendable,
        File = result.File,
        Hash = Convert.ToHexStringLower(SHA256.HashData(result.Content)),
        Lines = OutgoingInvoice.Json(planned.Lines.Select((l, i) => new OutgoingLine(i + 1, l.NetOre, CreditedLine: l.LineId, Reason: planned.Reasons[l.LineId]))),
        At = clock.GetUtcNow().UtcDateTime,
        By = user.Name,
    };

    private async Task<string?> RegionOf(string orgnr, CancellationToken ct) => (await library.InForce(ct)).Organisations.FirstOrDefault(o => o.Orgnr == orgnr)?.Region;
}
