using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Tests.Reference;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

/// <summary>What the writer writes is what the control finds right, öre for öre, and only the document that is asked for holds a person id.</summary>
public sealed partial class ExportInvoicesTests
{
    private const string Month = "2026-03";
    private static readonly string Set = Repository.DataSet("sample");
    private static readonly DateOnly IssueDay = new(2026, 4, 10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task What_is_written_is_read_back_without_a_remark_and_adds_up_to_the_contacts(Engine engine)
    {
        await using var host = await Started(engine);
        using Folder checkedOut = new(), sent = new();
        List<WrittenInvoice> written = [];
        foreach (var region in Region.Norra)
        {
            var result = await Export(host, region, checkedOut.Path);
            Assert.NotEmpty(result.Documents);
            Assert.Equal(result.Documents.Select(d => d.Id), (await Export(host, region, sent.Path, Delivery(region))).Documents.Select(d => d.Id));
            written.AddRange(result.Documents);
            Assert.All(result.LeftOut, left => Assert.Equal("UTL-48", left.Key)); // of buyers whose orgnr the set does not tell
        }
        var orgnrs = SampleSet.Load("sample").Organisations.Select(o => o.Region).ToHashSet();
        Assert.Equal(Billed(await Contacts(host), orgnrs), written.GroupBy(d => (d.Id[3..13], d.Buyer.Code.Code)).ToDictionary(g => g.Key, g => g.Sum(d => d.Ore)));

        var (persons, pseudonyms) = (Persons(sent.Text), checkedOut.Text);
        Assert.NotEmpty(persons);
        Assert.DoesNotContain(persons, person => pseudonyms.Contains(person[2..], StringComparison.Ordinal));
        var known = Persons(string.Concat(Directory.GetFiles(Path.Combine(Set, "underlag")).Select(File.ReadAllText)));
        Assert.NotEmpty(known.Intersect(persons, StringComparer.Ordinal));
        foreach (var file in Directory.GetFiles(sent.Path))
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        await Controlled(host, checkedOut.Path, written);
        await Forget(host);
        await Controlled(host, sent.Path, written);
        var stored = await host.ReadAsync<NivastruktureringDb, List<InvoiceDocument>>(db => db.InvoiceDocuments.AsNoTracking().ToListAsync(Ct));
        Assert.DoesNotContain(persons, person => stored.Exists(d => Encoding.Latin1.GetString(d.Basis).Contains(person, StringComparison.Ordinal)));
    }

    [Theory, OnEachDatabase]
    public async Task Another_delivery_than_the_one_in_force_is_refused_and_nothing_is_left_in_the_folder(Engine engine)
    {
        await using var host = await Started(engine);
        using Folder folder = new();
        var (norrbotten, vasterbotten) = (Region.Find("norrbotten")!, Region.Find("vasterbotten")!);

        await Assert.ThrowsAsync<DomainException>(() => Export(host, norrbotten, folder.Path, Delivery(vasterbotten)));
        Assert.Empty(Directory.GetFiles(folder.Path));
        await Assert.ThrowsAsync<DomainException>(() => Export(host, norrbotten, folder.Path, period: "2020-01"));
        Assert.Empty(Directory.GetFiles(folder.Path));

        var one = Assert.Single((await Export(host, norrbotten, folder.Path, buyer: vasterbotten)).Documents);
        Assert.Equal(("egenkontroll-25-24-202603-1.xml", vasterbotten), (one.File, one.Buyer));
        Assert.Equal([one.File], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    /// <summary>Reads the documents, and finds in them only what the contacts themselves lack.</summary>
    private static async Task Controlled(TestHost host, string folder, List<WrittenInvoice> written)
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            await using var content = File.OpenRead(file);
            var read = await host.InScopeAsync(scope => scope.GetRequiredService<IInvoiceImport>().Import(content, Path.GetFileName(file), new(ControlDay: IssueDay, PseudonymKey: Encoding.UTF8.GetBytes(Documents.Key)), Ct));
            Assert.Empty(read.Codes);
        }
        var outcome = await host.InScopeAsync(scope => scope.GetRequiredService<ControlInvoices>().Run(Ct));
        var contacts = (await Contacts(host)).ToDictionary(c => (c.Region, c.KontaktId));

        Assert.Equal(written.ToDictionary(d => d.Id, d => d.Ore), outcome.Lines.GroupBy(l => l.Document.Id!).ToDictionary(g => g.Key, g => g.Sum(l => l.Line.NetOre)));
        Assert.Empty(outcome.NotInvoiced);
        foreach (var line in outcome.Lines)
        {
            var contact = contacts[(line.Contact!.Region, line.Contact.KontaktId)];
            Assert.Equal(contact.AmountOre, line.Line.BilledCareOre);
            Assert.Equal(new KeyedHash(contact.Pseudonym), line.Line.Pseudonym);
            Assert.Equal(Lacks(contact), line.Findings.Select(f => f.What));
        }
    }

    /// <summary>What no document of the contact can mend.</summary>
    private static IEnumerable<Fkt> Lacks(Contact contact)
    {
        if (contact is { Planerad: true, RemissId: "", BetalningsforbindelseId: "" } && (contact.Kontaktslag == Kontaktslag.Sluten || contact.Level >= 3)) yield return Fkt.NoCommitment;
        if (contact.OutsideUnit) yield return Fkt.OutsideUnit;
    }

    /// <summary>Öre of each pair, the seller by its orgnr.</summary>
    private static Dictionary<(string Seller, string Buyer), long> Billed(List<Contact> contacts, HashSet<string> buyers)
    {
        var orgnrs = SampleSet.Load("sample").Organisations.ToDictionary(o => o.Region, o => o.Orgnr);
        return contacts.Where(c => c.AmountOre > 0 && buyers.Contains(c.HomeRegion)).GroupBy(c => (orgnrs[c.Region], c.HomeRegion)).ToDictionary(g => g.Key, g => g.Sum(c => c.AmountOre));
    }

    private static Task<List<Contact>> Contacts(TestHost host) => host.ReadAsync<NivastruktureringDb, List<Contact>>(async db =>
    {
        var numbers = await db.InForce(Ct);
        return await db.Contacts.AsNoTracking().Where(c => numbers.Contains(c.DeliveryNo)).ToListAsync(Ct);
    });

    private static List<string> Persons(string documents) => [.. PersonId().Matches(documents).Select(m => m.Groups[1].Value).Distinct()];

    private static Task<InvoiceExportResult> Export(TestHost host, Region seller, string folder, DeliveryInput? source = null, Region? buyer = null, string period = Month) => host.InScopeAsync(scope =>
        scope.GetRequiredService<IInvoiceExport>().Export(
            new(seller, period, folder) { IssueDay = IssueDay, Source = source, Buyer = buyer, PseudonymKey = Encoding.UTF8.GetBytes(Documents.Key) }, Ct));

    private static DeliveryInput Delivery(Region region) => DeliveryInput.OfPath(Path.Combine(Set, "leveranser", region.Key, Month));

    /// <summary>A host with the set's contacts and none of its documents.</summary>
    private static async Task<TestHost> Started(Engine engine)
    {
        var host = await TestHost.StartAsync(engine);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(Set, dryRun: false, null, Ct));
        await Forget(host);
        return host;
    }

    private static Task Forget(TestHost host) => host.WriteAsync<NivastruktureringDb>(db => db.RemoveRange(db.InvoiceDocuments.ToList()));

    [GeneratedRegex("<c:patientIdentity><c:root>1[.0-9]+</c:root><c:extension>([^<]{12})<")]
    private static partial Regex PersonId();

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("kst-underlag-").FullName;

        /// <summary>Every file's content.</summary>
        public string Text => string.Concat(Directory.GetFiles(Path).Select(File.ReadAllText));

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
