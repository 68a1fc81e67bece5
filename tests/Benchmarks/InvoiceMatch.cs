using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>
/// The control of a month's fakturaunderlag, as the page asks for it, beside a full join in PostgreSQL of the same contacts with the lines as a table of its own.
/// Ours reads stored documents and makes keyed tags of the contacts' ids; the rival has the ids in clear and four of the thirteen rules. Deviations must be equal in number and öre per code.
/// </summary>
internal static class InvoiceMatch
{
    private const int LinesEach = 2_000; // as many as a document of 5 MB has
    private const string Month = "2610";
    private const string Seller = "25";
    private static readonly string[] Buyers = ["22", "23", "24"];
    private static readonly Fkt[] Compared = [Fkt.NoContact, Fkt.Duplicate, Fkt.WrongPrice, Fkt.NotInvoiced];

    private const string Join = """
        SELECT code, count(*), sum(ore)::bigint FROM (
            SELECT CASE WHEN l.contact_id IS NULL THEN 'FKT-11' WHEN c.kontakt_id IS NULL THEN 'FKT-01' WHEN l.place > 1 THEN 'FKT-02' WHEN l.billed_ore <> c.amount_ore THEN 'FKT-06' END AS code,
                CASE WHEN l.contact_id IS NULL THEN c.amount_ore WHEN c.kontakt_id IS NULL OR l.place > 1 THEN l.net_ore ELSE l.billed_ore - c.amount_ore END AS ore
            FROM (SELECT *, row_number() OVER (PARTITION BY contact_id ORDER BY issued, document, line_id) AS place FROM bench_line) l
            FULL JOIN (SELECT kontakt_id, amount_ore FROM nivastrukturering.contact WHERE region = '25' AND amount_ore > 0) c ON c.kontakt_id = l.contact_id
        ) found WHERE code IS NOT NULL GROUP BY code ORDER BY code
        """;

    public static async Task Run(Deliveries data, string delivery, int rounds)
    {
        await using var host = await data.NewHost(Engine.Postgres, delivery);
        Deliveries.Import(host, "norrbotten", delivery);
        HostSettings settings = new() { Role = HostRole.Demo, DataFolder = host.DataFolder, Engine = Engine.Postgres, ConnectionString = host.ConnectionString };
        await using DbPool pool = new(settings);
        await using var connection = (NpgsqlConnection)await pool.OpenAsync();
        var (contacts, lines) = await Fill(settings, connection, delivery);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {contacts} contacts, {lines} lines"));
        await Execute(connection, "SET work_mem = '1GB'; SET max_parallel_workers_per_gather = 2");

        await Ours(settings, pool); // warms up
        await Theirs(connection);
        List<double> wall = [], cpu = [];
        for (var round = 1; round <= rounds; round++)
        {
            var (found, ours) = await Cost(() => Ours(settings, pool), Environment.ProcessId);
            var (rows, theirs) = await Cost(() => Theirs(connection), connection.ProcessID);
            Report.MustEqual("deviations", rows, found);
            if (round == 1) Console.WriteLine("  " + found);
            Report.Line("invoice control", ours, lines);
            Report.Line("PostgreSQL, full join", theirs, lines);
            wall.Add(ours.Wall / theirs.Wall);
        }
        Report.Result("G16", Report.Median(wall));
    }

    /// <summary>As a page does it with nothing held: documents and contacts from the database, all rules.</summary>
    private static async Task<string> Ours(HostSettings settings, DbPool pool)
    {
        await using var db = Open(settings);
        ControlInvoices control = new(db, new(db, Reference), new(settings), settings, new(), pool);
        var perCode = (await control.Run(default)).PerCode.ToList();
        return string.Join(", ", perCode.Where(c => Compared.Contains(c.What)).OrderBy(c => c.What.Code, StringComparer.Ordinal).Select(c => Text(c.What.Code, c.Count, c.Ore)));
    }

    /// <summary>Holds the reference files between controls, as a host does.</summary>
    private static readonly Shelf<ReferenceSet> Reference = new();

