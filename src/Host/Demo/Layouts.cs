using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>Puts contacts into the files of one region's layout.</summary>
internal abstract class Layout(DemoReference reference, Mapping mapping)
{
    protected CellWriter Cells { get; } = new(reference, mapping);

    protected Mapping Mapping => mapping;

    /// <summary>Makes the files of a month.</summary>
    /// <param name="month">Its first day.</param>
    /// <param name="created">When the delivery is made, <c>YYYY-MM-DDThh:mm:ss</c>.</param>
    /// <param name="contacts">In file order.</param>
    public abstract SortedDictionary<string, byte[]> Write(DateOnly month, string created, IReadOnlyList<DemoContact> contacts);

    /// <summary>The four regions' layouts.</summary>
    public static Layout Of(DemoReference reference, string region) => region switch
    {
        "22" => new VasternorrlandLayout(reference, reference.Mappings[region]),
        "23" => new JamtlandHarjedalenLayout(reference, reference.Mappings[region]),
        "24" => new VasterbottenLayout(reference, reference.Mappings[region]),
        _ => new NorrbottenLayout(reference, reference.Mappings[region]),
    };

    protected string FileName(string role, DateOnly month) => mapping.FileName(role, DemoDelivery.PeriodOf(month))!;

    /// <summary>A row of column names.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="columns">In file order.</param>
    /// <param name="end">What follows the last.</param>
    /// <param name="names">The file's own; null for the contacts'.</param>
    protected void Header(TextFile file, ReadOnlySpan<Field> columns, string end, IReadOnlyDictionary<Field, string>? names = null)
    {
        for (var i = 0; i < columns.Length; i++)
            file.Add((names ?? mapping.Kolumner)[columns[i]]).Add(i + 1 < columns.Length ? mapping.Separator : end);
    }

    /// <summary>A contact's row, cut off when it is so damaged.</summary>
    protected void Row(TextFile file, ReadOnlySpan<Field> columns, DemoContact contact, string end)
    {
        var count = contact.Damage == RowDamage.CutOff ? columns.Length / 2 : columns.Length;
        for (var i = 0; i < count; i++)
        {
            Cells.Write(file, contact, columns[i]);
            file.Add(i + 1 < count ? mapping.Separator : end);
        }
    }
}

/// <summary>One wide CSV (formats/norrbotten.md).</summary>
internal sealed class NorrbottenLayout(DemoReference reference, Mapping mapping) : Layout(reference, mapping)
{
    private static readonly Field[] BeforeName = [Field.KontaktId, Field.Person, Field.Kon, Field.Hemkommun, Field.Enhet];

    private static readonly Field[] AfterName =
        [Field.Kontaktslag, Field.Besokstyp, Field.Planerad, Field.InDatum, Field.UtDatum, Field.Mvo, Field.Diagnoser, Field.Atgarder, Field.Drg, Field.DrgVikt, Field.Kpp, Field.RemissId, Field.BetalningsforbindelseId, Field.Vardniva];

    private static readonly string[] Notes =
        ["\"Kallas åter; provsvar inväntas\"", "\"Rad ett\nrad två; å ä ö\"", "\"Svarade \"\"bättre\"\" på fråga om besvär\"", "Tolk bokad", "\"Ny tid ges\r\nper brev\""];

    public override SortedDictionary<string, byte[]> Write(DateOnly month, string created, IReadOnlyList<DemoContact> contacts)
    {
        var file = new TextFile(utf8: true).Add("\ufeff");
        Header(file, BeforeName, ";");
        file.Add("Enhetsnamn;");
        Header(file, AfterName, ";");
        file.Add("Anteckning\n");
        foreach (var contact in contacts)
        {
            Row(file, BeforeName, contact, ";");
            if (contact.Luck % 9 == 0) file.Add('"').Add(contact.Unit.Name).Add("; plan ").Add(contact.Luck % 7).Add("\";");
            else file.Add(contact.Unit.Name).Add(';');
            Row(file, AfterName, contact, contact.Damage == RowDamage.CutOff ? "\n" : ";");
            if (contact.Damage == RowDamage.CutOff) continue;
            if (contact.Luck % 11 == 0) file.Add(Notes[contact.Luck % Notes.Length]);
            file.Add('\n');
        }
        return new(StringComparer.Ordinal) { [FileName("kontakt", month)] = file.ToArray() };
    }
}

/// <summary>Three files and a unit table (formats/vasterbotten.md).</summary>
internal sealed class VasterbottenLayout(DemoReference reference, Mapping mapping) : Layout(reference, mapping)
{
    private const string End = "\r\n";

