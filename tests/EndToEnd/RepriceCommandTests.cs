using System.Globalization;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary><c>kst reprice</c>: prices a month anew, and its exit codes and texts are what a script and its operator go by.</summary>
public sealed partial class RepriceCommandTests
{
    private const int Usage = 2, Quarantined = 4, Rejected = 5;

    [Theory, OnEachDatabase]
    public async Task A_month_is_tried_priced_anew_and_refused_in_words_when_it_is_none(Engine engine)
    {
        await using var kst = await Kst.OnAsync(engine);
        await kst.ConfigureAsync();
        var sample = RepoRoot.PathOf("tests", "data", "sample");
        Assert.Equal(0, await kst.HereAsync("import", "reference", Path.Combine(sample, "gemensamt")));
        Assert.Equal(0, await kst.HereAsync("import", "agreements", Path.Combine(sample, "avtal")));
        Assert.Equal(Quarantined, await kst.HereAsync("import", "contacts", Path.Combine(sample, "leveranser", "norrbotten", "2026-03"), "--region", "norrbotten"));

        var bad = await kst.RunAsync("reprice", "--region", "norrbotten", "--period", "mars");
        Assert.Equal((Usage, "”mars” går inte att läsa. Skriv ÅÅÅÅ-MM, till exempel 2026-10. Kod 2."), (bad.Code, bad.Talk.Trim()));
        Assert.Equal(Usage, await kst.HereAsync("reprice", "--region", "norrbotten"));
        Assert.Equal(Usage, await kst.HereAsync("reprice", "--region", "atlantis", "--period", "2026-03"));
        Assert.Equal(Rejected, await kst.HereAsync("reprice", "--region", "norrbotten", "--period", "2026-07")); // nothing is read in
        Assert.Equal(Rejected, await kst.HereAsync("reprice", "--region", "norrbotten", "--period", "2026-03", "--to", "2026-02"));

        var list = Path.Combine(kst.TempFolder, "prislista-25.csv");
        await File.WriteAllTextAsync(list, Price().Replace(await File.ReadAllTextAsync(Path.Combine(sample, "avtal", "prislista-25.csv")), m => (decimal.Parse(m.Value.Replace(',', '.'), CultureInfo.InvariantCulture) * 2).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',')));
        Assert.Equal(0, await kst.HereAsync("import", "agreements", list));
        var before = await StateAsync(kst);
        Assert.Equal(0, await kst.HereAsync("reprice", "--region", "norrbotten", "--period", "2026-03", "--dry-run"));
        Assert.Equal(before, await StateAsync(kst));

        var done = await kst.RunAsync("reprice", "--region", "norrbotten", "--period", "2026-03", "--reason", "Ny lista");
        Assert.Equal(0, done.Code);
        Assert.Matches("2026-03 Västerbotten: .* kontakter, .* blir ", done.Talk);
        Assert.Matches("Klart: .* kontakter fick ett annat belopp, skillnad .* Kod 0", done.Talk);
        var after = await StateAsync(kst);
        Assert.NotEqual(before, after);
        Assert.Equal(0, await kst.HereAsync("reprice", "--region", "norrbotten", "--period", "2026-03")); // nothing left to do
        Assert.Equal(after, await StateAsync(kst));
    }

    private static async Task<string> StateAsync(Kst kst)
    {
        var file = Path.Combine(kst.TempFolder, "avstamning.json");
        Assert.Equal(0, await kst.HereAsync("export", "reconciliation", "--out", file));
        return await File.ReadAllTextAsync(file);
    }

    [GeneratedRegex(@"\d+,\d{2}(?=;)")]
    private static partial Regex Price();
}
