using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Contacts of a month that one buyer pays for and that stand in no document.</summary>
/// <param name="Period">Month of the delivery.</param>
/// <param name="Buyer">Län code.</param>
/// <param name="Contacts">How many.</param>
/// <param name="Ore">Their calculated amounts.</param>
internal sealed record Unbilled(string Period, string Buyer, int Contacts, long Ore);

/// <summary>The documents that were written, as words and tables.</summary>
internal static class OutgoingPicture
{
    public const string Path = "/fakturor/skrivna";

    /// <summary>What a reasonForCredit stands for, as far as the rules propose it.</summary>
    public static IReadOnlyDictionary<int, string> Reasons { get; } = new SortedDictionary<int, string>
    {
        [1] = "fel hemregion",
        [2] = "fel pris",
        [3] = "fel DRG",
        [4] = "fel enhet",
        [5] = "saknar remiss eller betalningsförbindelse",
        [6] = "senare än sex månader",
        [7] = "dubblett",
        [9] = "ska inte debiteras",
    };

    public static string ReasonText(int reason) => Reasons.TryGetValue(reason, out var text) ? $"{reason} {text}" : reason.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the state column says.</summary>
    public static State StateOf(OutgoingInvoice document) => document switch
    {
        { IsWithdrawn: true } => new(StateMark.Vilar, "Makulerat"),
        { ReplacedAt: not null } => new(StateMark.Vilar, "Omskrivet"),
        { SentAt: not null } => new(StateMark.Klar, "Skickat"),
        { IsSendable: true } => new(StateMark.Pagar, "Skrivet"),
        _ => new(StateMark.Inte, "Egenkontroll"),
    };

    /// <summary>Every document that was written.</summary>
    /// <param name="documents">Latest first.</param>
    /// <param name="row">Finishes a row: its box.</param>
    public static Table TableOf(IReadOnlyList<OutgoingInvoice> documents, Func<OutgoingInvoice, Row, Row>? row = null) => new()
    {
        Title = "Skrivna underlag",
        Columns =
        [
            new("document", "Underlag"), new("period", "Vårdmånad"), new("buyer", "Köpare"), new("rows", "Rader", ColumnKind.Integer), new("ore", "Belopp", ColumnKind.Money) { Decimals = 2 },
            new("state", "Läge", ColumnKind.State), new("written", "Skrivet"), new("hash", "Filens kontrollsumma"),
        ],
        Rows = documents.Select(d => row is null ? RowOf(d) : row(d, RowOf(d))),
        Notes = ["En kredit har minus. Filen sparas inte, bara uppgifterna här: kontrollsumman (SHA-256) visar att en fil är just den som skrevs."],
        EmptyText = "Inget underlag är skrivet härifrån.",
    };

    /// <summary>What stands in no document, month by month.</summary>
    public static Table UnbilledTable(IReadOnlyList<Unbilled> unbilled) => new()
    {
        Title = "Vårdkontakter som inte står i något underlag",
        Columns = [new("period", "Vårdmånad"), new("buyer", "Köpare"), new("contacts", "Vårdkontakter", ColumnKind.Integer), new("ore", "Uträknat belopp", ColumnKind.Money) { Decimals = 2 }],
        Rows = unbilled.Select(u => new Row(u.Period, Region.NameOf(u.Buyer), u.Contacts, u.Ore)),
        Sum = new("Summa", Cell.Empty, unbilled.Sum(u => u.Contacts), unbilled.Sum(u => u.Ore)),
        Notes = ["Vårdkontakter med ett belopp som en annan region betalar, och som varken står i ett inläst underlag eller i ett som är skrivet härifrån."],
        EmptyText = "Alla vårdkontakter som andra regioner betalar står i ett underlag.",
    };

    private static Row RowOf(OutgoingInvoice d) => new(
        (Cell)d.DocumentId with { Note = d.CreditedId is { } credited ? $"krediterar {credited}" : null }, d.Period, d.Buyer.Length > 0 ? Region.NameOf(d.Buyer) : Cell.Missing, d.Rows, d.Ore, StateOf(d),
        (Cell)$"{DeliveryPicture.At(d.At)}, {d.By}" with { Note = d.SentAt is { } sent ? $"skickat {DeliveryPicture.At(sent)}, {d.SentBy}" : d.ReplacedAt is { } replaced ? $"till {DeliveryPicture.At(replaced)}" : null }, (Cell)d.Hash[..12] with { Note = d.File });
}
