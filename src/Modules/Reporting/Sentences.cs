using Kunskapsstyrning.Dialogues.Contracts;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Reporting;

/// <summary>The sentences that are made of the figures. Numbers below 13 are words (UX.md 1.2), but for two that are compared.</summary>
internal static class Sentences
{
    /// <summary>More groups than this are not named in a sentence.</summary>
    private const int MostNamed = 5;

    /// <summary><c>Uppföljningsdialoger har hållits med 26 av 27 RPO (hösten 2024). Ett RPO, Sällsynta sjukdomar, har inte haft någon dialog.</c></summary>
    public static string Dialogues(DialogueRound round, string kind)
    {
        var sentence = $"Uppföljningsdialoger har hållits med {Of(round.Held.Count, round.Groups.Count)} {kind} ({LowerFirst(round.When)}).";
        return round.NotHeld.Count switch
        {
            0 => sentence,
            1 => $"{sentence} Ett {kind}, {round.NotHeld[0].Name}, har inte haft någon dialog. {round.NotHeld[0].Why}".TrimEnd(),
            <= MostNamed => $"{sentence} {UpperFirst(SwedishFormat.InWords(round.NotHeld.Count))} {kind} har inte haft någon dialog: {List([.. round.NotHeld.Select(g => g.Name)])}.",
            _ => $"{sentence} {SwedishFormat.Integer(round.NotHeld.Count)} {kind} har inte haft någon dialog än.",
        };
    }

    /// <summary><c>Den 31 december 2024 fanns 27 RPO och sju RSG i sjukvårdsregionen …</c></summary>
    public static string Levels(ReportFigures figures)
    {
        var levels = figures.Levels;
        return $"Den {SwedishFormat.ProseDate(figures.Day)} fanns {SwedishFormat.InWords(levels.Rpos)} RPO och {SwedishFormat.InWords(levels.Rsgs)} RSG i sjukvårdsregionen. "
            + $"De svarar mot {SwedishFormat.InWords(levels.Npos)} NPO och {SwedishFormat.InWords(levels.Nsgs)} NSG på den nationella nivån.";
    }

    /// <summary><c>Den 22 november 2026 hade 21 av 27 RPO ett LPO i alla fyra regioner. Fem rutor saknar LPO …</c></summary>
    public static string Lpo(ReportFigures figures)
    {
        var (coverage, day) = figures.Lpo;
        var sentence = $"Den {SwedishFormat.ProseDate(day)} hade {Of(coverage.Complete, coverage.Rpos)} RPO ett LPO i alla fyra regioner.";
        return (coverage.Missing, coverage.Unmapped) switch
        {
            (0, 0) => sentence,
            (var missing, 0) => $"{sentence} I {Places(missing)} saknas LPO.",
            (0, var unmapped) => $"{sentence} I {Places(unmapped)} är det inte kartlagt.",
            var (missing, unmapped) => $"{sentence} I {Places(missing)} saknas LPO, och i {Places(unmapped)} är det inte kartlagt.",
        };

        static string Places(int count) => count == 1 ? "ett fall" : $"{SwedishFormat.InWords(count)} fall";
    }

    /// <summary><c>Den 22 november 2026 var 3 av 19 vårdförlopp införda i alla fyra regioner.</c></summary>
    public static string Implementation(ReportFigures figures)
    {
        var (overview, day) = figures.Implementation;
        var sentence = $"Den {SwedishFormat.ProseDate(day)} var {Of(overview.Done, overview.Vardforlopp)} vårdförlopp införda i alla fyra regioner.";
        if (overview.Reported == 0) return sentence + " Ingen region har rapporterat något läge.";
        return overview.Old == 0 ? sentence : $"{sentence} För {SwedishFormat.InWords(overview.Old)} är någon regions uppgift äldre än sex månader.";
    }

    /// <summary><c>Under 2026, jan–okt, köpte regionerna vård av varandra för 952,1 mnkr. 79 % av köpen görs i Västerbotten …</c></summary>
    public static string Cost(ReportFigures figures)
    {
        if (figures.Cost is not { } known) return "Inga leveranser av vårdkontakter är inlästa, så kostnaderna för köpt vård kan inte visas.";
        var (cost, year) = known;
        var sentence = $"Under {year.Text} vårdades invånare i andra regioner än sin egen vid {SwedishFormat.InWords(cost.Contacts)} kontakter för {SwedishFormat.Money(cost.Ore, MoneyUnit.Mnkr)}.";
        return cost.Ore == 0 ? sentence : $"{sentence} {cost.Answer} {cost.More}".TrimEnd();
    }

    /// <summary><c>26 av 27</c>, <c>sex av sju</c>: both in the same form.</summary>
    public static string Of(int part, int whole) => whole < 13 ? $"{SwedishFormat.InWords(part)} av {SwedishFormat.InWords(whole)}" : $"{part} av {whole}";

    /// <summary><c>A, B och C</c>.</summary>
    public static string List(IReadOnlyList<string> names) => names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} och {names[^1]}";

    private static string UpperFirst(string text) => text.Length == 0 ? text : char.ToUpper(text[0], SwedishFormat.Culture) + text[1..];

    private static string LowerFirst(string text) => text.Length == 0 ? text : char.ToLower(text[0], SwedishFormat.Culture) + text[1..];
}