    private static async Task<string> Theirs(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Join, connection) { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync();
        List<string> found = [];
        while (await rows.ReadAsync()) found.Add(Text(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2)));
        return string.Join(", ", found);
    }

    /// <summary>Has every contact sold to a neighbour, and documents that bill all but three in a hundred of them, with faults among them.</summary>
    private static async Task<(long Contacts, long Lines)> Fill(HostSettings settings, NpgsqlConnection connection, string delivery)
    {
        await Execute(connection, $"""
            UPDATE nivastrukturering.contact SET home_region = (ARRAY['{string.Join("','", Buyers)}'])[1 + id % 3], region = '{Seller}', price_rule = {(int)PriceRule.Besok}, price_deviation = 0,
                amount_ore = 50000 + id * 37 % 900000, outside_unit = false, prisdatum = DATE '2026-10-15';
            CREATE TABLE bench_line (document text COLLATE "C", line_id bigint, issued date, contact_id text COLLATE "C", net_ore bigint, billed_ore bigint);
            """);
        await Execute(connection, "VACUUM FULL ANALYZE nivastrukturering.contact");
        var orgnr = ReferenceSet.Load(Path.GetFullPath(Path.Combine(delivery, "../../.."))).Value!.Organisations.ToLookup(o => o.Region, o => o.Orgnr);
        var key = new PseudonymKey(settings).Read();
        InvoiceKeys keys = new(key, key);
        var open = Buyers.ToDictionary(b => b, _ => new List<(InvoiceLine, string)>());
        List<(InvoiceBasis Basis, List<string> Ids)> documents = [];
        long n = 0, lines = 0;
        await using (var reading = await connection.BeginBinaryExportAsync("COPY (SELECT kontakt_id, home_region, hsa_id, in_datum, level, amount_ore, drg, pseudonym FROM nivastrukturering.contact ORDER BY id) TO STDOUT (FORMAT BINARY)"))
        {
            while (await reading.StartRowAsync() >= 0)
            {
                var (id, buyer, unit, day, level, ore, drg, pseudonym) = (await reading.ReadAsync<string>(), await reading.ReadAsync<string>(), await reading.ReadAsync<string>(), await reading.ReadAsync<DateOnly>(), await reading.ReadAsync<int>(), await reading.ReadAsync<long>(), await reading.ReadAsync<string>(), await reading.ReadAsync<byte[]>());
                n++;
                if (n % 33 == 0) continue;
                var billed = n % 50 == 1 ? ore + 25_000 : ore;
                var stated = n % 100 == 2 ? id + "X" : id;
                for (var times = n % 200 == 3 ? 2 : 1; times > 0; times--)
                {
                    open[buyer].Add((new()
                    {
                        LineId = open[buyer].Count + 1, ContactTag = keys.TagOf(stated), Pseudonym = new(pseudonym), County = buyer, IsInpatient = drg.Length > 0, IsPlanned = false, IsPartInvoice = false, HasCommitment = true,
                        VisitDate = day, DischargeDate = new(2026, 10, 28), UnitHsaId = unit, DrgCode = drg.Length > 0 ? drg : null, CareLevel = level.ToString(CultureInfo.InvariantCulture), NetOre = billed, BilledCareOre = billed,
                    }, stated));
                    lines++;
                }
                if (open[buyer].Count >= LinesEach) Close(buyer);
            }
        }
        foreach (var buyer in Buyers) Close(buyer);
        await Store(settings, connection, documents);
        return (n, lines);

        void Close(string buyer)
        {
            if (open[buyer].Count == 0) return;
            InvoiceBasis basis = new($"ZVF{orgnr[Seller].First()}{Month}{documents.Count:D6}", new(2026, 11, 9), false, null, orgnr[Seller].First(), orgnr[buyer].First(), [.. open[buyer].Select(l => l.Item1)]);
            documents.Add((basis, [.. open[buyer].Select(l => l.Item2)]));
            open[buyer].Clear();
        }
    }

    private static async Task Store(HostSettings settings, NpgsqlConnection connection, List<(InvoiceBasis Basis, List<string> Ids)> documents)
    {
        foreach (var batch in documents.Chunk(20))
        {
            await using var db = Open(settings);
            db.AddRange(batch.Select(d => new InvoiceDocument
            {
                Id = Guid.CreateVersion7(), Owner = Owner.Of(RegionCode.Parse(Seller, null)), File = d.Basis.Id + ".xml", Hash = d.Basis.Id, DocumentId = d.Basis.Id, IssueDate = d.Basis.IssueDate, Rows = d.Basis.Lines.Count, Codes = "",
                Basis = InvoiceBasisBytes.Write(d.Basis), ReceivedAt = DateTime.UnixEpoch, ReceivedBy = "benchmark",
            }));
            await db.SaveChangesAsync();
        }
        await using (var writing = await connection.BeginBinaryImportAsync("COPY bench_line FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var (basis, ids) in documents)
            {
                foreach (var (line, id) in basis.Lines.Zip(ids))
                {
                    await writing.StartRowAsync();
                    await writing.WriteAsync(basis.Id);
                    await writing.WriteAsync(line.LineId);
                    await writing.WriteAsync(basis.IssueDate);
                    await writing.WriteAsync(id);
                    await writing.WriteAsync(line.NetOre);
                    await writing.WriteAsync(line.BilledCareOre);
                }
            }
            await writing.CompleteAsync();
        }
        await Execute(connection, "VACUUM ANALYZE bench_line");
    }

    private static async Task<(string Found, Cost Cost)> Cost(Func<Task<string>> job, int process)
    {
        GC.Collect();
        var (before, watch) = (Measured.CpuOf(process), Stopwatch.StartNew());
        var found = await job();
        return (found, new(watch.Elapsed, Measured.CpuOf(process) - before));
    }

    private static NivastruktureringDb Open(HostSettings settings) => new(new DbContextOptionsBuilder<NivastruktureringDb>().UseNpgsql(settings.ConnectionString).Options);

    private static string Text(string code, long count, long ore) => new StringBuilder(code).Append(CultureInfo.InvariantCulture, $" {count} of {ore} öre").ToString();

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
