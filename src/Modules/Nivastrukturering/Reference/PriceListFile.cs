using System.Globalization;
using System.Text;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Reads <c>prislista-&lt;säljare&gt;.csv</c> with the checks PRI-001 … PRI-004 (docs/formats/PRICING.md).</summary>
internal static class PriceListFile
{
    private const string Prefix = "prislista-";
    private const string Suffix = ".csv";

    /// <summary>The header.</summary>
    internal static readonly string[] Columns = ["prislista", "saljare", "kod", "pris", "giltig_fran", "giltig_till", "benamning"];

    /// <summary>True for a name of the agreed form; says whose list it is.</summary>
    internal static bool IsName(string file, out string seller)
    {
        seller = file.StartsWith(Prefix, StringComparison.Ordinal) && file.EndsWith(Suffix, StringComparison.Ordinal) && file.Length > Prefix.Length + Suffix.Length
            ? file[Prefix.Length..^Suffix.Length]
            : "";
        return RegionCode.IsKnown(seller);
    }

    /// <summary>The name of a seller's list.</summary>
    internal static string NameOf(string seller) => Prefix + seller + Suffix;

    /// <summary>Writes rows as the file that <see cref="Read"/> reads, in their order.</summary>
    internal static byte[] Write(IEnumerable<PriceRow> rows)
    {
        var text = new StringBuilder(string.Join(';', Columns)).Append('\n');
        foreach (var r in rows)
            text.Append(CultureInfo.InvariantCulture, $"{r.PriceList};{r.Seller};{r.Code};{r.PriceOre / 100},{r.PriceOre % 100:00};{r.Validity.From:O};{r.Validity.To:O};{r.Label}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads and checks a seller's list.</summary>
    /// <param name="content">From its first byte.</param>
    /// <param name="file">Its bare name, which says the seller.</param>
    internal static Parsed<IReadOnlyList<PriceRow>> Read(Stream content, string file)
    {
        var errors = new ReferenceErrors(file);
        if (!IsName(file, out var seller))
        {
            errors.Layout(0, "", "Filen ska heta prislista-<säljare>.csv med säljarens länskod, till exempel prislista-24.csv. Byt namn på den.");
            return errors.Failed<IReadOnlyList<PriceRow>>();
        }
        if (CsvTable.Read(content, errors, "PRI-002", Columns) is not { } table)
            return errors.Failed<IReadOnlyList<PriceRow>>();

        List<(long Line, PriceRow Price)> rows = [];
        foreach (var row in table.Rows)
            if (ReadRow(row, seller, errors) is { } price) rows.Add((row.Line, price));

        foreach (var (earlier, later) in ReferenceText.Overlaps(rows, r => (r.Price.PriceList, r.Price.Seller, r.Price.Code), r => r.Price.Validity))
            errors.Add("PRI-001", later.Line, "giltig_fran", $"Giltighetstiden överlappar rad {earlier.Line} med samma lista och kod. Avsluta den ena dagen innan den andra börjar.");
        return errors.Result<IReadOnlyList<PriceRow>>([.. rows.Select(r => r.Price)]);
    }

    private static PriceRow? ReadRow(CsvTable.Row row, string seller, ReferenceErrors errors)
    {
        var isWellFormed = Check(row["prislista"] is "norra" or "riks", "prislista", "Prislistan ska vara norra eller riks.")
            & Check(RegionCode.IsKnown(row["saljare"]), "saljare", "Säljaren ska vara en länskod med två siffror.")
            & Check(PriceCode.TryParse(row["kod"], out _), "kod", "Koden ska vara TJANST:…, DRGPOANG:<sjukhuskod>, VARDDAG:<prisgrupp> eller BESOK:<kontaktslag>:<NY eller ATER>:<prisgrupp>.")
            & Check(ReferenceText.TryDecimal(row["pris"], ',', 2, 2, out var priceOre), "pris", "Priset ska vara kronor med exakt två decimaler och utan mellanslag, till exempel 71250,00.");
        var from = DateOf("giltig_fran");
        var to = row["giltig_till"].Length == 0 ? null : DateOf("giltig_till");
        isWellFormed &= from is not null && (to is not null || row["giltig_till"].Length == 0);

        if (from > to) errors.Add("PRI-003", row.Line, "giltig_till", "giltig_till ligger före giltig_fran. Rätta det ena datumet.");
        if (row["saljare"] != seller) errors.Add("PRI-004", row.Line, "saljare", $"Säljaren är inte {seller} som i filens namn. Flytta raden till säljarens egen fil.");
        return isWellFormed ? new(row["prislista"], row["saljare"], row["kod"], priceOre, new(from!.Value, to), row["benamning"]) : null;

        bool Check(bool isRight, string column, string message)
        {
            if (!isRight) errors.Add("PRI-002", row.Line, column, message);
            return isRight;
        }

        DateOnly? DateOf(string column)
        {
            var isDate = Check(ReferenceText.TryDate(row[column], out var date), column, $"{column} ska vara ett datum som 2026-01-01.");
            return isDate ? date : null;
        }
    }
}
