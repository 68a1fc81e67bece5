using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>The balance as table, chart and sentence, for the page and for reports.</summary>
internal static class SeatPicture
{
    private const string Source = "Region Jämtland Härjedalens rapport 2018 (platser) och SCB, folkmängd 2018-12-31";

    /// <summary>More or less than the population gives.</summary>
    public static BalanceChart ChartOf(SeatBalance balance, Table behind) => new()
    {
        Title = "Har regionerna platser i förhållande till befolkningen?",
        Finding = Sentence(balance),
        Reading = "Staplarna visar hela platser över eller under befolkningens andel 2018.",
        Source = Source,
        Bars = [.. balance.Shares.Select(s => new BalanceBar(s.Region, s.Deviation))],
        ZeroLabel = "0 = befolkningsandelen",
        Decimals = 0,
        Behind = behind,
    };

    /// <summary>Who has most above its part, and who most below.</summary>
    public static string Sentence(SeatBalance balance)
    {
        var (above, below) = (balance.Shares.MaxBy(s => s.Deviation)!, balance.Shares.MinBy(s => s.Deviation)!);
        return above.Deviation == 0 ? "Platserna följde befolkningen."
            : $"{above.Region.Name} hade {Count(above.Deviation)} mer än befolkningsandelen, {below.Region.Name} {SwedishFormat.InWords(-below.Deviation)} färre.";

        static string Count(long seats) => $"{SwedishFormat.InWords(seats)} {(seats == 1 ? "plats" : "platser")}";
    }

    /// <summary>Seats and population side by side.</summary>
    public static Table TableOf(SeatBalance balance) => new()
    {
        Title = "Nordliga platser i nationella grupper och befolkning 2018",
        Columns =
        [
            new("region", "Region", ColumnKind.Region), new("seats2018", "Platser 2018", ColumnKind.Integer), new("seatShare", "Platsandel", ColumnKind.Percent),
            new("population2018", "Befolkning 2018", ColumnKind.Integer), new("populationShare", "Befolkningsandel", ColumnKind.Percent),
            new("fairSeats", "Hela platser", ColumnKind.Integer), new("deviation", "Avvikelse", ColumnKind.Integer) { Signed = true },
            new("seats2024", "Platser 2024", ColumnKind.Integer),
        ],
        Rows = [.. balance.Shares.Select(s => new Row(
            s.Region, s.Seats, SwedishFormat.Share(s.Seats, balance.Seats), s.Population, SwedishFormat.Share(s.Population, balance.Population), s.Fair, s.Deviation, Cell.Missing))],
        Sum = new Row("Summa", balance.Seats, 100m, balance.Population, 100m, balance.Shares.Sum(s => s.Fair), balance.Shares.Sum(s => s.Deviation), Cell.Missing),
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
