using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Xunit;

namespace Kunskapsstyrning.Adapters.TestKit;

/// <summary>What every adapter must do. An author inherits it in a test project of xunit.v3, gives a sound delivery, and is done when the tests pass.</summary>
public abstract class AdapterConformance
{
    /// <summary>A fresh instance of the adapter.</summary>
    protected abstract IRegionAdapter NewAdapter();

    /// <summary>The layout of <see cref="SoundFiles"/>.</summary>
    protected abstract Mapping Mapping { get; }

    /// <summary>The delivery's month, <c>YYYY-MM</c>.</summary>
    protected abstract string Period { get; }

    /// <summary>The files of a delivery with at least two readable contacts. Broken rows may be among them.</summary>
    protected abstract IReadOnlyDictionary<string, byte[]> SoundFiles { get; }

    /// <summary>The adapter's id is the mapping's region.</summary>
    [Fact]
    public void Its_id_is_the_region_of_its_mapping() => Check(NewAdapter().Id == Mapping.Region, $"Id is {NewAdapter().Id}, the mapping's region {Mapping.Region}.");

    /// <summary>A used instance reads a delivery as a fresh one does: nothing of a row or a delivery stays in it.</summary>
    [Fact]
    public void Reading_twice_gives_the_same_rows()
    {
        var adapter = NewAdapter();
        var (first, second) = (RecordedRows.Of(adapter, Files(), Mapping), RecordedRows.Of(adapter, Files(), Mapping));
        Check(first.Rows.Count == second.Rows.Count && first.Broken.SequenceEqual(second.Broken), "The second reading gave other rows.");
        for (var i = 0; i < first.Rows.Count; i++)
            Check(first.Rows[i].Position == second.Rows[i].Position && first.Rows[i].Values.SequenceEqual(second.Rows[i].Values), $"Row {first.Rows[i].Position} was read otherwise the second time.");
    }

    /// <summary>Each row is pushed once, in file order within its file; units come before the first contact.</summary>
    [Fact]
    public void Rows_come_once_each_in_order_and_units_first()
    {
        var read = RecordedRows.Of(NewAdapter(), Files(), Mapping);
        Check(read.Rows.Count(row => row.Kind == RowKind.Contact) >= 2, "SoundFiles must hold two readable contacts.");
        foreach (var file in read.Rows.Select(row => row.Position).GroupBy(position => position.File))
            Check(file.Zip(file.Skip(1)).All(pair => pair.First.Row < pair.Second.Row), $"The rows of {file.Key} came out of order or twice.");
        var kinds = read.Rows.Select(row => row.Kind).ToList();
        Check(kinds.LastIndexOf(RowKind.Unit) < kinds.IndexOf(RowKind.Contact), "A unit came after the first contact.");
    }

    /// <summary>A file of the mapping that is not there refuses the delivery.</summary>
    [Fact]
    public void A_missing_file_is_refused_with_KST_201()
    {
        foreach (var name in MappedFiles()) Refused(SoundFiles.Where(file => file.Key != name).ToDictionary(), Mapping, $"{name} missing", "KST-201");
    }

    /// <summary>A file without a byte has no header (KST-202), in XML no root (KST-204).</summary>
    [Fact]
    public void An_empty_file_is_refused()
    {
        foreach (var name in MappedFiles()) Refused(With(name, []), Mapping, $"{name} empty", "KST-202", "KST-204");
    }

    /// <summary>A column that a new layout names otherwise is not guessed: a file without it is refused where it is obligatory.</summary>
    [Fact]
    public void A_renamed_column_is_refused_with_KST_202()
    {
        foreach (var field in Mapping.Obligatoriska)
        {
            var renamed = Mapping with { Kolumner = Mapping.Kolumner.ToDictionary(column => column.Key, column => column.Key == field ? "Omdöpt " + column.Value : column.Value) };
            Refused(SoundFiles, renamed, $"the column of {field} renamed", "KST-202");
        }
    }

    /// <summary>A malformed row is told of by its code, with nothing of its text, and the others are read.</summary>
    [Fact]
    public void A_malformed_row_is_broken_and_the_others_are_read()
    {
        var sound = RecordedRows.Of(NewAdapter(), Files(), Mapping);
        var victim = sound.Rows.Where(row => row.Kind == RowKind.Contact && row.Values.ContainsKey(Field.KontaktId))
            .GroupBy(row => row.Values[Field.KontaktId]).First(sameId => sameId.Count() == 1).Single();
        var content = Encoding.Latin1.GetString(SoundFiles[victim.Position.File]);
        var id = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(victim.Values[Field.KontaktId]));
        var damaged = content.Insert(content.IndexOf(id, StringComparison.Ordinal), new string('x', DelimitedReader.MaxCellLength));

        var read = RecordedRows.Of(NewAdapter(), new MemoryDelivery(Period, With(victim.Position.File, Encoding.Latin1.GetBytes(damaged))), Mapping);
        Check(read.Broken.Contains((RowKind.Contact, victim.Position, "KST-005")), $"Row {victim.Position} has an id of over {DelimitedReader.MaxCellLength} characters and was not KST-005.");
        Check(read.Rows.Count == sound.Rows.Count - 1 && read.Broken.Count == sound.Broken.Count + 1, "Other rows than the malformed one were lost or broken.");
    }

    /// <summary>A cancelled reading ends by its token.</summary>
    [Fact]
    public void A_cancelled_read_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        try
        {
            NewAdapter().Read(Files(), Mapping, new RecordedRows(), cancelled.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        Check(false, "The adapter read on although its token was cancelled.");
    }

    private MemoryDelivery Files() => new(Period, SoundFiles);

    private IEnumerable<string> MappedFiles() => Mapping.Filer.Keys.Select(role => Mapping.FileName(role, Period)!);

    private Dictionary<string, byte[]> With(string name, byte[] content) => new(SoundFiles, StringComparer.Ordinal) { [name] = content };

    private void Refused(IReadOnlyDictionary<string, byte[]> files, Mapping mapping, string what, params string[] codes)
    {
        try
        {
            RecordedRows.Of(NewAdapter(), new MemoryDelivery(Period, files), mapping);
        }
        catch (DeliveryRejectedException refusal)
        {
            Check(codes.Contains(refusal.Code), $"With {what} the delivery was refused with {refusal.Code}, not {string.Join(" or ", codes)}.");
            return;
        }
        Check(false, $"With {what} the delivery was not refused.");
    }

    private static void Check(bool holds, string fault)
    {
        if (!holds) throw new ConformanceException(fault);
    }
}

/// <summary>The adapter does not do what every adapter must.</summary>
/// <param name="message">What it did.</param>
public sealed class ConformanceException(string message) : Exception(message);