    private static readonly Field[] Columns =
        [Field.KontaktId, Field.Person, Field.Kon, Field.Hemkommun, Field.Enhet, Field.Kontaktslag, Field.Besokstyp, Field.Planerad, Field.InDatum, Field.UtDatum, Field.Drg, Field.DrgVikt, Field.Kpp, Field.RemissId, Field.BetalningsforbindelseId, Field.Vardniva];

    private readonly List<DemoUnit> _units = [.. reference.Units.Where(u => u.Region == "24")];

    public override SortedDictionary<string, byte[]> Write(DateOnly month, string created, IReadOnlyList<DemoContact> contacts)
    {
        var file = new TextFile(utf8: false);
        Header(file, Columns, End);
        foreach (var contact in contacts) Row(file, Columns, contact, End);
        return new(StringComparer.Ordinal)
        {
            [FileName("kontakt", month)] = file.ToArray(),
            [FileName("diagnos", month)] = Details(contacts, Mapping.KolumnerDiagnos, c => c.Diagnoses, withDate: false),
            [FileName("atgard", month)] = Details(contacts, Mapping.KolumnerAtgard, c => c.Procedures, withDate: true),
            [FileName("enheter", month)] = Units(),
        };
    }

    /// <summary>One code a row, in no order: the system that makes the file sorts by something else.</summary>
    private byte[] Details(IReadOnlyList<DemoContact> contacts, IReadOnlyDictionary<Field, string> names, Func<DemoContact, List<string>> codes, bool withDate)
    {
        var rows = new TextFile(utf8: false);
        var ends = new List<int>();
        foreach (var contact in contacts)
        {
            var list = codes(contact);
            for (var i = 0; i < list.Count; i++)
            {
                rows.Add(contact.Damage == RowDamage.Orphan && i == 1 ? "B0000SAKNAS" : contact.KontaktId).Add(';');
                if (contact.Damage == RowDamage.Order && i == 1) rows.Add("andra");
                else rows.Add(i + 1);
                rows.Add(';').Add(list[i]);
                if (withDate)
                {
                    rows.Add(';');
                    Cells.Date(rows, contact.InDatum, contact.Luck);
                }
                rows.Add(End);
                ends.Add(rows.Length);
            }
        }

        var file = new TextFile(utf8: false);
        Header(file, [Field.KontaktId, Field.Ordning, Field.Kod], withDate ? ";Datum" + End : End, names);
        var order = Enumerable.Range(0, ends.Count).ToArray();
        var prng = new Prng((ulong)ends.Count);
        for (var i = order.Length - 1; i > 0; i--)
        {
            var other = prng.Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        foreach (var row in order) file.Add(rows[(row == 0 ? 0 : ends[row - 1])..ends[row]]);
        return file.ToArray();
    }

    private byte[] Units()
    {
        var file = new TextFile(utf8: false);
        Header(file, [Field.Kod, Field.Namn, Field.HsaId, Field.Sjukhus, Field.Mvo], End, Mapping.KolumnerEnheter);
        foreach (var unit in _units)
            file.Add(unit.LocalCode).Add(';').Add(unit.Name).Add(';').Add(unit.HsaId).Add(';').Add(unit.Hospital).Add(';').Add(unit.Mvo).Add(End);
        return file.ToArray();
    }
}

/// <summary>A "rapportuttag" with preamble and total row (formats/jamtland-harjedalen.md).</summary>
internal sealed class JamtlandHarjedalenLayout(DemoReference reference, Mapping mapping) : Layout(reference, mapping)
{
    private const string End = "\r\n";

    private static readonly Field[] Columns =
        [Field.KontaktId, Field.Person, Field.Kon, Field.Hemkommun, Field.Enhet, Field.Kontaktslag, Field.Besokstyp, Field.Planerad, Field.InDatum, Field.UtDatum, Field.Mvo, Field.Huvuddiagnos, Field.Bidiagnoser, Field.Atgarder, Field.Drg, Field.DrgVikt, Field.Kpp, Field.RemissId, Field.BetalningsforbindelseId, Field.Vardniva];

    private readonly List<DemoUnit> _units = [.. reference.Units.Where(u => u.Region == "23")];

