using System.Security.Cryptography;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
internal sealed class ImportInvoices(
    NivastruktureringDb db, IUnitOfWork unit, ReferenceLibrary library, PseudonymKey hostKey, HostSettings host, ICurrentUser user, TimeProvider clock) : IInvoiceImport
{
    private const int LongestRead = 5_000_001; // a byte more than a document may have: enough to be refused

    public async Task<InvoiceImportResult> Import(Stream content, string fileName, InvoiceImportOptions options, CancellationToken ct)
    {
        var bytes = await Read(content, ct);
        var reference = await library.InForce(ct);
        var ownKey = hostKey.Read();
        var keys = new InvoiceKeys(options.PseudonymKey ?? ownKey, ownKey);
        var reading = new InvoiceBasisReader(options.ControlDay ?? clock.Today(), reference.Mvos, keys).Read(new MemoryStream(bytes, writable: false));
        var (file, hash) = (PersonNumber.IsIn(fileName) ? PersonNumber.Mask(fileName) : fileName, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        InvoiceImportResult result = new(file, reading.Id, reading.Lines, [.. reading.Codes], IsNew: true);

        var owner = OwnerOf(reading, reference.Organisations);
        if (!host.MayWrite(owner) || !user.MayWrite(owner)) throw new NotOwnerException($"{file} är utställt av någon annan och läses in där.");
        var former = await db.InvoiceDocuments.Where(d => d.File == file && d.ReplacedAt == null).SingleOrDefaultAsync(ct);
        if (former?.Hash == hash) return result with { IsNew = false };
        if (options.DryRun) return result;

        await unit.Run(Guid.CreateVersion7(), $"Läste in fakturaunderlaget {file}", async () =>
        {
            if (options.PseudonymKey is null) await KeyGate.Enter(db, hostKey, PseudonymKey.TagOf(ownKey), ct);
            var now = clock.GetUtcNow().UtcDateTime;
            if (await db.InvoiceDocuments.Where(d => d.File == file && d.ReplacedAt == null).SingleOrDefaultAsync(ct) is { } replaced)
            {
                replaced.ReplacedAt = now;
                await db.SaveChangesAsync(ct); // one content of a file counts, by constraint: the former leaves first
            }
            db.Add(new InvoiceDocument
            {
                Id = Guid.CreateVersion7(),
                Owner = owner,
                File = file,
                Hash = hash,
                DocumentId = reading.Id,
                IssueDate = reading.IssueDate,
                Rows = reading.Lines,
                Codes = string.Join(' ', reading.Codes),
                Basis = reading.Basis is { } basis ? InvoiceBasisBytes.Write(basis) : [],
                KeyTag = PseudonymKey.TagOf(options.PseudonymKey ?? ownKey),
                ReceivedAt = now,
                ReceivedBy = user.Name,
            });
            return true;
        }, ct);
        return result;
    }

    /// <summary>A region's host reads its own; the demonstration reads everyone's as the seller would.</summary>
    private Owner OwnerOf(InvoiceBasisReading reading, IReadOnlyList<Organisation> organisations)
    {
        if (host.Region is { } own) return Owner.Of(own);
        var seller = organisations.FirstOrDefault(o => o.Orgnr == reading.Basis?.SupplierOrgnr)?.Region;
        return seller is not null && Region.FindAny(seller) is { } region ? Owner.Of(region.Code) : Owner.Nrf;
    }

    private static async Task<byte[]> Read(Stream content, CancellationToken ct)
    {
        var buffer = new byte[LongestRead];
        return buffer[..await content.ReadAtLeastAsync(buffer, LongestRead, throwOnEndOfStream: false, ct)];
    }
}
