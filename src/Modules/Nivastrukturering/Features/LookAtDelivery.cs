using System.Globalization;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
internal sealed class LookAtDelivery(TimeProvider clock) : IDeliveryLook
{
    public KnownDelivery Know(IAdapterDirectory adapters, Region region, IReadOnlyList<string> paths, CancellationToken ct)
    {
        var source = paths is [var only] ? DeliverySource.OfPath(only) : DeliverySource.OfFiles(paths);
        var delivery = DeliveryIdentity.Of(source, key => key == region.Key ? adapters.MappingsOf(key) : [], clock.Today());
        if (delivery.Region != region) throw new DeliveryRejectedException("KST-209", DeliveryManifest.FileName, $"Leveransen är från {delivery.Region.Name}, inte {region.Name}.");
        return new(delivery.Period, delivery.Mapping, new OpenedDelivery(source, delivery.Period, ct));
    }

    public DeliverySight Look(IAdapterDirectory adapters, Region region, IReadOnlyList<string> paths, int rows, CancellationToken ct)
    {
        var delivery = Know(adapters, region, paths, ct);
        var layouts = LayoutLook.Of(delivery.Files, delivery.Mapping, ct);
        var sink = new SightSink(delivery, rows);
        var adapter = adapters.Open(region.Key);
        DeliveryRejectedException? rejection = null;
        try
        {
            adapter.Read(delivery.Files, delivery.Mapping, sink, ct);
        }
        catch (DeliveryRejectedException rejected)
        {
            rejection = rejected;
        }
        catch (Exception e) when (e is not (AdapterUnavailableException or SourceUnavailableException or OperationCanceledException or IOException))
        {
            throw new AdapterUnavailableException($"Adaptern {region.Key} avbröts av ett fel i sin egen kod ({e.GetType().Name})."); // its text may hold text of a row
        }
        return new(delivery, layouts, sink.Rows, sink.Contacts, sink.Broken, sink.Warnings, rejection);
    }

    /// <summary>Keeps the first contacts as they are understood, and counts the rest.</summary>
    private sealed class SightSink(KnownDelivery delivery, int most) : IContactSink
    {
        private const string Hidden = "********";

        private readonly ContactLayout _layout = new(delivery.Mapping);
        private readonly int _year = int.Parse(delivery.Period.AsSpan(0, 4), CultureInfo.InvariantCulture);

        public List<SeenContact> Rows { get; } = [];

        public long Contacts { get; private set; }

        public SortedDictionary<string, long> Broken { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Warnings { get; } = new(StringComparer.Ordinal);

        public void Row(in SourceRow row)
        {
            if (row.Kind != RowKind.Contact || ++Contacts > most) return;
            var person = row[Field.Person].ToString();
            List<SeenValue> values = [];
            foreach (var field in delivery.Mapping.Kolumner.Keys.Concat([Field.Huvuddiagnos, Field.Bidiagnoser]).Distinct())
            {
                var text = _layout.Value(row, field);
                if (text.IsEmpty) continue;
                var (understood, code) = Understand(field, text);
                values.Add(new(field, field == Field.Person ? Hidden : Masked(understood, person), code));
            }
            Rows.Add(new(row.Position, values));
        }

        void IContactSink.Broken(RowKind kind, RowPosition position, string code) => Broken[code] = Broken.GetValueOrDefault(code) + 1;

        public void FileWarning(string file, string code) => Warnings.Add(code);

        private (string Text, string? Code) Understand(Field field, ReadOnlySpan<char> text)
        {
            Span<char> twelve = stackalloc char[PersonIdPattern.Length];
            var raw = text.ToString();
            switch (field)
            {
                case Field.Person:
                    var facts = _layout.Persons.Read(text, _year, twelve);
                    return (Hidden, !facts.IsReadable ? Kst.BadPersonId.Name() : facts.HasRightCheckDigit ? null : Kst.BadCheckDigit.Name());
                case Field.InDatum or Field.UtDatum:
                    return _layout.Dates.TryParse(text, out var day) ? (day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), null) : (raw, Kst.BadDate.Name());
                case Field.Kpp:
                    return _layout.Numbers.TryParse(text, 2, out var ore) ? ($"{(ore / 100m).ToString("0.00", SwedishFormat.Culture)} kr", null) : (raw, Kst.BadCost.Name());
                case Field.DrgVikt:
                    return _layout.Numbers.TryParse(text, 4, out var weight) ? ((weight / 10000m).ToString("0.0000", SwedishFormat.Culture), null) : (raw, Kst.BadDrgWeight.Name());
                case Field.Kon:
                    return _layout.Kon.TryGet(text, out var sex) ? (sex switch { 1 => "man", 2 => "kvinna", 9 => "ej tillämpligt", _ => "okänt" }, null) : Unknown(raw);
                case Field.Kontaktslag:
                    return _layout.Kontaktslag.TryGet(text, out _) ? (Common(field, raw), null) : Unknown(raw);
                case Field.Besokstyp:
                    return _layout.Besokstyp.TryGet(text, out _) ? (Common(field, raw), null) : Unknown(raw);
                case Field.Planerad:
                    return _layout.Planerad.TryGet(text, out var planned) ? (planned ? "planerad" : "akut", null) : Unknown(raw);
                default:
                    return (raw, null);
            }
        }

        private static (string, string?) Unknown(string raw) => (raw, Kst.UnknownValue.Name());

        private string Common(Field field, string raw) => delivery.Mapping.Varden[field].First(value => Names.Same(value.Key, raw)).Value;

        /// <summary>The text without anything that is the row's person id or looks like one.</summary>
        private static string Masked(string text, string person)
        {
            if (person.Length > 4) text = text.Replace(person, Hidden, StringComparison.OrdinalIgnoreCase);
            var shown = PersonNumber.Mask(text);
            var bare = Bare(person);
            return bare.Length >= 10 && Bare(shown).Contains(bare[^10..], StringComparison.OrdinalIgnoreCase) ? Hidden : shown;
        }

        private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
    }
}
