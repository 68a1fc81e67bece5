using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Documents;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Reporting;

/// <summary>A section as it stands in a report.</summary>
/// <param name="Outline">What is made of the figures.</param>
/// <param name="Text">The prose that counts, or null when none has been written.</param>
internal sealed record ReportSection(OutlineSection Outline, ReportText? Text)
{
    /// <summary>What stands in the document, in order; nothing when there is neither figure nor prose.</summary>
    public IReadOnlyList<Block> Blocks
    {
        get
        {
            List<Block> prose = [.. Prose.Blocks(Text?.Text ?? "")];
            if (prose.Count > 0 && Outline.ProseTitle is { } title) prose.Insert(0, new SubheadingBlock(title));
            return [.. Outline.Before, .. prose, .. Outline.After];
        }
    }

    public DocumentSection InDocument => new(Outline.Key, Outline.Title, Blocks) { OwnPage = Outline.Key == Reporting.Outline.Short };
}

/// <summary>A report as it stands: its row, its sections, and the document that they make.</summary>
/// <param name="Report">The row; not saved when nobody has made the report yet.</param>
/// <param name="Sections">In order, empty ones too.</param>
/// <param name="Notice">What the reader must not miss, or empty.</param>
internal sealed record ReportView(YearReport Report, IReadOnlyList<ReportSection> Sections, string Notice)
{
    /// <summary>The report's name.</summary>
    public string Title => $"RPO- och RSG-rapporter {Report.Year}";

    public Document Document => new()
    {
        Title = Title,
        Kind = "FD-rapport",
        RegistryNumber = Report.RegistryNumber,
        Dated = Report.Dated,
        Sender = "Norra sjukvårdsregionförbundet",
        Address =
        [
            new("Postadress", "Köksvägen 11\n901 89 Umeå"),
            new("E-post", "nrf@norrarf.se"),
            new("Telefon", "090-785\u00A074\u00A011"),
            new("Webb", "www.norrasjukvardsregionforbundet.se"),
            new("Organisationsnummer", "222000-1651"),
        ],
        Notice = Notice,
        Sections = [.. Sections.Where(s => s.Blocks.Count > 0).Select(s => s.InDocument)],
    };
}

/// <summary>Puts a year's report together of what the modules know and what the director has written.</summary>
internal sealed class ReportBuilder(FiguresOfYear figures, Reports reports, HostSettings host, TimeProvider clock)
{
    /// <summary>The report; one that nobody has made yet is as it would begin.</summary>
    /// <exception cref="DomainException">The year has no round of dialogues.</exception>
    public async Task<ReportView> Of(int year, CancellationToken ct)
    {
        var known = await figures.Of(year, ct) ?? throw new DomainException(
            "report.no-round", $"Det finns ingen dialogomgång för {year}, så det finns inget att rapportera. Välj ett år som har en omgång: se Dialoger.");
        var (report, texts) = await reports.Find(year, ct) ?? reports.Begin(year);
        var sections = Outline.Of(known, About(known));
        return new(report, [.. sections.Select(s => new ReportSection(s, texts.GetValueOrDefault(s.Key)))], Notice());
    }

    private string Notice() => host.Role != HostRole.Demo ? "" :
        "Exempeldata: rapporten är gjord i demonstrationen. Dialogerna 2024 och grupperna är verkliga, medan uppgifter om vårdförlopp och vårdkontakter är påhittade.";

    private List<string> About(ReportFigures known)
    {
        List<string> facts =
        [
            "Meningar i fetstil, tabeller och diagram är skapade ur uppgifterna i Kunskapsstyrning. Övrig text är förbundsdirektörens.",
            $"Grupperna gäller den {SwedishFormat.ProseDate(known.Day)}.",
        ];
        if (known.Lpo.Day != known.Day) facts.Add($"LPO i alla regioner var inte kartlagda den {SwedishFormat.ProseDate(known.Day)}. Därför visas kartan den {SwedishFormat.ProseDate(known.Lpo.Day)}.");
        if (known.Implementation.Day != known.Day) facts.Add($"Införandet var inte rapporterat den {SwedishFormat.ProseDate(known.Day)}. Därför visas läget den {SwedishFormat.ProseDate(known.Implementation.Day)}.");
        if (known.Implementation.Overview.HasExamples) facts.Add("Uppgifterna om vårdförlopp är exempeldata.");
        if (known.Cost is { } cost && cost.Year.Year != known.Year) facts.Add($"Leveranser av vårdkontakter saknas för {known.Year}. Kostnaderna gäller {cost.Year.Text}.");
        facts.Add("Antal under fem visas inte i kostnadstabellen.");
        facts.Add($"Rapporten är ett utkast, skapat {SwedishFormat.ProseDate(clock.Today())}.");
        return facts;
    }
}
