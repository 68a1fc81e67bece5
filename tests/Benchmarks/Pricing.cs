using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering;
using Microsoft.Data.Sqlite;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>Contacts in memory priced and added up by one thread, beside DuckDB doing the same in SQL with two; every group must be equal to the öre.</summary>
internal static class Pricing
{
    public static async Task Run(Deliveries data, string delivery, int rounds)
    {
        if (DuckDb.Script("duckdb-pricing.mjs") is not { } script)
        {
            Console.WriteLine("DuckDB is not installed: G9 and G11 are left out.");
            return;
        }
        var set = ReferenceSet.Load(Path.GetFullPath(Path.Combine(delivery, "../../.."))).Value ?? throw new InvalidOperationException("The data set's reference files have errors.");
        await using var host = await data.NewHost(Engine.Sqlite, delivery);
        Deliveries.Import(host, "norrbotten", delivery);
        var contacts = await Read(host.ConnectionString, set);
        var folder = Directory.CreateDirectory(Path.Combine(data.Folder, "pricing")).FullName;
        await Write(folder, contacts, set);

        var book = set.ToPriceBook();
        PriceAndAdd(book, contacts); // warms up
        var theirs = Measured.Run(new ProcessStartInfo("node", [script, folder, rounds.ToString(CultureInfo.InvariantCulture)])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        List<double> wall = [];
        foreach (var round in theirs.Take(rounds).Select(line => line.Split(' ')))
        {
            using var self = Process.GetCurrentProcess();
            var (before, watch) = (self.TotalProcessorTime, Stopwatch.StartNew());
            var groups = PriceAndAdd(book, contacts);
            var took = watch.Elapsed;
            self.Refresh();
            Cost ours = new(took, self.TotalProcessorTime - before), duck = new(Seconds(round[1]), Seconds(round[0]));
            Report.Line("priced in memory", ours, contacts.Count);
            Report.Line("DuckDB, priced in SQL", duck, contacts.Count);
            wall.Add(ours.Wall / duck.Wall);
            Report.MustEqual("groups", string.Join('\n', groups.Select(Text).Order(StringComparer.Ordinal)), string.Join('\n', theirs.Skip(rounds).Order(StringComparer.Ordinal)));
        }
        Report.Result("G9", Report.Median(wall));
        Report.Result("G11", 1); // MustEqual has passed
    }

    private static Dictionary<Group, Sums> PriceAndAdd(PriceBook book, List<Held> contacts)
    {
        Dictionary<Group, Sums> groups = [];
        foreach (var contact in contacts)
        {
            var priced = book.Price(contact.Facts, new(contact.Service, contact.Level, ""));
            ref var sums = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(groups, new(contact.Home, contact.Hospital, contact.Service?.Code ?? "", contact.Level, priced.Rule), out _);
            sums = new(sums.Contacts + 1, sums.Ore + priced.AmountOre);
        }
        return groups;
    }

    private static async Task<List<Held>> Read(string connectionString, ReferenceSet set)
    {
        var services = set.Catalogue.Services.ToDictionary(s => s.Code);
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        List<Held> contacts = [];
        await using SqliteConnection connection = new(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT region, home_region, hospital, kontaktslag, besokstyp, planerad, in_datum, ut_datum, mvo, drg, weight, kpp_ore, service, level FROM nivastrukturering_contact";
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            contacts.Add(new(
                Shared(0), Shared(1), Shared(2), (Kontaktslag)rows.GetInt16(3), rows.IsDBNull(4) ? null : (Besokstyp)rows.GetInt16(4), rows.GetBoolean(5), DateOnly.FromDateTime(rows.GetDateTime(6)), DateOnly.FromDateTime(rows.GetDateTime(7)),
                rows.GetInt32(8), Shared(9), rows.IsDBNull(10) ? null : rows.GetInt64(10), rows.IsDBNull(11) ? null : rows.GetInt64(11), services.GetValueOrDefault(Shared(12)), rows.GetInt32(13)));
        }
        return contacts;

        string Shared(int column)
        {
            var text = rows.IsDBNull(column) ? "" : rows.GetString(column);
            return names.TryGetValue(text, out var same) ? same : names[text] = text;
        }
    }

    /// <summary>The same contacts and terms as tables for SQL.</summary>
    private static async Task Write(string folder, List<Held> contacts, ReferenceSet set)
    {
        var group = set.Mvos.ToDictionary(m => m.Code, m => m.PriceGroup);
        await File.WriteAllLinesAsync(Path.Combine(folder, "contact.csv"), contacts.Select(c => Line(
            c.Region, c.Home, c.Hospital, c.Kind.Code(), c.Visit?.Code() ?? "", Day(c.Facts.Prisdatum), c.Facts.Days, c.Mvo, group.GetValueOrDefault(c.Mvo, ""), c.Drg, c.Weight, c.KppOre, c.Service?.Code ?? "", c.Level))
            .Prepend("region,home,hospital,kind,visit,day,days,mvo,grp,drg,weight,kpp,service,level"));
        await File.WriteAllLinesAsync(Path.Combine(folder, "price.csv"), set.Prices.Select(p => Line(p.PriceList, p.Seller, p.Code, p.PriceOre, Day(p.Validity.From), Day(p.Validity.To ?? DateOnly.MaxValue)))
            .Prepend("list,seller,code,ore,day_from,day_to"));
        await File.WriteAllLinesAsync(Path.Combine(folder, "agreement.csv"), set.Agreements.Select(a => Line(
            a.Seller, a.Buyer, a.PriceList, Day(a.Validity.From), Day(a.Validity.To ?? DateOnly.MaxValue), a.LimitHundredths, a.ShareHundredths, "|" + string.Join('|', a.NotBilled.Select(k => k.Code())) + "|"))
            .Prepend("seller,buyer,list,day_from,day_to,lim,share,not_billed"));
        await File.WriteAllLinesAsync(Path.Combine(folder, "scope.csv"), set.Subscriptions.SelectMany(s => s.Participants.SelectMany(p =>
            s.Services.Select(code => Line(s.Seller, p, code, -1, Day(s.Validity.From), Day(s.Validity.To ?? DateOnly.MaxValue)))
                .Concat(s.Mvos.Select(mvo => Line(s.Seller, p, "-", mvo, Day(s.Validity.From), Day(s.Validity.To ?? DateOnly.MaxValue))))))
            .Prepend("seller,home,service,mvo,day_from,day_to"));
    }

    private static string Line(params object?[] cells) => string.Join(',', cells.Select(c => Convert.ToString(c, CultureInfo.InvariantCulture)));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(KeyValuePair<Group, Sums> group) => new StringBuilder().AppendJoin(' ', new object[]
    {
        group.Key.Home.Length == 0 ? "-" : group.Key.Home, group.Key.Hospital.Length == 0 ? "-" : group.Key.Hospital, group.Key.Service.Length == 0 ? "-" : group.Key.Service, group.Key.Level, group.Key.Rule.Code(), group.Value.Contacts, group.Value.Ore,
    }).ToString();

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));

    private readonly record struct Group(string Home, string Hospital, string Service, int Level, PriceRule Rule);

    private readonly record struct Sums(long Contacts, long Ore);

    /// <summary>A contact as pricing needs it.</summary>
    private sealed record Held(
        string Region, string Home, string Hospital, Kontaktslag Kind, Besokstyp? Visit, bool Planned, DateOnly In, DateOnly Out, int Mvo, string Drg, long? Weight, long? KppOre, CareService? Service, int Level)
    {
        public ContactFacts Facts => new()
        {
            Region = Region, HomeRegion = Home, Hospital = Hospital, Kontaktslag = Kind, Besokstyp = Visit, Planerad = Planned, InDatum = In, UtDatum = Out, Mvo = Mvo, Drg = Drg, Weight = Weight, KppOre = KppOre, BirthYear = 2000,
        };
    }
}