    public override SortedDictionary<string, byte[]> Write(DateOnly month, string created, IReadOnlyList<DemoContact> contacts)
    {
        var file = new TextFile(utf8: false)
            .Add("Rapport:\tVårdkontakter för kunskapsstyrning").Add(End)
            .Add("Region:\tRegion Jämtland Härjedalen").Add(End)
            .Add("Period:\t").Add(DemoDelivery.PeriodOf(month)).Add("-01 - ").Add(DemoDelivery.PeriodOf(month)).Add('-').Add(DateTime.DaysInMonth(month.Year, month.Month), 2).Add(End)
            .Add("Uttagsdatum:\t").Add(created.AsSpan(0, 10)).Add(' ').Add(created.AsSpan(11, 5)).Add(End).Add(End);
        Header(file, Columns, End);
        var sum = 0L;
        foreach (var contact in contacts)
        {
            Row(file, Columns, contact, End);
            sum += Math.Max(contact.KppOre, 0);
        }
        file.Add(Mapping.Totalrad).Add('\t').Add(contacts.Count, group: '\u00a0').Add("\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t");
        Cells.Kronor(file, sum);
        file.Add("\t\t\t").Add(End);
        return new(StringComparer.Ordinal) { [FileName("kontakt", month)] = file.ToArray(), [FileName("enheter", month)] = Units() };
    }

    private byte[] Units()
    {
        var file = new TextFile(utf8: false);
        Header(file, [Field.Namn, Field.HsaId], End, Mapping.KolumnerEnheter);
        foreach (var unit in _units) file.Add(unit.Name).Add('\t').Add(unit.HsaId).Add(End);
        return file.ToArray();
    }
}

/// <summary>XML (formats/vasternorrland.md). Every value is free of what XML must escape.</summary>
internal sealed class VasternorrlandLayout(DemoReference reference, Mapping mapping) : Layout(reference, mapping)
{
    public override SortedDictionary<string, byte[]> Write(DateOnly month, string created, IReadOnlyList<DemoContact> contacts)
    {
        var file = new TextFile(utf8: true).Add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<").Add(Mapping.Rot).Add(" xmlns=\"").Add(Mapping.Namnrymd)
            .Add("\" period=\"").Add(DemoDelivery.PeriodOf(month)).Add("\" skapad=\"").Add(created).Add("\">\n");
        foreach (var contact in contacts) Record(file, contact);
        file.Add(" <slut antal=\"").Add(contacts.Count).Add("\"/>\n</").Add(Mapping.Rot).Add(">\n");
        return new(StringComparer.Ordinal) { [FileName("kontakt", month)] = file.ToArray() };
    }

    private void Record(TextFile file, DemoContact contact)
    {
        file.Add(" <vardkontakt id=\"");
        Cells.Write(file, contact, Field.KontaktId);
        file.Add("\">\n  <patient>");
        Element(file, contact, Field.Person, "personId");
        Element(file, contact, Field.Kon, "kon");
        Element(file, contact, Field.Hemkommun, "hemkommun");
        file.Add("</patient>\n  <enhet");
        Attribute(file, contact, Field.Enhet, "hsaId");
        file.Add("/>\n  <kontakt");
        Attribute(file, contact, Field.Kontaktslag, "form");
        Attribute(file, contact, Field.Besokstyp, "besokstyp");
        Attribute(file, contact, Field.Planerad, "planerad");
        Attribute(file, contact, Field.Mvo, "mvo");
        Attribute(file, contact, Field.Vardniva, "careLevel");
        file.Add("/>\n  <period>");
        Element(file, contact, Field.InDatum, "in");
        Element(file, contact, Field.UtDatum, "ut");
        file.Add("</period>\n");
        if (contact.Diagnoses.Count > 0)
        {
            file.Add("  <diagnoser>");
            for (var i = 0; i < contact.Diagnoses.Count; i++) file.Add(i == 0 ? "<diagnos typ=\"huvud\">" : "<diagnos typ=\"bi\">").Add(contact.Diagnoses[i]).Add("</diagnos>");
            file.Add("</diagnoser>\n");
        }
        if (contact.Procedures.Count > 0)
        {
            file.Add("  <atgarder>");
            foreach (var code in contact.Procedures) file.Add("<atgard>").Add(code).Add("</atgard>");
            file.Add("</atgarder>\n");
        }
        file.Add("  <drg");
        Attribute(file, contact, Field.Drg, "kod");
        Attribute(file, contact, Field.DrgVikt, "vikt");
        file.Add("/>\n  ");
        Element(file, contact, Field.Kpp, "kpp");
        file.Add("<remiss");
        Attribute(file, contact, Field.RemissId, "id");
        file.Add("/><betalningsforbindelse");
        Attribute(file, contact, Field.BetalningsforbindelseId, "id");
        file.Add("/>\n </vardkontakt>\n");
    }

    private void Element(TextFile file, DemoContact contact, Field field, string name)
    {
        file.Add('<').Add(name).Add('>');
        Cells.Write(file, contact, field);
        file.Add("</").Add(name).Add('>');
    }

    private void Attribute(TextFile file, DemoContact contact, Field field, string name)
    {
        file.Add(' ').Add(name).Add("=\"");
        Cells.Write(file, contact, field);
        file.Add('"');
    }
}
