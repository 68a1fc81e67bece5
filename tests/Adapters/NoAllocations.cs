using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

[CollectionDefinition(nameof(Undisturbed), DisableParallelization = true)]
public sealed class Undisturbed; // a collection of the garbage that other tests make is counted on whoever happens to run

/// <summary>What a row costs: nothing on the heap, whatever the number of rows.</summary>
[Collection(nameof(Undisturbed))]
public sealed class NoAllocations
{
    private const int Rows = 99_900; // the sample's 300 rows over and over
    private const int Grown = 9_900; // after as many the buffers have their size

    [Theory]
    [InlineData("norrbotten")]
    [InlineData("jamtland-harjedalen")]
    [InlineData("vasterbotten")]
    public void A_hundred_thousand_rows_more_allocate_nothing_more(string region) =>
        Assert.Equal(0, AllocatedByMoreRows(region, Rows) / Rows); // an object is at least 24 bytes; the few kilobytes left are the runtime's own

    [Fact]
    public void In_xml_a_row_allocates_next_to_nothing() => // XmlReader makes a string of some long texts
        Assert.InRange(AllocatedByMoreRows("vasternorrland", Grown), 0, 32 * Grown);

    private static long AllocatedByMoreRows(string region, int rows)
    {
        var (few, many) = (Delivery(region, Grown), Delivery(region, Grown + rows));
        Allocated(region, few);
        return Allocated(region, many) - Allocated(region, few);
    }

    private static long Allocated(string region, DeliveryFiles files)
    {
        var mapping = TestData.MappingOf("sample", region, files.Period);
        var adapter = AllAdapters.Of(region);
        var sink = new Counting();
        var before = GC.GetAllocatedBytesForCurrentThread();
        adapter.Read(files, mapping, sink, CancellationToken.None);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(sink.Rows >= Grown && sink.Characters > 0);
        return allocated;
    }

    /// <summary>The sample's delivery with its rows repeated.</summary>
    private static DeliveryFiles Delivery(string region, int rows)
    {
        var folder = TestData.SetPath("sample", "leveranser", region, "2026-03");
        var kontakt = TestData.MappingOf("sample", region, "2026-03").FileName("kontakt", "2026-03")!;
        return new MemoryDelivery("2026-03", Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), file =>
            Path.GetFileName(file) == kontakt ? Repeated(file, region, rows) : () => File.OpenRead(file)));
    }

    private static Func<Stream> Repeated(string file, string region, int rows)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        var (begin, end) = region switch
        {
            "vasternorrland" => (text.IndexOf("<vardkontakt ", StringComparison.Ordinal), text.LastIndexOf("<slut", StringComparison.Ordinal)),
            "jamtland-harjedalen" => (text.IndexOf('\n', text.IndexOf("Kontakt-id", StringComparison.Ordinal)) + 1, text.LastIndexOf("Totalt", StringComparison.Ordinal)),
            _ => (text.IndexOf('\n', StringComparison.Ordinal) + 1, text.LastIndexOf('\n') + 1),
        };
        byte[][] parts = [.. new[] { text[..begin], text[begin..end], text[end..].Replace("300", $"{rows}", StringComparison.Ordinal) }.Select(Encoding.Latin1.GetBytes)];
        return () => new Repeating(parts[0], parts[1], rows / 300, parts[2]);
    }

    private sealed class Counting : IContactSink
    {
        public long Rows { get; private set; }

        public long Characters { get; private set; }

        public void Row(in SourceRow row)
        {
            Rows++;
            Characters += row[Field.KontaktId].Length + row[Field.Diagnoser].Length + row[Field.Bidiagnoser].Length;
        }

        public void Broken(RowKind kind, RowPosition position, string code) => Rows++;

        public void FileWarning(string file, string code)
        {
        }
    }
}
