using System.Globalization;
using System.Security.Cryptography;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>
/// Documents that are being written beside each other. Each has an unfinished name, and only the account's own rights, until all have been read back
/// without a remark; what is not complete when it is let go is removed.
/// </summary>
internal sealed class InvoiceFolder : IDisposable
{
    private const string Unfinished = ".halv";

    private readonly string _folder;
    private readonly Region _seller;
    private readonly bool _isSendable;
    private readonly Dictionary<PlannedInvoice, InvoiceWriter> _writers = [];
    private readonly Dictionary<long, InvoiceWriter> _byContact = [];

    /// <exception cref="IOException">The folder can't be made or written in.</exception>
    public InvoiceFolder(string folder, IEnumerable<PlannedInvoice> invoices, Region seller, bool isSendable, ReferenceSet reference)
    {
        (_folder, _seller, _isSendable) = (folder, seller, isSendable);
        Directory.CreateDirectory(folder);
        var units = reference.Units.ToDictionary(u => u.HsaId, u => u.Name, StringComparer.Ordinal);
        try
        {
            foreach (var invoice in invoices)
            {
                var writer = _writers[invoice] = new(Create(UnfinishedPath(invoice)), invoice, isSendable, hsaId => units.GetValueOrDefault(hsaId, hsaId));
                foreach (var contact in invoice.Contacts) _byContact.Add(contact.Id, writer);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Bare name of a document: <c>egenkontroll-24-23-202610-1.xml</c> or <c>fakturaunderlag-…</c>.</summary>
    public string NameOf(PlannedInvoice invoice) => string.Create(CultureInfo.InvariantCulture,
        $"{(_isSendable ? "fakturaunderlag" : "egenkontroll")}-{_seller.Code.Code}-{invoice.Buyer.Code.Code}-{invoice.Contacts[0].Prisdatum:yyyyMM}-{invoice.Part}.xml");

    /// <summary>What the contact is written with.</summary>
    public InvoiceWriter WriterOf(Contact contact) => _byContact[contact.Id];

    /// <summary>Closes the documents and reads each as a receiver would.</summary>
    /// <returns>Of each its SHA-256, 64 hex characters, and its lines.</returns>
    /// <exception cref="DomainException">A document would be rejected: nothing is left of any.</exception>
    public IReadOnlyDictionary<PlannedInvoice, (string Hash, IReadOnlyList<OutgoingLine> Lines)> Check(InvoiceBasisReader reader)
    {
        Dictionary<PlannedInvoice, (string, IReadOnlyList<OutgoingLine>)> read = [];
        foreach (var (invoice, writer) in _writers)
        {
            writer.Dispose();
            using var content = File.OpenRead(UnfinishedPath(invoice));
            var reading = reader.Read(content);
            if (reading.Codes.Count > 0 || reading.Lines != invoice.Contacts.Count || reading.Basis!.Lines.Sum(l => l.NetOre) != invoice.Ore)
                throw new DomainException("invoice.not-valid", $"Underlaget till {invoice.Buyer.Name} skulle avvisas ({string.Join(", ", reading.Codes)}). Inget är skrivet. Anmäl felet till den som förvaltar systemet.");
            content.Position = 0;
            read[invoice] = (Convert.ToHexStringLower(SHA256.HashData(content)), writer.Lines);
        }
        return read;
    }

    /// <summary>Gives the documents their names.</summary>
    public void Complete()
    {
        foreach (var invoice in _writers.Keys) File.Move(UnfinishedPath(invoice), Path.Combine(_folder, NameOf(invoice)), overwrite: true);
    }

    public void Dispose()
    {
        foreach (var (invoice, writer) in _writers)
        {
            writer.Dispose();
            File.Delete(UnfinishedPath(invoice));
        }
    }

    private string UnfinishedPath(PlannedInvoice invoice) => Path.Combine(_folder, NameOf(invoice) + Unfinished);

    private static FileStream Create(string path)
    {
        File.Delete(path); // of a run that died
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }
}
