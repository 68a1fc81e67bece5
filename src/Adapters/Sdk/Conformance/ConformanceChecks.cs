using System.Text;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>The checks that an adapter must pass: the TestKit makes them xunit facts, <c>kst adapter test</c> prints them as a table.</summary>
public static class ConformanceChecks
{
    /// <summary>The adapter's id is the mapping's region.</summary>
    public static ConformanceCheck Id { get; } = new("Adapterns id är mappningens region", given =>
        Check(given.NewAdapter().Id == given.Mapping.Region, $"Id är {given.NewAdapter().Id}, men mappningens region är {given.Mapping.Region}."));

    /// <summary>A used instance reads a delivery as a fresh one does: nothing of a row or a delivery stays in it.</summary>
    public static ConformanceCheck Twice { get; } = new("Samma leverans läst två gånger ger samma rader", given =>
    {
        var adapter = given.NewAdapter();
        var (first, second) = (RecordedRows.Of(adapter, given.Files, given.Mapping), RecordedRows.Of(adapter, given.Files, given.Mapping));
        Check(first.Rows.Count == second.Rows.Count && first.Broken.SequenceEqual(second.Broken), "Den andra läsningen gav andra rader.");
        for (var i = 0; i < first.Rows.Count; i++)
            Check(first.Rows[i].Position == second.Rows[i].Position && first.Rows[i].Values.SequenceEqual(second.Rows[i].Values), $"{At(first.Rows[i].Position)} lästes på ett annat sätt andra gången.");
    });

    /// <summary>Each row is pushed once, in file order within its file; units come before the first contact.</summary>
    public static ConformanceCheck Order { get; } = new("Varje rad kommer en gång, i ordning, och enheter först", given =>
    {
        var read = RecordedRows.Of(given.NewAdapter(), given.Files, given.Mapping);
        Check(read.Rows.Count(row => row.Kind == RowKind.Contact) >= 2, "Exempelleveransen ska ha minst två läsbara kontakter.");
        foreach (var file in read.Rows.Select(row => row.Position).GroupBy(position => position.File))
            Check(file.Zip(file.Skip(1)).All(pair => pair.First.Row < pair.Second.Row), $"Raderna i {file.Key} kom i fel ordning eller två gånger.");
        var kinds = read.Rows.Select(row => row.Kind).ToList();
        Check(kinds.LastIndexOf(RowKind.Unit) < kinds.IndexOf(RowKind.Contact), "En enhet kom efter den första kontakten.");
    });

    /// <summary>A file of the mapping that is not there refuses the delivery with KST-201.</summary>
    public static ConformanceCheck MissingFile { get; } = new("En fil som saknas avvisar leveransen med KST-201", given =>
    {
        foreach (var name in given.MappedFiles) Refused(given, given.SoundFiles.Where(file => file.Key != name).ToDictionary(), given.Mapping, $"{name} borttagen", "KST-201");
    });

    /// <summary>A file without a byte has no header (KST-202), in XML no root (KST-204).</summary>
    public static ConformanceCheck EmptyFile { get; } = new("En tom fil avvisar leveransen med KST-202 (XML: KST-204)", given =>
    {
        foreach (var name in given.MappedFiles) Refused(given, given.With(name, []), given.Mapping, $"{name} tom", "KST-202", "KST-204");
    });

    /// <summary>A column that a new layout names otherwise is not guessed: a file without it is refused with KST-202 where it is obligatory.</summary>
    public static ConformanceCheck RenamedColumn { get; } = new("En omdöpt obligatorisk kolumn avvisas med KST-202", given =>
    {
        foreach (var field in given.Mapping.Obligatoriska)
        {
            var renamed = given.Mapping with { Kolumner = given.Mapping.Kolumner.ToDictionary(column => column.Key, column => column.Key == field ? "Omdöpt " + column.Value : column.Value) };
            Refused(given, given.SoundFiles, renamed, $"kolumnen för {field} omdöpt", "KST-202");
        }
    });

