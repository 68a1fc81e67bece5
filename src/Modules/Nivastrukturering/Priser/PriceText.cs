using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>Words and addresses of the price pages.</summary>
internal static class PriceText
{
    public const string ListPath = "/priser";

    public const string RowsPath = "/priser/lista";

    public const string NewPath = "/priser/nytt";

    /// <summary>Where a row for a new code is proposed.</summary>
    public static string NewRowPath(string service) => $"{NewPath}?kod={Uri.EscapeDataString(service)}";

    public const string RepricingPath = "/priser/omrakning";

    /// <summary>The kinds of price, in the order of the pages.</summary>
    public static IReadOnlyList<PriceUnit> Units { get; } = [PriceUnit.DrgPoint, PriceUnit.Contact, PriceUnit.CareDay, PriceUnit.Visit];

    /// <summary>The lists, in the order of the pages.</summary>
    public static IReadOnlyList<string> Lists { get; } = ["norra", "riks"];

    public static string PathOf(PriceProposal proposal) => $"{ListPath}/forslag/{proposal.Id}";

    public static string ListName(string list) => list == "riks" ? "Riksavtal" : "Norra";

    public static string UnitName(PriceUnit unit) => unit switch
    {
        PriceUnit.DrgPoint => "DRG-poäng",
        PriceUnit.Contact => "Fasta priser",
        PriceUnit.CareDay => "Vårddagar",
        _ => "Besök",
    };

    public static string UnitName(string code) => PriceCode.TryParse(code, out var parsed) ? UnitName(parsed.Unit) : code;

    /// <summary>What a file is, for people.</summary>
    public static string FileName(string file) => file switch
    {
        PriceProposal.AgreementsName => "Avtal",
        PriceProposal.SubscriptionsName => "Abonnemang",
        _ when PriceListFile.IsName(file, out var seller) => $"Prislista {Region.NameOf(seller)}",
        _ => file,
    };

    public static string KindName(Kontaktslag kind) => kind switch
    {
        Kontaktslag.Sluten => "slutenvård",
        Kontaktslag.Dagkir => "dagkirurgi",
        Kontaktslag.OppenLakare => "läkarbesök",
        Kontaktslag.OppenAnnan => "annat besök",
        _ => "distanskontakt",
    };

    public static string BuyerName(string buyer) => buyer == Agreement.Riks ? "Övriga landet" : Region.NameOf(buyer);

    public static string KeyName(SharingKey key) => key.Type switch
    {
        SharingKeyType.Befolkning => $"Befolkning {key.Year?.ToString(CultureInfo.InvariantCulture)}",
        SharingKeyType.Remisser => "Remisser",
        SharingKeyType.Kpp => "KPP",
        _ => "Fasta andelar: " + string.Join(", ", key.Parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{Region.NameOf(p.Key)} {SwedishFormat.Percent(p.Value / 100m, 2)}")),
    };

    public static State StateOf(PriceProposal proposal) => proposal.Status switch
    {
        ProposalStatus.Waiting => new(StateMark.Pagar, "Väntar på godkännande"),
        ProposalStatus.Approved => new(StateMark.Klar, "Godkänt"),
        _ => new(StateMark.Vilar, proposal.IsWithdrawn ? "Tillbakadraget" : "Avslaget"),
    };

    public static string At(DateTime utc) => SwedishFormat.Instant(new DateTimeOffset(utc));

    /// <summary>A validity: <c>2026-01-01–2026-12-31</c>, <c>från 2026-03-16</c>.</summary>
    public static string Days(Period period) => Kronor.Show(period);

    public static Period YearOf(int year) => new(new(year, 1, 1), new(year, 12, 31));

    /// <summary>All rows of several as one validity: from the first day of any to the last of any.</summary>
    public static Period Span(IReadOnlyCollection<Period> periods) => new(periods.Min(p => p.From), periods.Any(p => p.To is null) ? null : periods.Max(p => p.To));

    /// <summary><c>12 ändrade, 3 nya, 1 upphör</c>.</summary>
    public static string Summary(IReadOnlyCollection<PriceChange> changes)
    {
        if (changes.Count == 0) return "inga priser ändras";
        var kinds = changes.CountBy(c => c.Kind).ToDictionary();
        (string Kind, string Word)[] words = [("Ändrat", "ändrade"), ("Nytt", "nya"), ("Upphör", "upphör")];
        return string.Join(", ", words.Where(w => kinds.ContainsKey(w.Kind)).Select(w => $"{SwedishFormat.Integer(kinds[w.Kind])} {w.Word}"));
    }

    /// <summary>Where a version of a seller's list is shown beside the one before.</summary>
    public static string? PathOf(ReferenceFile version, ReferenceFile? before) => PriceListFile.IsName(version.Name, out var seller)
        ? $"{RowsPath}?saljare={seller}&ar=alla&version={version.Id}{(before is null ? "" : $"&mot={before.Id}")}"
        : null;
}
