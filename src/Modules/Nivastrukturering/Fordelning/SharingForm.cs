using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>The form of a sharing: what was typed, and how it is read. Field names are the ids of the page.</summary>
/// <param name="values">By field name.</param>
internal sealed class SharingForm(IReadOnlyDictionary<string, string> values)
{
    public const int MostParts = 4;

    private const int LongestText = 200;

    public string this[string field] => values.GetValueOrDefault(field, "");

    public static string PartName(int part) => FormattableString.Invariant($"Del{part}_Namn");

    public static string PartAmount(int part) => FormattableString.Invariant($"Del{part}_Belopp");

    public static string PartKey(int part) => FormattableString.Invariant($"Del{part}_Nyckel");

    public static string Weight(CostKeyKind kind, string region) => $"{kind}_{region}";

    public static string Source(CostKeyKind kind) => $"{kind}_Kalla";

    /// <summary>What a form sent.</summary>
    public static SharingForm Of(IFormCollection form) => new(form.ToDictionary(f => f.Key, f => f.Value.ToString().Trim()));

    /// <summary>The form of a new sharing, with the year's inhabitants when they are known for the four regions.</summary>
    public static SharingForm Of(int year, IEnumerable<PopulationFigure> population)
    {
        var ofYear = population.Where(f => f.Year == year).ToDictionary(f => f.Region);
        Dictionary<string, string> values = new() { ["Ar"] = year.ToString(SwedishFormat.Culture) };
        if (Region.Norra.All(r => ofYear.ContainsKey(r.Code.Code)))
        {
            foreach (var region in Region.Norra) values[Weight(CostKeyKind.Befolkning, region.Code.Code)] = SwedishFormat.Integer(ofYear[region.Code.Code].Count);
            values[Source(CostKeyKind.Befolkning)] = Cut($"{year}: {string.Join("; ", ofYear.Values.Select(f => f.Source).Distinct())}");
        }
        return new(values);
    }

    /// <summary>The form of an edition's figures.</summary>
    public static SharingForm Of(CostPool pool)
    {
        Dictionary<string, string> values = [];
        foreach (var (i, part) in pool.Parts.Index())
        {
            values[PartName(i + 1)] = part.Name;
            values[PartAmount(i + 1)] = SwedishFormat.Amount(part.Ore, MoneyUnit.Kr, 2);
            values[PartKey(i + 1)] = part.Key.ToString();
        }
        foreach (var key in pool.Keys)
        {
            values[Source(key.Kind)] = key.Source;
            foreach (var (region, weight) in key.Weights)
                values[Weight(key.Kind, region)] = key.Kind == CostKeyKind.Kpp ? SwedishFormat.Amount(weight, MoneyUnit.Kr, 2)
                    : SharingPicture.IsShares(key.Kind) ? SwedishFormat.Number(weight / 100m, 2) : SwedishFormat.Integer(weight);
        }
        return new(values);
    }

    /// <summary>Name and year of a new sharing; null after the faults have been told.</summary>
    public (string Name, int Year)? ReadHead(ModelStateDictionary faults)
    {
        var name = this["Namn"];
        if (name.Length is 0 or > Sharing.LongestName) faults.AddModelError("Namn", $"Skriv ett namn, högst {Sharing.LongestName} tecken.");
        if (PersonNumber.IsIn(name)) faults.AddModelError("Namn", "Namnet ser ut att innehålla ett personnummer. Ta bort det.");
        if (!SwedishInput.TryInteger(this["Ar"], out var year) || year is < 2000 or > 2100) faults.AddModelError("Ar", "Skriv året med fyra siffror, till exempel 2025.");
        return faults.IsValid ? (name, (int)year) : null;
    }