    /// <summary>A malformed row is told of by its code, with nothing of its text, and the others are read.</summary>
    public static ConformanceCheck MalformedRow { get; } = new("En trasig rad får sin kod och de andra läses", given =>
    {
        var sound = RecordedRows.Of(given.NewAdapter(), given.Files, given.Mapping);
        var victim = sound.Rows.Where(row => row.Kind == RowKind.Contact && row.Values.ContainsKey(Field.KontaktId))
            .GroupBy(row => row.Values[Field.KontaktId]).FirstOrDefault(sameId => sameId.Count() == 1)?.Single();
        Check(victim is not null, "Exempelleveransen ska ha en kontakt vars kontakt-id står på en rad.");
        var content = Encoding.Latin1.GetString(given.SoundFiles[victim!.Position.File]);
        var id = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(victim.Values[Field.KontaktId]));
        var at = content.IndexOf(id, StringComparison.Ordinal);
        Check(at >= 0, $"Kontakt-id på {At(victim.Position)} står inte i filen som det lästes. Adaptern ska inte ändra värden.");
        var damaged = content.Insert(at, new string('x', DelimitedReader.MaxCellLength));

        var read = RecordedRows.Of(given.NewAdapter(), new MemoryDelivery(given.Period, given.With(victim.Position.File, Encoding.Latin1.GetBytes(damaged))), given.Mapping);
        Check(read.Broken.Contains((RowKind.Contact, victim.Position, "KST-005")), $"{At(victim.Position)} fick ett id på över {DelimitedReader.MaxCellLength} tecken men inte KST-005.");
        Check(read.Rows.Count == sound.Rows.Count - 1 && read.Broken.Count == sound.Broken.Count + 1, "Andra rader än den trasiga försvann eller blev trasiga.");
    });

    /// <summary>A cancelled reading ends by its token.</summary>
    public static ConformanceCheck Cancelled { get; } = new("En avbruten läsning slutar", given =>
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        try
        {
            given.NewAdapter().Read(given.Files, given.Mapping, new RecordedRows(), cancelled.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        Check(false, "Adaptern läste vidare fast läsningen var avbruten. Ge ct vidare, eller fråga det minst var tusende rad.");
    });

    /// <summary>The structure file gives at least one LPO, the same both times; nothing is checked without one.</summary>
    public static ConformanceCheck Structure { get; } = new("Strukturfilen ger samma LPO varje gång", given =>
    {
        if (given.SoundStructure is not { } file) return;
        var adapter = given.NewAdapter();
        var (first, second) = (Read(), Read());
        Check(first.Exists(group => group.ActsAsLpo), $"{file.Name} gav inget LPO.");
        Check(first.Select(Told).SequenceEqual(second.Select(Told)), $"{file.Name} gav andra grupper andra gången.");

        List<LocalGroup> Read()
        {
            using var content = new MemoryStream(file.Content, writable: false);
            return [.. adapter.ReadStructure(content, file.Name, CancellationToken.None).Groups];
        }

        static string Told(LocalGroup group) => $"{group.Name}|{group.LocalCode}|{group.Kind}|{group.Parent}|{group.ActsAsLpo}|{string.Join('/', group.Mirrors)}|{group.Status}";
    });

    /// <summary>All of them, in the order in which they are best mended.</summary>
    public static IReadOnlyList<ConformanceCheck> All { get; } = [Id, Twice, Order, MissingFile, EmptyFile, RenamedColumn, MalformedRow, Cancelled, Structure];

    private static string At(RowPosition position) => $"{position.File}, rad {position.Row},";

    private static void Refused(ConformanceCase given, IReadOnlyDictionary<string, byte[]> files, Mapping mapping, string what, params string[] codes)
    {
        try
        {
            RecordedRows.Of(given.NewAdapter(), new MemoryDelivery(given.Period, files), mapping);
        }
        catch (DeliveryRejectedException refusal)
        {
            Check(codes.Contains(refusal.Code), $"Med {what} avvisades leveransen med {refusal.Code}, inte {string.Join(" eller ", codes)}.");
            return;
        }
        Check(false, $"Med {what} avvisades inte leveransen.");
    }

    private static void Check(bool holds, string fault)
    {
        if (!holds) throw new ConformanceException(fault);
    }
}
