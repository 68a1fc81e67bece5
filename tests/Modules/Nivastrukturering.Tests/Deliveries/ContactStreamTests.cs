using System.Globalization;
using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class ContactStreamTests
{
    private static readonly string Set = Repository.DataSet("sample");
    private static readonly ReferenceSet Reference = ReferenceSet.Load(Set).Value!;

    [Fact]
    public void A_hundred_thousand_good_rows_make_no_object_each()
    {
        var delivery = Delivery();
        var check = new ContactCheck(delivery, new(Reference.Units, Reference.Kommuner));
        var persons = new PersonReader(new(delivery.Mapping), delivery.FirstDay.Year, [1]);
        var tally = new DeliveryTally();
        var sink = new ContactSink(check, persons, null, tally, new Nowhere(), null);
        var rows = new Rows(Reference.Units.First(u => u.Region == "25").HsaId);
        const int Many = 100_000;
        rows.Push(sink, 0, Many); // the table of ids grows now and not below

        var before = GC.GetAllocatedBytesForCurrentThread();
        rows.Push(check, persons, Many);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Many, tally.Accepted);
        Assert.Equal(0, allocated / Many); // an object is at least 24 bytes; a collection made for others adds a few kilobytes
    }

    [Theory]
    [InlineData("kontakt,diagnos,atgard")]
    [InlineData("diagnos,atgard,kontakt")]
    [InlineData("atgard,kontakt,diagnos")]
    public void Diagnosis_rows_may_stand_anywhere(string order)
    {
        var set = new DataSetDeliveries("sample");
        var wanted = set.Expected["leveranser"]!["vasterbotten/2026-03"]!.AsObject();

        var tally = ReadVasterbotten(order);

        Json.Same(wanted["koder"]!, tally["koder"]);
        Json.Same(wanted["delrader"]!, tally["delrader"]);
    }

    /// <summary>Västerbotten's rows, file by file in another order than the adapter's.</summary>
    private static System.Text.Json.Nodes.JsonObject ReadVasterbotten(string order)
    {
        var adapters = new BuiltAdapters(Set);
        var source = DeliverySource.OfPath(Path.Combine(Set, "leveranser", "vasterbotten", "2026-03"));
        var delivery = DeliveryIdentity.Of(source, adapters.MappingsOf, new(2026, 11, 15));
        var kinds = order.Split(',').Select(role => role switch { "kontakt" => RowKind.Contact, "diagnos" => RowKind.Diagnosis, _ => RowKind.Procedure }).Prepend(RowKind.Unit);
        var adapter = new InOrder(adapters.Open("vasterbotten"), [.. kinds]);
        return DeliveryReader.Read(adapter, source, delivery, new(Reference.Units, Reference.Kommuner), [1], new MemoryOutput(), null, TestContext.Current.CancellationToken).ToJson();
    }

    private static DeliveryIdentity Delivery() => DeliveryIdentity.Of(
        DeliverySource.OfMemory(new Dictionary<string, byte[]> { ["NB_vardkontakter_202603.csv"] = Encoding.UTF8.GetBytes("") }), new BuiltAdapters(Set).MappingsOf, new(2026, 11, 15));

    /// <summary>Reads once for each kind of row and passes on only that.</summary>
    private sealed class InOrder(IRegionAdapter inner, RowKind[] kinds) : IRegionAdapter
    {
        public string Id => inner.Id;

        public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct)
        {
            foreach (var kind in kinds) inner.Read(files, mapping, new Only(kind, sink), ct);
        }

        public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct) => inner.ReadStructure(content, fileName, ct);
    }

    private sealed class Only(RowKind wanted, IContactSink sink) : IContactSink
    {
        public void Row(in SourceRow row)
        {
            if (row.Kind == wanted) sink.Row(row);
        }

        public void Broken(RowKind kind, RowPosition position, string code)
        {
            if (kind == wanted) sink.Broken(kind, position, code);
        }

        public void FileWarning(string file, string code) => sink.FileWarning(file, code);
    }

    private sealed class Nowhere : IContactOutput
    {
        public void Accept(CheckedContact contact)
        {
        }

        public void Quarantine(QuarantinedRow row) => Assert.Fail($"Row {row.Position.Row}: {row.Codes}");
    }

    /// <summary>Good rows of Norrbotten's layout, made in place.</summary>
    private sealed class Rows
    {
        private readonly char[] _text = new char[512];
        private readonly (int Start, int Length)[] _slices = new (int, int)[SourceRow.FieldCount];

        public Rows(string hsaId)
        {
            var at = 0;
            foreach (var (field, value) in new (Field, string)[]
            {
                (Field.KontaktId, "N0000000000"), (Field.Person, "199001019802"), (Field.Kon, "2"), (Field.Hemkommun, "2482"), (Field.Enhet, hsaId),
                (Field.Kontaktslag, "Slutenvård"), (Field.Planerad, "1"), (Field.InDatum, "2026-03-01"), (Field.UtDatum, "2026-03-05"), (Field.Mvo, "101"),
                (Field.Diagnoser, "I214 E119"), (Field.Atgarder, "FNG05 AF063"), (Field.Drg, "E10B"), (Field.DrgVikt, "1,3347"), (Field.Kpp, "123456,78"), (Field.RemissId, "R1"), (Field.Vardniva, "2"),
            })
            {
                value.CopyTo(_text.AsSpan(at));
                _slices[(int)field] = (at, value.Length);
                at += value.Length;
            }
        }

        public void Push(ContactSink sink, int from, int to)
        {
            for (var i = from; i < to; i++) sink.Row(Row(i));
        }

        public void Push(ContactCheck check, PersonReader persons, int count)
        {
            for (var i = 0; i < count; i++)
            {
                persons.Add(Row(i));
                persons.Complete();
                var codes = check.Check(Row(i), isDuplicate: false, null, persons.Next());
                if (codes.HasErrors) Assert.Fail(codes.ToString());
            }
        }

        private SourceRow Row(int number)
        {
            var (start, length) = _slices[(int)Field.KontaktId];
            number.TryFormat(_text.AsSpan(start, length), out _, "\\N0000000000", CultureInfo.InvariantCulture);
            return new(RowKind.Contact, new("f", number + 2), _text, _slices, " ");
        }
    }
}
