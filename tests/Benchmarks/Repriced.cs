using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Priser;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>
/// A month of contacts priced anew with other prices and written back, with what they sum to, beside PostgreSQL doing the same set-wise: one UPDATE of every row, or a new table, and the sums by GROUP BY.
/// Ours is the whole of what a command does but starting; the rival keeps the terms as tables, has its statistics, and leaves its dead rows.
/// </summary>
internal static class Repriced
{
    private static string Groups(string table) => $"""
        SELECT string_agg(line, ';' ORDER BY line) FROM (
            SELECT concat_ws(' ', home_region, region, hospital, level, service, rpo, price_rule, sum(contacts), sum(amount_ore)) AS line FROM {table} GROUP BY home_region, region, hospital, level, service, rpo, price_rule) groups
        """;

    /// <summary>docs/formats/PRICING.md set-wise: every contact with its rule, its price and the terms behind it; the price group of the MVO lies in bench_mvo.</summary>
    private const string Priced = """
        WITH matched AS (
            SELECT c.*, greatest(1, c.ut_datum - c.in_datum) AS days, a.id AS agreement, a.list, a.lim, a.share, a.not_billed, least(by_service.id, by_mvo.id) AS subscription,
                fixed.ore AS fixed, fixed.code AS fixed_code, fixed.day_from AS fixed_from, fixed.day_to AS fixed_to, point.ore AS point, point.code AS point_code, point.day_from AS point_from, point.day_to AS point_to,
                care_day.ore AS care_day, care_day.code AS day_code, care_day.day_from AS day_from, care_day.day_to AS day_to, visit.ore AS visit, visit.code AS visit_code, visit.day_from AS visit_from, visit.day_to AS visit_to
            FROM bench_contact c
            LEFT JOIN bench_mvo m ON m.mvo = c.mvo
            LEFT JOIN bench_agreement a ON a.seller = c.region AND a.buyer = CASE WHEN c.home_region IN ('22', '23', '24', '25') THEN c.home_region ELSE 'RIKS' END AND c.prisdatum BETWEEN a.day_from AND a.day_to
            LEFT JOIN bench_scope by_service ON by_service.seller = c.region AND by_service.home = c.home_region AND by_service.service = c.service AND c.prisdatum BETWEEN by_service.day_from AND by_service.day_to
            LEFT JOIN bench_scope by_mvo ON by_mvo.seller = c.region AND by_mvo.home = c.home_region AND by_mvo.mvo = c.mvo AND c.prisdatum BETWEEN by_mvo.day_from AND by_mvo.day_to
            LEFT JOIN bench_price fixed ON fixed.list = a.list AND fixed.seller = c.region AND fixed.code = 'TJANST:' || c.service AND c.prisdatum BETWEEN fixed.day_from AND fixed.day_to
            LEFT JOIN bench_price point ON point.list = a.list AND point.seller = c.region AND point.code = 'DRGPOANG:' || c.hospital AND c.prisdatum BETWEEN point.day_from AND point.day_to
            LEFT JOIN bench_price care_day ON care_day.list = a.list AND care_day.seller = c.region AND care_day.code = 'VARDDAG:' || m.grp AND c.prisdatum BETWEEN care_day.day_from AND care_day.day_to
            LEFT JOIN bench_price visit ON visit.list = a.list AND visit.seller = c.region AND visit.code = 'BESOK:' || c.kontaktslag || ':' || c.besokstyp || ':' || m.grp AND c.prisdatum BETWEEN visit.day_from AND visit.day_to
        ), ruled AS (
            SELECT *, (weight * point + 5000) / 10000 AS p, CASE
                WHEN home_region = '' THEN 0 WHEN home_region = region THEN 1 WHEN subscription IS NOT NULL THEN 2 WHEN list IS NULL THEN 3 WHEN not_billed LIKE '%|' || kontaktslag || '|%' THEN 4
                WHEN service <> '' AND fixed IS NOT NULL THEN 5 WHEN kontaktslag IN (0, 1) AND drg <> '' AND weight IS NOT NULL AND point IS NOT NULL THEN 6
                WHEN kontaktslag = 0 AND drg = '' AND care_day IS NOT NULL THEN 8 WHEN kontaktslag > 1 AND visit IS NOT NULL THEN 9 ELSE 3 END AS rule
            FROM matched
        ), priced AS (
            SELECT *, rule = 6 AND kpp_ore * 100 > lim * p AS is_outlier, CASE WHEN rule = 6 AND kpp_ore * 100 > lim * p THEN (share * (kpp_ore * 100 - lim * p) + 5000) / 10000 ELSE 0 END AS extra FROM ruled
        )
        """;

