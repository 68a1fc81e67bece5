using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>The northern seats in the national groups per region, against population.</summary>
[Authorize(Policy = Permissions.ReadStructure)]
internal sealed class FordelningModel : PageModel, ITablePage, IChartPage
{
    private const string Source = "Region Jämtland Härjedalens rapport 2018 (platser) och SCB, folkmängd 2018-12-31";

    /// <summary>The table's order, from the address.</summary>
    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    public SeatBalance Balance { get; private set; } = null!;

    public SeatShare Most { get; private set; } = null!;

    public Table Table { get; private set; } = null!;

    public Chart Chart { get; private set; } = null!;

    public void OnGet()
    {
        Balance = SeatBalance.Of2018();
        Most = Balance.Shares.MaxBy(s => s.Seats)!;
        Table = TableOf().SortedBy(Sort);
        Chart = new BalanceChart
        {
            Title = "Har regionerna platser i förhållande till befolkningen?",
            Finding = Sentence(Balance),
            Reading = "Staplarna visar hela platser över eller under befolkningens andel 2018.",
            Source = Source,
            Bars = [.. Balance.Shares.Select(s => new BalanceBar(s.Region, s.Deviation))],
            ZeroLabel = "0 = befolkningsandelen",
            Decimals = 0,
            Behind = Table,
        };
    }

    /// <summary>Who has most above its part, and who most below.</summary>
    internal static string Sentence(SeatBalance balance)
    {
        var (above, below) = (balance.Shares.MaxBy(s => s.Deviation)!, balance.Shares.MinBy(s => s.Deviation)!);
        return above.Deviation == 0 ? "Platserna följde befolkningen."
            : $"{above.Region.Name} hade {Count(above.Deviation)} mer än befolkningsandelen, {below.Region.Name} {SwedishFormat.InWords(-below.Deviation)} färre.";

        static string Count(long seats) => $"{SwedishFormat.InWords(seats)} {(seats == 1 ? "plats" : "platser")}";
    }

    private Table TableOf() => new()
    {
        Title = "Nordliga platser i nationella grupper och befolkning 2018",
        Columns =
        [
            new("region", "Region", ColumnKind.Region), new("seats2018", "Platser 2018", ColumnKind.Integer), new("seatShare", "Andel av platserna", ColumnKind.Percent),
            new("population2018", "Befolkning 2018", ColumnKind.Integer), new("populationShare", "Andel av befolkningen", ColumnKind.Percent),
            new("fairSeats", "Hela platser enligt befolkning", ColumnKind.Integer), new("deviation", "Avvikelse", ColumnKind.Integer) { Signed = true },
            new("seats2024", "Platser 2024", ColumnKind.Integer),
        ],
        Rows = [.. Balance.Shares.Select(s => new Row(
            s.Region, s.Seats, SwedishFormat.Share(s.Seats, Balance.Seats), s.Population, SwedishFormat.Share(s.Population, Balance.Population), s.Fair, s.Deviation, Cell.Missing))],
        Sum = new Row("Summa", Balance.Seats, 100m, Balance.Population, 100m, Balance.Shares.Sum(s => s.Fair), Balance.Shares.Sum(s => s.Deviation), Cell.Missing),
        Source = Source,
        Notes =
        [
            "Befolkningen är den 31 december 2018.",
            "Hela platser enligt befolkning: varje region får heltalet av sin andel av platserna, och de platser som är kvar går till de största resterna, vid lika till regionen som står först.",
            "En person med två platser räknas två gånger.",
            "Platser 2024: uppgift saknas.",
        ],
    };
}
