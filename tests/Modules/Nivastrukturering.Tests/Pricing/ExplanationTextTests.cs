using System.Globalization;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Pricing;

/// <summary>What an economist reads is enough to compute the amount with pencil and paper.</summary>
public sealed partial class ExplanationTextTests
{
    [Theory, OnEachDatabase]
    public async Task The_sentences_alone_give_the_amount_of_every_contact_of_the_sample(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(Repository.DataSet("sample"), dryRun: false, null, Ct));
        var contacts = await host.ReadAsync<NivastruktureringDb, List<(PriceRule Rule, long Ore, IReadOnlyList<string> Sentences)>>(async db =>
        {
            var numbers = await db.InForce(Ct);
            return [.. (await db.Contacts.AsNoTracking().Where(c => numbers.Contains(c.DeliveryNo)).ToListAsync(Ct)).Select(c => (c.PriceRule, c.AmountOre, c.Explanation.ToSwedish()))];
        });

        foreach (var (rule, ore, sentences) in contacts)
        {
            var (kronor, stated) = (Compute(sentences), Kronor(Amount().Match(sentences[^1])));
            Assert.True(kronor * 100 == ore && stated == kronor, $"{rule}: {ore} öre, not {kronor} kr of: {string.Join(' ', sentences)}");
        }
        Assert.Equal(Enum.GetValues<PriceRule>(), contacts.Select(c => c.Rule).Distinct().Order());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static decimal Compute(IReadOnlyList<string> sentences)
    {
        var all = string.Join(' ', sentences);
        if (Days().Match(all) is { Success: true } days) return Number(days.Groups[1].Value) * Number(days.Groups[2].Value);
        if (Points().Match(all) is { Success: true } points)
        {
            var drg = ToOre(Number(points.Groups[1].Value) * Number(points.Groups[2].Value));
            if (Limit().Match(all) is not { Success: true } limit) return drg;
            var over = Number(limit.Groups[2].Value) - (Number(limit.Groups[1].Value) * drg);
            return drg + ToOre(Number(Share().Match(all).Groups[1].Value) * over);
        }
        return Row().Match(all) is { Success: true } row ? Kronor(row) : 0;
    }

    private static decimal ToOre(decimal kronor) => Math.Round(kronor, 2, MidpointRounding.AwayFromZero);

    private static decimal Kronor(Match match) => Number(match.Groups[1].Value);

    private static decimal Number(string text) => decimal.Parse(text.Replace("\u00A0", "", StringComparison.Ordinal), CultureInfo.GetCultureInfo("sv-SE"));

    [GeneratedRegex("^Belopp: ([\\d\u00A0,]+)\u00A0kr\\.$")]
    private static partial Regex Amount();

    [GeneratedRegex("(\\d+) vårddag(?:ar)? × ([\\d\u00A0,]+)\u00A0kr")]
    private static partial Regex Days();

    [GeneratedRegex("DRG-vikt ([\\d\u00A0,]+) × ([\\d\u00A0,]+)\u00A0kr")]
    private static partial Regex Points();

    [GeneratedRegex("Gränsen är ([\\d,]+) × .* Kostnaden är ([\\d\u00A0,]+)\u00A0kr\\.")]
    private static partial Regex Limit();

    [GeneratedRegex("Ytterfallsersättning ([\\d,]+) ×")]
    private static partial Regex Share();

    [GeneratedRegex("Prisrad .*: ([\\d\u00A0,]+)\u00A0kr per")]
    private static partial Regex Row();
}