    /// <summary>The price's columns, in their order, of a row of priced.</summary>
    private static readonly string[] Price =
    [
        "(CASE WHEN is_outlier THEN 7 ELSE rule END)::smallint", "(CASE WHEN rule <> 3 THEN 0 WHEN list IS NULL THEN 1 ELSE 2 END)::smallint",
        "CASE rule WHEN 5 THEN fixed WHEN 6 THEN p + extra WHEN 8 THEN days * care_day WHEN 9 THEN visit ELSE 0 END",
        "CASE WHEN rule < 3 THEN '' ELSE coalesce(agreement, '') END", "CASE WHEN rule = 2 THEN subscription ELSE '' END", "CASE WHEN rule < 3 THEN '' ELSE coalesce(list, '') END",
        "CASE rule WHEN 5 THEN fixed_code WHEN 6 THEN point_code WHEN 8 THEN day_code WHEN 9 THEN visit_code ELSE '' END",
        "CASE rule WHEN 5 THEN fixed_from WHEN 6 THEN point_from WHEN 8 THEN day_from WHEN 9 THEN visit_from END", "CASE rule WHEN 5 THEN fixed_to WHEN 6 THEN point_to WHEN 8 THEN day_to WHEN 9 THEN visit_to END",
        "CASE rule WHEN 5 THEN fixed WHEN 6 THEN point WHEN 8 THEN care_day WHEN 9 THEN visit ELSE 0 END", "CASE WHEN rule = 6 THEN p ELSE 0 END",
        "CASE WHEN is_outlier THEN lim ELSE 0 END", "CASE WHEN is_outlier THEN share ELSE 0 END", "extra",
    ];

    private static readonly string Update = $"{Priced} UPDATE bench_contact c SET {string.Join(", ", PriceColumns.Names.Zip(Price, (name, value) => $"{name} = {value}"))} FROM priced WHERE priced.id = c.id";

    private static readonly string Rebuild =
        $"CREATE TABLE bench_next AS {Priced} SELECT {string.Join(", ", ContactColumns.OfContact.SkipLast(Price.Length).Concat(Price.Zip(PriceColumns.Names, (value, name) => $"{value} AS {name}")))} FROM priced; ALTER TABLE bench_next ADD PRIMARY KEY (delivery_no, id)";

    private static string Aggregate(string table) => $"""
        DELETE FROM bench_cell;
        INSERT INTO bench_cell SELECT home_region, region, hospital, level, service, rpo, price_rule, count(*), sum(amount_ore), sum(weight), sum(kpp_ore), count(*) FILTER (WHERE outside_unit), count(weight), count(kpp_ore)
        FROM {table} GROUP BY home_region, region, hospital, level, service, rpo, price_rule
        """;

