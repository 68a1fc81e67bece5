using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Kernel.Tests.Tables;

/// <summary>A table with one column of each kind, and what is hard: formulas, missing values, hidden numbers.</summary>
internal static class Sample
{
    internal static readonly FileFacts Facts = new("Ekonom, Västerbotten", new(2026, 11, 21, 13, 5, 0, TimeSpan.Zero), "https://kst.example/kostnader?ar=2026");

    internal static Table Table { get; } = new()
    {
        Title = "Köpt vård: 2026 [tkr]",
        Columns =
        [
            new("region", "Hemregion", ColumnKind.Region),
            new("item", "Vårdåtgärd"),
            new("contacts", "Kontakter", ColumnKind.Integer),
            new("amountOre", "Belopp", ColumnKind.Money) { Unit = MoneyUnit.Tkr },
            new("share", "Andel", ColumnKind.Percent),
            new("day", "Dag", ColumnKind.Date),
            new("state", "Läge", ColumnKind.State),
            new("bar", "Stapel", ColumnKind.Bar),
            new("id", "Id") { FileOnly = true },
        ],
        Rows =
        [
            new(Region.Norra[1], "=HYPERLINK(\"x\")", 1234, 123_456_789, 12.5m, new DateOnly(2026, 3, 4), new State(StateMark.Klar, "Klar"), 100m, "a1"),
            new(Region.Norra[0], "  -5; <b>", (Cell)3 with { Display = "< 5" }, -50_000, -0.5m, Cell.Missing, new State(StateMark.Fel, "Försenad"), 40m, "a2"),
            new(Region.Norra[2], "Höft\u0001protes", Cell.Missing, Cell.NotApplicable, Cell.NotApplicable, new DateOnly(2025, 12, 31), new State(StateMark.Inte, "Inte påbörjad"), 0m, "a3"),
        ],
        Sum = new("Sjukvårdsregionen", "", 1237, 123_406_789, 100m, "", "", Cell.Empty, ""),
        Source = "regionernas leveranser",
        Notes = ["Värden under 5 visas inte."],
        Facts = [new("Urval", "2026")],
    };
}