    /// <summary>The pool, or null after the faults have been told.</summary>
    public CostPool? ReadPool(ModelStateDictionary faults)
    {
        List<CostKey> keys = [.. Enum.GetValues<CostKeyKind>().Select(kind => ReadKey(kind, faults)).OfType<CostKey>()];
        List<CostPart> parts = [.. Enumerable.Range(1, MostParts).Select(i => ReadPart(i, faults)).OfType<CostPart>()];
        if (keys.Count == 0) faults.AddModelError(Weight(CostKeyKind.Befolkning, Region.Norra[0].Code.Code), "Fyll i minst en nyckel för alla fyra regioner.");
        if (parts.Count == 0 && faults.IsValid) faults.AddModelError(PartName(1), "Skriv minst en del med namn och belopp.");
        if (parts.Any(p => PersonNumber.IsIn(p.Name)) || keys.Any(k => PersonNumber.IsIn(k.Source))) faults.AddModelError(PartName(1), "En text ser ut att innehålla ett personnummer. Ta bort det och spara igen.");
        return faults.IsValid ? new(parts, keys) : null;
    }

    private CostPart? ReadPart(int part, ModelStateDictionary faults)
    {
        var (name, amount) = (this[PartName(part)], this[PartAmount(part)]);
        if (name.Length == 0 && amount.Length == 0) return null;
        if (name.Length is 0 or > Sharing.LongestName) faults.AddModelError(PartName(part), $"Skriv vad del {part} är, högst {Sharing.LongestName} tecken.");
        if (!SwedishInput.TryMoney(amount, MoneyUnit.Kr, out var ore) || Math.Abs((decimal)ore) > MostOre) faults.AddModelError(PartAmount(part), $"Skriv beloppet för del {part} i kronor, till exempel 18 400 000 eller 18,4 mnkr.");
        if (!Enum.TryParse<CostKeyKind>(this[PartKey(part)], out var key) || !Enum.IsDefined(key)) faults.AddModelError(PartKey(part), $"Välj nyckel för del {part}.");
        return new(name, ore, key);
    }

    /// <summary>A key whose fields are all empty is not known.</summary>
    private CostKey? ReadKey(CostKeyKind kind, ModelStateDictionary faults)
    {
        string[] regions = [.. Region.Norra.Select(r => r.Code.Code).Order(StringComparer.Ordinal)];
        if (regions.All(r => this[Weight(kind, r)].Length == 0)) return null;
        Dictionary<string, long> weights = [];
        foreach (var region in regions)
        {
            if (TryWeight(kind, this[Weight(kind, region)], out var weight)) weights[region] = weight;
            else faults.AddModelError(Weight(kind, region), $"{SharingPicture.NameOf(kind)} för {Region.NameOf(region)}: skriv ett tal som inte är negativt. Fyll i alla fyra regioner eller ingen.");
        }
        if (SharingPicture.IsShares(kind) && weights.Count == regions.Length && weights.Values.Sum() != 10_000)
            faults.AddModelError(Weight(kind, regions[0]), $"{SharingPicture.NameOf(kind)}: andelarna ska bli exakt 100 procent, nu är de {SwedishFormat.Number(weights.Values.Sum() / 100m, 2)}.");
        var source = this[Source(kind)];
        if (source.Length is 0 or > LongestText) faults.AddModelError(Source(kind), $"Skriv varifrån talen för {SharingPicture.NameOf(kind)} kommer och vilket datum eller år de gäller, högst {LongestText} tecken.");
        return new(kind, source.TrimEnd('.'), weights);
    }

    private static bool TryWeight(CostKeyKind kind, string text, out long weight)
    {
        weight = 0;
        if (kind == CostKeyKind.Kpp) return SwedishInput.TryMoney(text, MoneyUnit.Kr, out weight) && weight is >= 0 and <= MostOre;
        if (!SharingPicture.IsShares(kind)) return SwedishInput.TryInteger(text, out weight) && weight is >= 0 and <= 1_000_000_000;
        if (!SwedishInput.TryNumber(text, out var percent) || percent is < 0 or > 100 || decimal.Truncate(percent * 100) != percent * 100) return false;
        weight = (long)(percent * 100);
        return true;
    }

    /// <summary>A thousand billion kronor: far above any pool, far below what 64 bits hold of a sum.</summary>
    internal const long MostOre = 100_000_000_000_000;

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