    public static async Task Run(Deliveries data, string delivery, int rounds)
    {
        await using var host = await data.NewHost(Engine.Postgres, delivery);
        Deliveries.Import(host, "norrbotten", delivery);
        var root = Path.GetFullPath(Path.Combine(delivery, "../../.."));
        var list = Directory.GetFiles(Path.Combine(root, "avtal"), "prislista-25.csv").Single();
        HostSettings settings = new() { Role = HostRole.Demo, DataFolder = host.DataFolder, Engine = Engine.Postgres, ConnectionString = host.ConnectionString + ";Command Timeout=0" };
        await using DbPool pool = new(settings);
        await using var connection = (NpgsqlConnection)await pool.OpenAsync();
        var partition = await Text(connection, "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'nivastrukturering.contact'::regclass");
        var no = int.Parse(partition[(partition.LastIndexOf('_') + 1)..], CultureInfo.InvariantCulture);
        await Execute(connection, $"CREATE TABLE bench_contact (LIKE {partition} INCLUDING DEFAULTS); INSERT INTO bench_contact SELECT * FROM {partition} ORDER BY id; ALTER TABLE bench_contact ADD PRIMARY KEY (delivery_no, id)");
        var rows = long.Parse(await Text(connection, "SELECT count(*)::text FROM bench_contact"), CultureInfo.InvariantCulture);
        await Execute(connection, "CREATE TABLE bench_cell (home_region text, region text, hospital text, level int, service text, rpo text, price_rule smallint, contacts bigint, amount_ore bigint, weight bigint, kpp_ore bigint, outside bigint, weight_contacts bigint, kpp_contacts bigint)");
        await Execute(connection, "SET work_mem = '1GB'; SET maintenance_work_mem = '512MB'");
        await Execute(connection, "VACUUM ANALYZE bench_contact");

        List<double> wall = [], rebuilt = [];
        for (var round = 1; round <= rounds; round++)
        {
            var set = WithList(ReferenceSet.Load(root).Value!, list, round);
            var ours = await Ours(settings, pool, set, no);
            await Terms(connection, set);
            var theirs = await Theirs(connection, Update, "bench_contact");
            await MustBeEqual(connection, partition, "bench_contact");
            var anew = await Theirs(connection, Rebuild, "bench_next");
            await MustBeEqual(connection, partition, "bench_next");
            Report.Line("priced anew and written back", ours, rows);
            Report.Line("PostgreSQL, one UPDATE", theirs, rows);
            Report.Line("PostgreSQL, CREATE TABLE AS", anew, rows);
            wall.Add(ours.Wall / theirs.Wall);
            rebuilt.Add(ours.Wall / anew.Wall);
            await Execute(connection, "DROP TABLE bench_next");
            await Execute(connection, "VACUUM bench_contact"); // not timed: what it left behind is taken away for the next round
        }
        Report.Result("G10", Report.Median(wall));
        Report.Result("G10.rebuilt", Report.Median(rebuilt));
    }

    private static Task<Cost> Theirs(NpgsqlConnection connection, string write, string table) => Cost(connection.ProcessID, async () =>
    {
        await Execute(connection, "BEGIN");
        await Execute(connection, write);
        await Execute(connection, Aggregate(table));
        await Execute(connection, "COMMIT");
    });

    private static async Task MustBeEqual(NpgsqlConnection connection, string ours, string theirs)
    {
        Report.MustEqual("groups", await Text(connection, Groups("nivastrukturering.volume_cell")), await Text(connection, Groups("bench_cell")));
        Report.MustEqual("prices", await Prices(connection, ours), await Prices(connection, theirs));
    }

    private static async Task<Cost> Ours(HostSettings settings, DbPool pool, ReferenceSet set, int no)
    {
        using NpgsqlConnection own = new(settings.ConnectionString);
        await using NivastruktureringDb db = new(new DbContextOptionsBuilder<NivastruktureringDb>().UseNpgsql(own).Options);
        return await Cost(Environment.ProcessId, async () =>
        {
            RepricedStage stage = new(db, pool, no);
            var book = set.ToPriceBook();
            await stage.Prepare(book, default);
            await using var unit = await db.Database.BeginTransactionAsync();
            await stage.Apply(book, default);
            await unit.CommitAsync();
            await stage.Discard();
            if (stage.Pricing.Changed == 0) throw new InvalidOperationException("Nothing was changed.");
        });
    }

    /// <summary>The set with the seller's prices so many hundredths of an öre in the thousand higher.</summary>
    private static ReferenceSet WithList(ReferenceSet set, string list, int round)
    {
        var file = Path.GetFileName(list);
        PriceListFile.IsName(file, out var seller);
        return set with { Prices = [.. set.Prices.Select(p => p.Seller == seller ? p with { PriceOre = PriceIndex.Raised(p.PriceOre, 100 * round) } : p)] };
    }

