using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Host.Commands;

/// <summary>What <c>kst adapter check</c> and <c>test</c> found, as lines and as data.</summary>
internal static class AdapterReport
{
    /// <summary>How many contacts are shown.</summary>
    public const int ShownRows = 20;

    /// <summary>Each mapping file of the adapter, of the plugin's folder and the data folder, and what breaks its schema.</summary>
    public static IReadOnlyList<(string File, IReadOnlyList<string> Faults)> MappingFaults(AdapterStatus adapter, string dataFolder) =>
    [
        .. new[] { adapter.Folder, dataFolder }.Select(folder => Path.Combine(folder, "mappning")).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, $"{adapter.Id}-v*.json").Order(StringComparer.Ordinal))
            .Select(path =>
            {
                using var json = File.OpenRead(path);
                return (Path.GetFileName(path), MappingSchema.Faults(json, Path.GetFileName(path)));
            }),
    ];

    /// <summary>5 when the delivery would be rejected or a mapping breaks the schema, 4 when some row would not be read in, else 0.</summary>
    public static int CodeOf(IReadOnlyList<(string File, IReadOnlyList<string> Faults)> mappings, DeliverySight sight) =>
        sight.Rejection is not null || mappings.Any(m => m.Faults.Count > 0) ? ExitCodes.Rejected
        : sight.Broken.Count > 0 || sight.Rows.Any(row => row.Values.Any(value => value.Code is not null)) ? ExitCodes.Partial
        : ExitCodes.Ok;

    public static IEnumerable<string> Lines(
        AdapterStatus adapter, IReadOnlyList<(string File, IReadOnlyList<string> Faults)> mappings, DeliverySight sight, Func<string, (string Name, string Remedy)> explain)
    {
        yield return $"Adapter    {adapter.Id} {adapter.Version}, Sdk {adapter.SdkRange}";
        foreach (var (file, faults) in mappings)
        {
            yield return $"Mappning   {file}: {(faults.Count == 0 ? "följer schemat" : "bryter mot schemat")}";
            foreach (var fault in faults) yield return $"           → {fault}";
        }
        var mapping = sight.Delivery.Mapping;
        yield return $"Leverans   {sight.Delivery.Period}, läses med mappning version {mapping.Version} ({PeriodOf(mapping)})";
        foreach (var layout in sight.Layouts)
        {
            yield return "";
            yield return layout.File;
            yield return $"  Kodning       {mapping.Kodning} enligt mappningen, {(layout.SeenEncoding.Length == 0 ? "och filens början passar" : layout.SeenEncoding == mapping.Kodning ? "och filen ser ut så" : $"men filen ser ut att vara {layout.SeenEncoding}")}";
            yield return $"  Skiljetecken  {NameOf(mapping.Separator[0])} enligt mappningen, {(layout.SeenSeparator is not { } seen ? "men inget känns igen i filens första rad" : seen == mapping.Separator[0] ? "och filen ser ut så" : $"men filen ser ut att ha {NameOf(seen)}")}";
            yield return $"  Kolumner      {(layout.Columns.Count == 0 ? "ingen rubrik känns igen" : string.Join(", ", layout.Columns))}";
            foreach (var drift in layout.Drift) yield return $"  {(drift.Refuses ? "FEL" : "Obs"),-13} {drift.Sentence}";
        }
        yield return "";
        if (sight.Rejection is { } rejection) yield return $"Avvisas    {rejection.Code} {rejection.File}: {rejection.Detail} {explain(rejection.Code).Remedy}";
        yield return $"Kontakter  {ImportCommands.Grouped(sight.Contacts)} läsbara{string.Concat(sight.Broken.Select(b => $", {ImportCommands.Grouped(b.Value)} med {b.Key} {explain(b.Key).Name}"))}";
        foreach (var warning in sight.Warnings) yield return $"Varning    {warning} {explain(warning).Name}";
        if (sight.Rows.Count > 0) yield return $"\nDe första {sight.Rows.Count} så som de förstås (enhet och kommun prövas först vid inläsningen):";
        foreach (var row in sight.Rows)
        {
            yield return $"  rad {row.Position.Row}: {string.Join(" | ", row.Values.Select(value => $"{value.Field} {value.Text}{(value.Code is null ? "" : $" [{value.Code}]")}"))}";
        }
        foreach (var code in sight.Rows.SelectMany(row => row.Values).Select(value => value.Code).OfType<string>().Distinct().Order(StringComparer.Ordinal))
            yield return $"  {code} {explain(code).Name}: {explain(code).Remedy}";
    }

    public static object Json(AdapterStatus adapter, IReadOnlyList<(string File, IReadOnlyList<string> Faults)> mappings, DeliverySight sight) => new
    {
        adapter.Id,
        adapter.Version,
        mappings = mappings.Select(m => new { m.File, m.Faults }),
        sight.Delivery.Period,
        mappingVersion = sight.Delivery.Mapping.Version,
        files = sight.Layouts.Select(l => new
        {
            l.File,
            encoding = sight.Delivery.Mapping.Kodning,
            seenEncoding = l.SeenEncoding,
            separator = sight.Delivery.Mapping.Separator,
            seenSeparator = l.SeenSeparator?.ToString(),
            l.Columns,
            drift = l.Drift.Select(d => new { kind = d.Kind.ToString(), d.Column, d.Sentence, d.Refuses }),
        }),
        rejection = sight.Rejection is { } r ? new { r.Code, r.File, r.Detail } : null,
        sight.Contacts,
        sight.Broken,
        sight.Warnings,
        rows = sight.Rows.Select(row => new { row.Position.File, row.Position.Row, values = row.Values.Select(v => new { field = v.Field.ToString(), v.Text, v.Code }) }),
    };

    /// <summary>Runs every conformance check; a fault is null when the adapter passes.</summary>
    /// <param name="open">Gives a fresh instance.</param>
    /// <param name="delivery">A sound delivery.</param>
    /// <param name="place">Where it lies; a file <c>lpo.*</c> beside it is the structure.</param>
    public static IReadOnlyList<(string Name, string? Fault)> Test(Func<IRegionAdapter> open, KnownDelivery delivery, string place)
    {
        var lpo = Directory.Exists(place) ? Directory.GetFiles(place, "lpo.*").Order(StringComparer.Ordinal).FirstOrDefault() : null;
        ConformanceCase given = new()
        {
            NewAdapter = open,
            Mapping = delivery.Mapping,
            Period = delivery.Period,
            SoundFiles = delivery.Mapping.Filer.Keys.Select(role => delivery.Mapping.FileName(role, delivery.Period)!).Where(delivery.Files.Names.Contains).ToDictionary(name => name, name => Content(delivery.Files, name)),
            SoundStructure = lpo is null ? null : (Path.GetFileName(lpo), File.ReadAllBytes(lpo)),
        };
        return [.. ConformanceChecks.All.Select(check => (check.Name, FaultOf(check, given)))];
    }

    /// <summary><c>2026-01-01 till 2026-12-31</c>, or <c>från 2026-01-01</c>.</summary>
    public static string PeriodOf(Mapping mapping) => mapping.GiltigTill is { } last ? $"{SwedishFormat.Date(mapping.GiltigFran)} till {SwedishFormat.Date(last)}" : $"från {SwedishFormat.Date(mapping.GiltigFran)}";

    private static string? FaultOf(ConformanceCheck check, ConformanceCase given)
    {
        try
        {
            check.Run(given);
            return null;
        }
        catch (ConformanceException fault)
        {
            return PersonNumber.Mask(fault.Message);
        }
        catch (DeliveryRejectedException refused)
        {
            return PersonNumber.Mask($"Exempelleveransen avvisades med {refused.Code} {refused.File}: {refused.Detail}");
        }
        catch (AdapterUnavailableException off)
        {
            return off.Message;
        }
        catch (Exception fault) // its text may hold text of a row
        {
            return $"Adaptern avbröts av ett fel i sin egen kod ({fault.GetType().Name}).";
        }
    }

    private static byte[] Content(DeliveryFiles files, string name)
    {
        using var content = files.Open(name);
        using var memory = new MemoryStream();
        content.CopyTo(memory);
        return memory.ToArray();
    }

    private static string NameOf(char separator) => separator switch { ';' => "semikolon", ',' => "komma", '\t' => "tabb", '|' => "lodstreck", ' ' => "blanksteg", _ => separator.ToString() };
}
