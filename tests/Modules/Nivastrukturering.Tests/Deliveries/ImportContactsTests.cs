using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class ImportContactsTests
{
    private const int NorrbottenAccepted = 244;
    private const int NorrbottenQuarantined = 56;
    private const string Month = "norrbotten/2026-03";
    private static readonly string Set = Repository.DataSet("sample");

    [Theory, OnEachDatabase]
    public async Task An_adapter_that_fails_half_way_leaves_nothing_and_the_next_import_goes_through(Engine engine)
    {
        var fail = true;
        await using var host = await Start(engine, sink => fail ? new AtRow(sink, 200, () => throw new InvalidOperationException("199001019802")) : sink);

        var failure = await Assert.ThrowsAsync<AdapterUnavailableException>(() => Import(host));
        var left = await Count(host);
        fail = false;
        var result = await Import(host);

        Assert.DoesNotContain("199001019802", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), left);
        Assert.Equal(DeliveryStatus.InForce, result.Status);
        Assert.Equal((NorrbottenAccepted, NorrbottenQuarantined, 1), await Count(host));
    }

    [Theory, OnEachDatabase]
    public async Task Rows_of_an_import_that_died_are_not_seen_and_are_taken_away_by_the_next(Engine engine)
    {
        await using var host = await Start(engine);
        await LeaveHalfAnImport(host);
        var seen = await host.ReadAsync<NivastruktureringDb, int>(async db =>
        {
            var numbers = await db.InForce(Ct);
            return await db.Contacts.CountAsync(c => numbers.Contains(c.DeliveryNo), Ct);
        });

        await Import(host);

        Assert.Equal(0, seen);
        Assert.Equal((NorrbottenAccepted, NorrbottenQuarantined, 1), await Count(host));
    }

    [Theory, OnEachDatabase]
    public async Task Whatever_fails_after_a_delivery_came_into_force_takes_no_row_of_it(Engine engine)
    {
        await using var host = await Start(engine);
        await Import(host);
        await Import(host, key: "norrbotten/utan", source: Changed(host, Month));
        foreach (var (number, step) in new[] { "unit.after-commit", "import.flipped", "import.discarding" }.Index())
        {
            await Task.Run(async () =>
            {
                var isStaged = false;
                Fault.Watcher = name =>
                {
                    isStaged |= name == "import.staged";
                    if (isStaged && name == step) throw new TimeoutException();
                };
                await Record.ExceptionAsync(() => Import(host, key: $"norrbotten/{number}", source: Changed(host, Month, blankLines: 2 + number)));
            }, Ct);

            var inForce = await host.ReadAsync<NivastruktureringDb, int>(async db =>
            {
                var numbers = await db.InForce(Ct);
                return await db.Contacts.CountAsync(c => numbers.Contains(c.DeliveryNo), Ct);
            });
            Assert.Equal(NorrbottenAccepted, inForce);
            Assert.Equal(DeliveryStatus.AlreadyRead, (await Import(host, key: $"norrbotten/{number}", source: Changed(host, Month, blankLines: 2 + number))).Status);
        }
        Assert.Equal((2 * NorrbottenAccepted, 2 * NorrbottenQuarantined, 5), await Count(host));
    }

    [Theory, OnEachDatabase]
    public async Task A_replaced_delivery_keeps_its_counts_and_until_the_next_its_rows(Engine engine)
    {
        await using var host = await Start(engine);
        await Import(host);
        var again = await Import(host);
        var second = await Import(host, key: "norrbotten/utan", source: Changed(host, Month));
        var two = await Count(host);
        var third = await Import(host, key: "norrbotten/ater");

        Assert.Equal(DeliveryStatus.AlreadyRead, again.Status);
        Assert.Equal((DeliveryStatus.InForce, 2), (second.Status, second.Lopnummer));
        Assert.Equal((2 * NorrbottenAccepted, 2 * NorrbottenQuarantined, 2), two);
        Assert.Equal((DeliveryStatus.Rejected, "KST-211"), (third.Status, third.Code));
        Assert.Equal((2 * NorrbottenAccepted, 2 * NorrbottenQuarantined, 3), await Count(host));

        var last = await Import(host, key: "norrbotten/utan-2", source: Changed(host, Month, blankLines: 2));
        Assert.Equal((DeliveryStatus.InForce, 3), (last.Status, last.Lopnummer));
        Assert.Equal((2 * NorrbottenAccepted, 2 * NorrbottenQuarantined, 4), await Count(host));
        Assert.All(await host.ReadAsync<NivastruktureringDb, List<Delivery>>(db => db.Deliveries.Where(d => d.Status == DeliveryStatus.Replaced).ToListAsync(Ct)), d => Assert.Equal(NorrbottenAccepted, d.Accepted));
    }

    [Theory, OnEachDatabase]
    public async Task An_empty_delivery_is_rejected_when_the_month_has_contacts_unless_it_is_meant(Engine engine)
    {
        await using var host = await Start(engine);
        await Import(host);
        var empty = Changed(host, Month);
        foreach (var path in Directory.GetFiles(empty)) await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(path, Ct))[..1], Ct);

        var result = await Import(host, key: "norrbotten/tom", source: empty);

        Assert.Equal((DeliveryStatus.Rejected, KstCodes.EmptyInsteadOfFull), (result.Status, result.Code));
        Assert.Equal((NorrbottenAccepted, NorrbottenQuarantined, 2), await Count(host));
        Assert.Equal(1, await host.ReadAsync<NivastruktureringDb, int>(async db => (await db.InForce(Ct)).Count));

        var meant = await Import(host, key: "norrbotten/tom", source: empty, mayBeEmpty: true);
        Assert.Equal((DeliveryStatus.InForce, 0), (meant.Status, meant.Accepted));
    }

    [Theory, OnEachDatabase]
    public async Task A_dry_run_counts_and_writes_nothing(Engine engine)
    {
        await using var host = await Start(engine);

        var result = await Import(host, dryRun: true);

        Assert.Equal((NorrbottenAccepted, NorrbottenQuarantined), (result.Accepted, result.Quarantined));
        Assert.Equal((0, 0, 0), await Count(host));
    }

    [Theory, OnEachDatabase]
    public async Task The_same_month_is_read_in_by_one_at_a_time(Engine engine)
    {
        TestHost? running = null;
        Exception? second = null;
        await using var host = await Start(engine, sink => running is null ? sink : new AtRow(sink, 1, () =>
        {
            var itself = running;
            running = null;
            second = Record.ExceptionAsync(() => Import(itself!)).AsTask().GetAwaiter().GetResult();
        }));
        running = host;

        var result = await Import(host);

        Assert.IsType<JobRunningException>(second);
        Assert.Equal(DeliveryStatus.InForce, result.Status);
    }

    [Theory, OnEachDatabase]
    public async Task A_host_reads_in_no_other_region(Engine engine)
    {
        await using var host = await Start(engine, settings: new Dictionary<string, string?> { ["Host:Role"] = "Region", ["Host:Region"] = "vasterbotten" });

        await Assert.ThrowsAsync<NotOwnerException>(() => Import(host));

        Assert.Equal((0, 0, 0), await Count(host));
    }

    [Theory, OnEachDatabase]
    public async Task Every_stored_amount_can_be_computed_again_from_its_explanation_and_from_its_sentences_alone(Engine engine)
    {
        await using var host = await Start(engine);
        foreach (var region in Region.Norra) await Import(host, $"{region.Key}/2026-03", Path.Combine(Set, "leveranser", region.Key, "2026-03"));

        var contacts = await host.ReadAsync<NivastruktureringDb, List<Contact>>(db => db.Contacts.AsNoTracking().ToListAsync(Ct)); // reads every mapped column

        foreach (var contact in contacts)
        {
            var sentences = contact.Explanation.ToSwedish();
            Assert.Equal(contact.AmountOre, contact.Explanation.Recompute());
            Assert.True(Pricing.ExplanationReader.Kronor(sentences) * 100 == contact.AmountOre && Pricing.ExplanationReader.Stated(sentences) * 100 == contact.AmountOre, $"{contact.AmountOre} öre is not what is told: {string.Join(' ', sentences)}");
        }
        Assert.Equal(Enum.GetValues<PriceRule>(), contacts.Select(c => c.PriceRule).Distinct().Order());
    }

    [Theory, OnEachDatabase]
    public async Task Quarantine_holds_codes_and_cells_but_no_person_id(Engine engine)
    {
        await using var host = await Start(engine);
        await Import(host);

        var rows = await host.ReadAsync<NivastruktureringDb, List<QuarantineRow>>(db => db.QuarantineRows.AsNoTracking().ToListAsync(Ct));
        var persons = PersonIds(Path.Combine(Set, "leveranser", Month, "NB_vardkontakter_202603.csv"));

        Assert.Equal(6, rows.Count(r => r.Cells is null)); // KST-001 … KST-006 once each
        Assert.All(rows.Where(r => r.Cells is null), r => Assert.InRange(r.Codes, "KST-001", "KST-006"));
        Assert.Contains(rows, r => r.Cells?.Contains("\"Person\":\"********\"", StringComparison.Ordinal) == true);
        Assert.All(rows, r => Assert.DoesNotContain(persons, person => r.Cells?.Contains(person, StringComparison.Ordinal) == true));
    }

    [Theory, OnEachDatabase]
    public async Task A_rejected_delivery_is_noted_once_and_changes_nothing(Engine engine)
    {
        await using var host = await Start(engine);
        var hostile = Path.Combine(Set, "fientligt", "nb-dubbel-kolumn");

        var first = await Import(host, key: "norrbotten/fel", source: hostile);
        await Import(host, key: "norrbotten/fel", source: hostile);

        Assert.Equal((DeliveryStatus.Rejected, "KST-203"), (first.Status, first.Code));
        Assert.Equal((0, 0, 1), await Count(host));
    }

    [Theory, OnEachDatabase]
    public async Task A_file_that_is_replaced_after_the_delivery_was_judged_is_not_read_in(Engine engine)
    {
        var folder = "";
        var replace = true;
        await using var host = await Start(engine, sink =>
        {
            if (replace) File.AppendAllText(Directory.GetFiles(folder, "VB_kontakt*").Single(), "annat\n");
            return sink;
        });
        folder = Changed(host, "vasterbotten/2026-03");

        var first = await Assert.ThrowsAsync<SourceUnavailableException>(() => Import(host, "vasterbotten/2026-03", folder));
        var left = await Count(host);
        replace = false;
        var second = await Import(host, "vasterbotten/2026-03", folder);

        Assert.Contains("VB_kontakt_202603.csv ändrades", first.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), left);
        Assert.Equal(DeliveryStatus.InForce, second.Status);
    }

    [Theory, OnEachDatabase]
    public async Task A_file_that_is_replaced_between_its_two_readings_is_not_read_in(Engine engine)
    {
        var (folder, readings) = ("", 0);
        await using var host = await Start(engine, sink =>
        {
            if (++readings == 2) File.AppendAllText(Path.Combine(folder, "enheter.csv"), "annat\n");
            return sink;
        });
        folder = Changed(host, "vasterbotten/2026-03");

        await Assert.ThrowsAsync<SourceUnavailableException>(() => Import(host, "vasterbotten/2026-03", folder));

        Assert.Equal((0, 0, 0), await Count(host));
    }

    [Theory, OnEachDatabase]
    public async Task A_database_that_hangs_up_in_the_middle_leaves_nothing_that_is_seen_and_the_next_import_goes_through(Engine engine)
    {
        if (engine == Engine.Sqlite) return; // a file has nobody who hangs up; a full disk is tried in EndToEnd
        TestHost? dropping = null;
        await using var host = await Start(engine, sink => new AtRow(sink, 200, () =>
        {
            var dropped = dropping;
            dropping = null;
            dropped?.ReadAsync<NivastruktureringDb, int>(db => db.Database.ExecuteSqlRawAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", Ct)).GetAwaiter().GetResult();
        }));
        dropping = host;

        await Assert.ThrowsAnyAsync<Exception>(() => Import(host));
        Npgsql.NpgsqlConnection.ClearAllPools();
        var seen = await host.ReadAsync<NivastruktureringDb, int>(async db => (await db.InForce(Ct)).Count);
        var result = await Import(host);

        Assert.Equal(0, seen);
        Assert.Equal(DeliveryStatus.InForce, result.Status);
        Assert.Equal((NorrbottenAccepted, NorrbottenQuarantined, 1), await Count(host));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<TestHost> Start(Engine engine, Func<IContactSink, IContactSink>? wrap = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        IAdapterDirectory adapters = new BuiltAdapters(Set);
        var host = await TestHost.StartAsync(engine, settings, s => s.Replace(ServiceDescriptor.Singleton(wrap is null ? adapters : new WrappedAdapters(adapters, wrap))));
        await PutReferences(host);
        return host;
    }

    /// <summary>Gives a host the sample's reference files.</summary>
    internal static Task<bool> PutReferences(TestHost host) => host.InScopeAsync(async scope =>
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Set, "gemensamt")).Concat(Directory.GetFiles(Path.Combine(Set, "avtal"))))
            await PutReference(scope, path);
        return true;
    });

    /// <summary>Puts a reference file there whoever owns it, as a replica from its owner's host would.</summary>
    private static async Task PutReference(IServiceProvider scope, string path)
    {
        var db = scope.GetRequiredService<NivastruktureringDb>();
        var (id, name) = (Guid.CreateVersion7(), Path.GetFileName(path));
        if (!scope.GetRequiredService<IReferenceImport>().Knows(name)) return;
        await db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO {db.TableName("reference_file")} (id, owner, name, hash, loaded_at, loaded_by) VALUES ({{0}}, 'NRF', {{1}}, '', {{2}}, 'test')", [id, name, DateTime.UnixEpoch], Ct);
        await db.Database.ExecuteSqlRawAsync($"INSERT INTO {db.TableName("reference_content")} (id, owner, content) VALUES ({{0}}, 'NRF', {{1}})", [id, await File.ReadAllBytesAsync(path, Ct)], Ct);
    }

    private static Task<DeliveryResult> Import(TestHost host, string key = Month, string? source = null, bool dryRun = false, bool mayBeEmpty = false) => host.InScopeAsync(scope =>
        scope.GetRequiredService<IDeliveryImport>().Import(
            DeliveryInput.OfPath(source ?? Path.Combine(Set, "leveranser", Month)),
            new(key) { Sender = Region.Find(key.Split('/')[0]), DryRun = dryRun, MayBeEmpty = mayBeEmpty, Arrival = new DateOnly(2026, 11, 15) }, null, Ct));

    /// <summary>Contacts and quarantine rows that are there, visible or not, and deliveries that are noted.</summary>
    private static Task<(int Contacts, int Quarantine, int Deliveries)> Count(TestHost host) => host.ReadAsync<NivastruktureringDb, (int, int, int)>(async db =>
        (await db.Contacts.CountAsync(Ct), await db.QuarantineRows.CountAsync(Ct), await db.Deliveries.CountAsync(Ct)));

    /// <summary>What a process leaves that is killed between staging and flip.</summary>
    private static Task<bool> LeaveHalfAnImport(TestHost host) => host.InScopeAsync(async scope =>
    {
        var db = scope.GetRequiredService<NivastruktureringDb>();
        await scope.GetRequiredService<IUnitOfWork>().Run(Guid.CreateVersion7(), "Började läsa in", () =>
        {
            db.Add(new Delivery { Id = Guid.CreateVersion7(), Owner = Owner.Parse("25"), No = 1, Source = Month, Status = DeliveryStatus.Reading, Period = "2026-03", ReceivedAt = DateTime.UnixEpoch, ReceivedBy = "test" });
            return Task.FromResult(true);
        }, Ct);
        var reference = await scope.GetRequiredService<ReferenceLibrary>().InForce(Ct);
        await using var stage = await ContactStage.Open(db, scope.GetRequiredService<DbPool>(), 1, new(2026, 4, 1), reference, Ct);
        var source = DeliverySource.OfPath(Path.Combine(Set, "leveranser", Month));
        var delivery = DeliveryIdentity.Of(source, new BuiltAdapters(Set).MappingsOf, new(2026, 11, 15));
        var tally = DeliveryReader.Read(new BuiltAdapters(Set).Open("norrbotten"), source, delivery, new(reference.Units, reference.Kommuner), [1], stage, null, Ct);
        await stage.Complete(tally.Accepted, Ct);
        return true;
    });

    /// <summary>A copy of a delivery's contacts with another hash and no manifest.</summary>
    private static string Changed(TestHost host, string key, int blankLines = 1)
    {
        var copy = Directory.CreateDirectory(Path.Combine(host.DataFolder, "leverans")).FullName;
        foreach (var path in Directory.GetFiles(Path.Combine(Set, "leveranser", key), "*.csv"))
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(path)), [.. File.ReadAllBytes(path), .. Enumerable.Repeat((byte)'\n', blankLines)]);
        return copy;
    }

    private static List<string> PersonIds(string csv) =>
        [.. File.ReadLines(csv).Skip(1).Select(line => line.Split(';')).Where(cells => cells.Length > 1 && cells[1].Length >= 10).Select(cells => cells[1])];
}