    private static async Task Terms(NpgsqlConnection connection, ReferenceSet set)
    {
        await Execute(connection, """
            DROP TABLE IF EXISTS bench_price, bench_agreement, bench_scope, bench_mvo;
            CREATE TABLE bench_price (list text COLLATE "C", seller text COLLATE "C", code text COLLATE "C", ore bigint, day_from date, day_to date);
            CREATE TABLE bench_agreement (id text COLLATE "C", seller text COLLATE "C", buyer text COLLATE "C", list text COLLATE "C", day_from date, day_to date, lim bigint, share bigint, not_billed text);
            CREATE TABLE bench_scope (id text COLLATE "C", seller text COLLATE "C", home text COLLATE "C", service text COLLATE "C", mvo int, day_from date, day_to date);
            CREATE TABLE bench_mvo (mvo int, grp text COLLATE "C");
            """);
        foreach (var p in set.Prices) await Insert(connection, "bench_price", p.PriceList, p.Seller, CodeOf(p.Code), p.PriceOre, p.Validity.From, p.Validity.To ?? new DateOnly(5000, 1, 1));
        foreach (var a in set.Agreements)
            await Insert(connection, "bench_agreement", a.Id, a.Seller, a.Buyer, a.PriceList, a.Validity.From, a.Validity.To ?? new DateOnly(5000, 1, 1), a.LimitHundredths, a.ShareHundredths, "|" + string.Join('|', a.NotBilled.Select(k => (int)k)) + "|");
        foreach (var s in set.Subscriptions)
        {
            foreach (var home in s.Participants)
            {
                foreach (var service in s.Services) await Insert(connection, "bench_scope", s.Id, s.Seller, home, service, -1, s.Validity.From, s.Validity.To ?? new DateOnly(5000, 1, 1));
                foreach (var mvo in s.Mvos) await Insert(connection, "bench_scope", s.Id, s.Seller, home, "-", mvo, s.Validity.From, s.Validity.To ?? new DateOnly(5000, 1, 1));
            }
        }
        foreach (var m in set.Mvos.Where(m => m.PriceGroup.Length > 0)) await Insert(connection, "bench_mvo", m.Code, m.PriceGroup);
        await Execute(connection, "ANALYZE bench_price; ANALYZE bench_agreement; ANALYZE bench_scope; ANALYZE bench_mvo");
    }

    /// <summary>A visit's code with the stored numbers of kind and visit, so that the rival has nothing to look up.</summary>
    private static string CodeOf(string code) =>
        PriceCode.TryParse(code, out var parsed) && parsed.Unit == PriceUnit.Visit ? string.Create(CultureInfo.InvariantCulture, $"BESOK:{(int)parsed.Kind}:{(int)parsed.Visit}:{parsed.Key}") : code;

    private static async Task Insert(NpgsqlConnection connection, string table, params object[] values)
    {
        await using var command = new NpgsqlCommand($"INSERT INTO {table} VALUES ({string.Join(", ", values.Select((_, i) => $"${i + 1}"))})", connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What stands in the rows: number, öre and the figures behind them.</summary>
    private static Task<string> Prices(NpgsqlConnection connection, string table) => Text(connection,
        $"SELECT concat_ws(' ', count(*), sum(amount_ore), sum(unit_price_ore), sum(drg_ore), sum(limit_hundredths), sum(share_hundredths), sum(extra_ore), sum(price_deviation), count(*) FILTER (WHERE agreement_id = ''), count(*) FILTER (WHERE subscription_id = ''), sum(hashint8(id) # hashint8(amount_ore))) FROM {table}");

    private static async Task<Cost> Cost(int process, Func<Task> job)
    {
        GC.Collect();
        var (before, watch) = (Measured.CpuOf(process), Stopwatch.StartNew());
        await job();
        return new(watch.Elapsed, Measured.CpuOf(process) - before);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> Text(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
