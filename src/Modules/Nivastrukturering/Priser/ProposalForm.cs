using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>A row for a new code, as typed.</summary>
internal sealed class NewPriceRow
{
    /// <summary><c>norra</c> or <c>riks</c>.</summary>
    public string List { get; set; } = "";

    public string? Price { get; set; }

    public string? From { get; set; }

    public string? Till { get; set; }

    /// <summary>The row to start from.</summary>
    public static NewPriceRow Of(UnpricedService missing) => new()
    {
        List = missing.Former.PriceList, Price = SwedishFormat.Amount(missing.Suggested.PriceOre, MoneyUnit.Kr, 2), From = SwedishFormat.Date(missing.Suggested.Validity.From),
        Till = missing.Suggested.Validity.To is { } to ? SwedishFormat.Date(to) : "",
    };
}

/// <summary>What is filled in to make a proposal, as typed.</summary>
internal sealed class ProposalForm
{
    /// <summary>Made when the page is shown.</summary>
    public Guid Key { get; set; }

    /// <summary>Name of the reference file.</summary>
    public string? FileName { get; set; }

    public string? Reason { get; set; }

    public string? Percent { get; set; }

    public string? From { get; set; }

    public string? Till { get; set; }

    public List<string> Lists { get; set; } = [];

    public List<string> Units { get; set; } = [];

    /// <summary>Rows for a new code, one per list.</summary>
    public List<NewPriceRow> Rows { get; set; } = [];

    /// <summary>The files that the user may propose: the own region's list, or NRF's agreements and subscriptions.</summary>
    public static IReadOnlyList<string> FilesOf(ReferenceIntake intake, ICurrentUser user) =>
        [.. new[] { user.Region is { } own ? PriceListFile.NameOf(own.Code) : null, PriceProposal.AgreementsName, PriceProposal.SubscriptionsName }.OfType<string>().Where(intake.MayWrite)];

    /// <summary>The reason; null when there is none that can be saved, which is then told.</summary>
    public static string? ReadReason(string? text, ModelStateDictionary faults, string field)
    {
        var reason = text?.Trim() ?? "";
        if (reason.Length == 0) faults.AddModelError(field, "Skriv skälet.");
        else if (reason.Length > PriceProposal.LongestReason) faults.AddModelError(field, $"Skriv skälet med högst {PriceProposal.LongestReason} tecken.");
        else if (reason.Any(c => char.IsControl(c) || c >= '\uFFFE')) faults.AddModelError(field, "Skälet har ett tecken som inte går att skriva ut. Skriv det på en rad med vanliga tecken.");
        else if (!PersonNumber.IsIn(reason)) return reason;
        else
        {
            faults.AddModelError(field, "Texten ser ut att innehålla ett personnummer. Ta bort det och spara igen.");
            faults.SetModelValue(field, "", "");
        }
        return null;
    }

    /// <summary>The index; null when something is missing, which is then told.</summary>
    public PriceIndex? ReadIndex(ModelStateDictionary faults)
    {
        var hundredths = 0m;
        if (!SwedishInput.TryNumber(Percent, out var percent) || (hundredths = percent * 100) != decimal.Truncate(hundredths) || hundredths == 0 || hundredths is <= -10_000 or > 100_000)
            faults.AddModelError(nameof(Percent), "Skriv procenten med högst två decimaler, till exempel 2,50. Minus sänker priserna.");
        if (!Day(From, out var from)) faults.AddModelError(nameof(From), "Skriv första dagen med de nya priserna, till exempel 2027-01-01.");
        DateOnly? till = null;
        if (!string.IsNullOrWhiteSpace(Till))
        {
            if (!Day(Till, out var last) || last < from) faults.AddModelError(nameof(Till), "Skriv en sista dag som inte ligger före den första, eller lämna tomt.");
            else till = last;
        }
        var lists = PriceText.Lists.Where(Lists.Contains).ToHashSet();
        var units = PriceText.Units.Where(u => Units.Contains(u.ToString())).ToHashSet();
        if (lists.Count == 0) faults.AddModelError(nameof(Lists), "Välj minst en lista.");
        if (units.Count == 0) faults.AddModelError(nameof(Units), "Välj minst en sorts priser.");
        return faults.IsValid ? new((long)hundredths, from, till, lists, units) : null;
    }

    /// <summary>The rows for a new code; null when something is wrong, which is then told. A list whose price is empty gets none.</summary>
    /// <param name="missing">The lists that lack a row.</param>
    /// <param name="faults">Told by <c>pris-norra</c>, <c>fran-norra</c>, <c>till-norra</c> and the same of the other list.</param>
    public IReadOnlyList<(UnpricedService Of, PriceRow Row)>? ReadRows(IReadOnlyList<UnpricedService> missing, ModelStateDictionary faults)
    {
        List<(UnpricedService, PriceRow)> rows = [];
        foreach (var of in missing)
        {
            var list = of.Former.PriceList;
            if (Rows.Find(r => r.List == list) is not { Price.Length: > 0 } typed) continue;
            if (!SwedishInput.TryMoney(typed.Price, MoneyUnit.Kr, out var ore) || ore < 0) faults.AddModelError($"pris-{list}", "Skriv priset i kronor, till exempel 4150,00.");
            if (!Day(typed.From, out var from) || from < of.From) faults.AddModelError($"fran-{list}", $"Skriv första dagen, tidigast {SwedishFormat.Date(of.From)} då koden börjar gälla.");
            DateOnly? till = null;
            if (!string.IsNullOrWhiteSpace(typed.Till))
            {
                if (!Day(typed.Till, out var last) || last < from) faults.AddModelError($"till-{list}", "Skriv en sista dag som inte ligger före den första, eller lämna tomt.");
                else till = last;
            }
            if (faults.IsValid) rows.Add((of, of.Suggested with { PriceOre = ore, Validity = new(from, till) }));
        }
        if (faults.IsValid && rows.Count == 0) faults.AddModelError($"pris-{missing[0].Former.PriceList}", "Skriv priset i minst en lista.");
        return faults.IsValid ? rows : null;
    }

    /// <summary>What an index does, for people.</summary>
    public static string Text(PriceIndex index) =>
        $"Index {SwedishFormat.Signed(index.PercentHundredths / 100m, 2)}\u00A0% från {SwedishFormat.Date(index.From)}: {string.Join(", ", PriceText.Units.Where(index.Units.Contains).Select(PriceText.UnitName))} ({string.Join(" och ", PriceText.Lists.Where(index.PriceLists.Contains).Select(PriceText.ListName))})";

    private static bool Day(string? text, out DateOnly day) => SwedishInput.TryDate(text, out day) && day.Year is >= 2000 and <= 2100;
}
