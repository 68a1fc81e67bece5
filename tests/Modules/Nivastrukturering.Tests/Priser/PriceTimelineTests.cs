using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Priser;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Priser;

public class PriceTimelineTests
{
    private const string File = "prislista-24.csv";
    private const int Days = 60;
    private static readonly DateOnly First = new(2026, 12, 1);
    private static readonly string[] Codes = ["VARDDAG:MED", "DRGPOANG:64001", "TJANST:NRF-003"];

    /// <summary>Rows of days 0–59, some overlapping, some with an open end.</summary>
    private static readonly Arbitrary<PriceRow[]> Rows = (
        from code in Gen.Elements(Codes)
        from list in Gen.Elements("norra", "riks")
        from start in Gen.Choose(0, Days - 1)
        from length in Gen.Choose(-1, 20)
        from ore in Gen.Choose(0, 5)
        select new PriceRow(list, "24", code, ore * 12_345L, new(First.AddDays(start), length < 0 ? null : First.AddDays(Math.Min(start + length, Days - 1))), "")).ListOf(6).Select(l => l.ToArray()).ToArbitrary();

    [Fact]
    public void An_accepted_list_has_one_price_at_most_per_code_and_day_and_every_other_is_refused_in_any_order_naming_both_rows() => Prop.ForAll(Rows, rows =>
    {
        var overlaps = EveryDay(rows).Any(day => day.Prices.Count > 1);
        var forth = Read(rows);
        var back = Read([.. rows.Reverse()]);
        Assert.Equal(overlaps ? ["PRI-001"] : [], forth.Codes);
        Assert.Equal(forth.Codes, back.Codes);
        Assert.All(forth.Errors.Concat(back.Errors), e =>
        {
            var other = int.Parse(e.Message.Split("rad ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(e.Row, 2, rows.Length + 1);
            Assert.InRange(other, 2, rows.Length + 1);
            Assert.NotEqual(e.Row, other);
        });
        if (!overlaps) Assert.Equal(rows, forth.Value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_gaps_are_the_days_that_brute_force_finds() => Prop.ForAll(Rows, rows =>
    {
        var accepted = Accepted(rows);
        var found = PriceTimeline.Gaps(accepted).SelectMany(g => DaysOf(g.Days).Select(d => (g.Row.PriceList, g.Row.Code, d))).Order().ToList();
        var expected = EveryDay(accepted).GroupBy(d => (d.List, d.Code)).SelectMany(code =>
        {
            var days = code.ToList();
            return days.Where(d => d.Prices.Count == 0 && days.Any(e => e.Day < d.Day && e.Prices.Count > 0) && days.Any(e => e.Day > d.Day && e.Prices.Count > 0)).Select(d => (d.List, d.Code, d.Day));
        }).Order().ToList();
        Assert.Equal(expected, found);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_changes_are_the_days_whose_price_differs_and_each_day_is_told_once() => Prop.ForAll(Rows, Rows, (one, other) =>
    {
        var (before, after) = (Accepted(one), Accepted(other));
        var found = PriceTimeline.Changes(before, after).SelectMany(c => DaysOf(c.Days).Select(d => (c.Row.PriceList, c.Row.Code, d, c.BeforeOre, c.AfterOre))).Order().ToList();
        var expected = EveryDay(before).Zip(EveryDay(after)).Select(p => (p.First.List, p.First.Code, p.First.Day, Only(p.First.Prices), Only(p.Second.Prices))).Where(d => d.Item4 != d.Item5).Order().ToList();
        Assert.Equal(expected, found);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void After_an_index_every_price_is_the_former_rounded_half_away_from_zero_and_no_day_is_priced_twice() => Prop.ForAll(
        Rows, Gen.Choose(-9_999, 30_000).Zip(Gen.Choose(1, Days)).ToArbitrary(), (rows, how) =>
        {
            var accepted = Accepted(rows);
            var from = First.AddDays(how.Item2);
            var index = new PriceIndex(how.Item1, from, First.AddDays(Days + 5), new HashSet<string> { "norra" }, new HashSet<PriceUnit> { PriceUnit.CareDay, PriceUnit.DrgPoint });
            var raised = index.Apply(accepted);
            Assert.Empty(Read([.. raised]).Errors);
            foreach (var (was, now) in EveryDay(accepted).Zip(EveryDay(raised)))
            {
                var isChosen = was.List == "norra" && was.Code != Codes[2] && was.Day >= from;
                var lastBefore = accepted.FirstOrDefault(r => r.PriceList == was.List && r.Code == was.Code && r.Validity.To == from.AddDays(-1));
                var follows = isChosen && was.Day <= index.Till && lastBefore is not null && !accepted.Any(r => r.PriceList == was.List && r.Code == was.Code && r.Validity.From >= from);
                var former = Only(was.Prices) ?? (follows ? lastBefore!.PriceOre : null);
                Assert.Equal(isChosen && former is { } ore ? Rounded((BigInteger)ore * (10_000 + how.Item1)) : former, Only(now.Prices));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(250, 100_00, 102_50)]
    [InlineData(50, 1_00, 1_01)] // 100,5 öre
    [InlineData(49, 1_00, 1_00)]
    [InlineData(-50, 1_00, 1_00)] // 99,5 öre
    [InlineData(-51, 1_00, 99)]
    [InlineData(310, 4_166_83, 4_296_00)] // 429 600,173 öre
    public void A_price_is_raised_to_whole_öre(long hundredths, long ore, long expected) => Assert.Equal(expected, PriceIndex.Raised(ore, hundredths));

    [Fact]
    public void A_written_list_reads_back_as_it_was()
    {
        PriceRow[] rows = [new("norra", "24", "VARDDAG:MED", 5, new(First), "Vårddag åäö"), new("riks", "24", "TJANST:NRF-003", 1_234_567_890_123, new(First, First), "")];
        Assert.Equal(rows, PriceListFile.Read(new MemoryStream(PriceListFile.Write(rows)), File).Value);
    }

    private static Parsed<IReadOnlyList<PriceRow>> Read(PriceRow[] rows) => PriceListFile.Read(new MemoryStream(PriceListFile.Write(rows)), File);

    /// <summary>The rows that do not overlap one before them.</summary>
    private static List<PriceRow> Accepted(PriceRow[] rows)
    {
        List<PriceRow> accepted = [];
        foreach (var row in rows)
            if (!accepted.Exists(a => a.PriceList == row.PriceList && a.Code == row.Code && a.Validity.Overlaps(row.Validity))) accepted.Add(row);
        return accepted;
    }

    private static List<(string List, string Code, DateOnly Day, List<long> Prices)> EveryDay(IReadOnlyCollection<PriceRow> rows) =>
    [
        .. from list in PriceText.Lists from code in Codes from i in Enumerable.Range(-1, Days + 10)
           let day = First.AddDays(i)
           select (list, code, day, rows.Where(r => r.PriceList == list && r.Code == code && r.Validity.Contains(day)).Select(r => r.PriceOre).ToList()),
    ];

    private static IEnumerable<DateOnly> DaysOf(Period period) => Enumerable.Range(-1, Days + 10).Select(i => First.AddDays(i)).Where(period.Contains);

    private static long? Only(List<long> prices) => prices is [var one] ? one : null;

    private static long Rounded(BigInteger tenThousandths) => (long)((tenThousandths + 5_000) / 10_000); // never below zero here
}
