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

    /// <summary>5 when the delivery would be rejected or is misread, 4 when some row would not be read in or the structure file is not whole, else 0; and a sentence for it.</summary>
    public static (int Code, string Verdict) VerdictOf(DeliverySight sight, StructureSight? structure)
    {
        var counts = sight.Counts;
        if (sight.Rejection is not null || sight.Layouts.Any(layout => layout.IsMisread)) return (ExitCodes.Rejected, sight.Rejection is null ? "Leveransen läses fel; se FEL ovan." : "Leveransen skulle avvisas; se ovan.");
        if (counts.Accepted == 0) return (ExitCodes.Partial, "Ingen kontakt skulle läsas in; se koderna ovan.");
        if (counts.Quarantined > 0 || counts.Details.Count > 0) return (ExitCodes.Partial, $"{ImportCommands.Grouped(counts.Quarantined)} av {ImportCommands.Grouped(counts.Accepted + counts.Quarantined)} kontakter skulle hamna i karantän; se koderna ovan.");
        return structure is { IsWhole: false } ? (ExitCodes.Partial, "Leveransen förstås, men inte hela strukturfilen; se ovan.") : (ExitCodes.Ok, "Allt förstås.");
    }

    public static IEnumerable<string> Lines(
        AdapterStatus adapter, IReadOnlyList<(string File, IReadOnlyList<string> Faults)> mappings, DeliverySight sight, StructureSight? structure, Func<string, (string Name, string Remedy)> explain)
    {
        yield return $"Adapter    {adapter.Id} {adapter.Version}, Sdk {adapter.SdkRange}";
        foreach (var (file, _) in mappings) yield return $"Mappning   {file}: följer schemat";
        var mapping = sight.Delivery.Mapping;
        yield return $"Leverans   {sight.Delivery.Period}, läses med mappning version {mapping.Version} ({PeriodOf(mapping)})";
        foreach (var line in sight.Layouts.SelectMany(layout => OfLayout(layout, mapping))) yield return line;
        yield return "";
        if (sight.Rejection is { } rejection) yield return $"Avvisas    {rejection.Code} {rejection.File}: {rejection.Sentence} {explain(rejection.Code).Remedy}";
        else if (!sight.Layouts.Any(layout => layout.IsMisread)) foreach (var line in OfRows(sight, explain)) yield return line;
        if (structure is not null) foreach (var line in structure.Lines) yield return line;
    }

    public static object Json(AdapterStatus adapter, IReadOnlyList<(string File, IReadOnlyList<string> Faults)> mappings, DeliverySight sight, StructureSight? structure) => new
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
        sight.Counts.Accepted,
        sight.Counts.Quarantined,
        sight.Counts.Codes,
        contactWarnings = sight.Counts.ContactWarnings,
        sight.Counts.Details,
        read = sight.Counts.Read.ToDictionary(kind => kind.Key.ToString(), kind => kind.Value),
        sight.Notes,
        sight.Warnings,
        rows = sight.Rows.Select(row => new { row.Position.File, row.Position.Row, values = row.Values.Select(v => new { field = v.Field.ToString(), v.Text, v.Code }) }),
        structure = structure is null ? null : new { structure.File, structure.Fault, groups = structure.Groups.Count(g => g.ActsAsLpo), unreadable = structure.Unreadable },
    };

    /// <summary>Runs every conformance check; a fault is null when the adapter passes.</summary>
    /// <param name="open">Gives a fresh instance.</param>
    /// <param name="delivery">A sound delivery.</param>
    /// <param name="place">Where it lies; the structure is the file beside it with <c>lpo</c> in its name.</param>
    public static IReadOnlyList<(string Name, bool Tried, string? Fault)> Test(Func<IRegionAdapter> open, KnownDelivery delivery, string place)
    {
        var lpo = ExampleFolder.StructureIn(place);
        ConformanceCase given = new()
        {
            NewAdapter = open,
            Mapping = delivery.Mapping,
            Period = delivery.Period,
            SoundFiles = delivery.Mapping.Filer.Keys.Select(role => delivery.Mapping.FileName(role, delivery.Period)!).Where(delivery.Files.Names.Contains).ToDictionary(name => name, name => Content(delivery.Files, name)),
            SoundStructure = lpo is null ? null : (Path.GetFileName(lpo), File.ReadAllBytes(lpo)),
        };
        return [.. ConformanceChecks.All.Select(check => check == ConformanceChecks.Structure && lpo is null
            ? (check.Name, false, "Leveransens mapp har ingen fil med lpo i namnet, eller flera. Kalla strukturfilen till exempel lpo.csv.")
            : (check.Name, true, FaultOf(check, given)))];
    }

    /// <summary><c>2026-01-01 till 2026-12-31</c>, or <c>från 2026-01-01</c>.</summary>
    public static string PeriodOf(Mapping mapping) => mapping.GiltigTill is { } last ? $"{SwedishFormat.Date(mapping.GiltigFran)} till {SwedishFormat.Date(last)}" : $"från {SwedishFormat.Date(mapping.GiltigFran)}";

    private static IEnumerable<string> OfLayout(FileLayout layout, Mapping mapping)
    {
        yield return "";
        yield return layout.File;
        if (!layout.IsMisread)
        {
            yield return $"  Kodning       {mapping.Kodning} enligt mappningen, {(layout.SeenEncoding.Length == 0 ? "och filens början passar" : layout.SeenEncoding == mapping.Kodning ? "och filen ser ut så" : $"men filen ser ut att vara {layout.SeenEncoding}")}";
            yield return $"  Skiljetecken  {FileLayout.NameOf(mapping.Separator[0])} enligt mappningen, {(layout.SeenSeparator is not { } seen ? "men inget känns igen i filens första rad" : seen == mapping.Separator[0] ? "och filen ser ut så" : $"men filen ser ut att ha {FileLayout.NameOf(seen)}")}";
            yield return $"  Kolumner      {(layout.Columns.Count == 0 ? "ingen rubrik känns igen" : string.Join(", ", layout.Columns))}";
        }
        foreach (var drift in layout.Drift) yield return $"  {(drift.Refuses ? "FEL" : "Obs"),-13} {drift.Sentence}";
    }

    private static IEnumerable<string> OfRows(DeliverySight sight, Func<string, (string Name, string Remedy)> explain)
    {
        var counts = sight.Counts;
        yield return $"Kontakter  {ImportCommands.Grouped(counts.Accepted)} skulle läsas in, {ImportCommands.Grouped(counts.Quarantined)} i karantän (enhet och kommun prövas först vid inläsningen, mot värdens register)";
        foreach (var (kind, word) in new[] { (RowKind.Diagnosis, "Diagnoser"), (RowKind.Procedure, "Åtgärder"), (RowKind.Unit, "Enheter") })
            if (counts.Read.TryGetValue(kind, out var rows)) yield return $"{word,-10} {ImportCommands.Grouped(rows)} läsbara rader";
        foreach (var (code, rows) in counts.Codes.Concat(counts.Details).OrderBy(code => code.Key, StringComparer.Ordinal)) yield return $"  {code} {explain(code).Name}: {ImportCommands.Grouped(rows)}. {explain(code).Remedy}";
        foreach (var (code, rows) in counts.ContactWarnings) yield return $"  {code} {explain(code).Name}: {ImportCommands.Grouped(rows)} (varning). {explain(code).Remedy}";
        foreach (var note in sight.Notes) yield return $"  Obs  {note}";
        foreach (var warning in sight.Warnings) yield return $"Varning    {warning} {explain(warning).Name}";
        if (sight.Rows.Count > 0) yield return $"\nDe första {sight.Rows.Count} så som de förstås:";
        foreach (var row in sight.Rows)
            yield return $"  rad {row.Position.Row}: {string.Join(" | ", row.Values.Select(value => $"{value.Field} {value.Text}{(value.Code is null ? "" : $" [{value.Code}]")}"))}";
    }

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
        catch (StructureRejectedException refused)
        {
            return PersonNumber.Mask(StructureSight.Told(refused));
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
}
