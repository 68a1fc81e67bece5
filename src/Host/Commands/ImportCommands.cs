using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Structure.Contracts;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst import …</c>: files into the host. Each kind is atomic and safe to run again.</summary>
internal static class ImportCommands
{
    public static readonly Option<string> RegionOption = new("--region") { Description = "Regionens nyckel, länskod eller namn, till exempel vasterbotten" };
    private const string LocalNames = "lpo-mappning.csv";

    public static readonly Option<bool> DryRun = new("--dry-run") { Description = "Läser och räknar, sparar inget" };

    public static Command Make() => new("import", "Läser in filer. Varje fil läses in helt eller inte alls och kan läsas in igen.")
    {
        StructureFile(), Contacts(),
        ReferenceFiles("reference", "Läser in referensfiler: enhetsregister, MVO, kommuner, katalog, befolkning, lpo-mappning …\n\n  kst import reference gemensamt\n  kst import reference katalog.json --dry-run"),
        ReferenceFiles("agreements", "Läser in avtal, abonnemang och prislistor.\n\n  kst import agreements avtal\n  kst import agreements prislista-24.csv --dry-run"),
        Invoices(), DataSet(),
    };

    private static Command StructureFile()
    {
        var file = new Argument<FileInfo>("fil") { Description = "Regionens LPO-fil" };
        var from = new Option<string>("--from") { Description = "Första dag som det nya gäller, ÅÅÅÅ-MM-DD; utan flaggan i dag" };
        var command = new Command("structure", "Läser in en regions LPO-struktur.\n\n  kst import structure lpo.txt --region vasterbotten\n  kst import structure lpo.csv --region norrbotten --dry-run") { file, RegionOption, DryRun, from };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            var region = RequiredRegion(parsed);
            var path = Existing(parsed.GetValue(file)!);
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentUser>().ActsFor = region.Code;
            var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
            await using var content = path.OpenRead();
            var outcome = await scope.ServiceProvider.GetRequiredService<IStructureImport>().Import(region, content, path.Name, Day(parsed.GetValue(from), clock), parsed.GetValue(DryRun), ct);
            foreach (var line in outcome.Unreadable) await Console.Error.WriteLineAsync(line);
            return Done(parsed, watch, $"{Grouped(outcome.Added)} nya, {Grouped(outcome.Changed)} ändrade, {Grouped(outcome.Ended)} avslutade, {Grouped(outcome.Unreadable.Count)} olästa rader", outcome.Unreadable.Count > 0);
        }));
        return command;
    }

    private static Command Contacts()
    {
        var path = new Argument<string>("leverans") { Description = "Leveransens mapp eller zip" };
        var empty = AllowEmpty();
        var command = new Command("contacts", "Läser in en leverans av vårdkontakter.\n\n  kst import contacts leveranser/2026-03 --region norrbotten\n  kst import contacts leverans.zip --region norrbotten --dry-run") { path, RegionOption, DryRun, empty };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            return ReadContacts(app, parsed, RequiredRegion(parsed), parsed.GetValue(path)!, parsed.GetValue(empty), watch, ct);
        }));
        return command;
    }

    /// <summary>How a month is allowed to become empty.</summary>
    internal static Option<bool> AllowEmpty() => new("--allow-empty") { Description = "Låt en leverans utan läsbara kontakter ersätta månaden" };

    /// <summary>Reads a region's delivery in, or with <see cref="DryRun"/> only counts; tells of it and returns the exit code.</summary>
    /// <exception cref="CommandException">Code 2: nothing is at the path.</exception>
    internal static async Task<int> ReadContacts(IHost app, ParseResult parsed, Region region, string place, bool mayBeEmpty, Stopwatch watch, CancellationToken ct)
    {
        if (!File.Exists(place) && !Directory.Exists(place)) throw new CommandException(ExitCodes.Usage, $"{Path.GetFullPath(place)} finns inte. Kontrollera sökvägen.");
        await DatabaseDoor.Open(app, mayUpgrade: false, ct);
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActsFor = region.Code;
        var deliveries = scope.ServiceProvider.GetRequiredService<IDeliveryImport>();
        var options = new DeliveryOptions($"{region.Key}/{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(place)))}") { Sender = region, DryRun = parsed.GetValue(DryRun), MayBeEmpty = mayBeEmpty };
        var result = await deliveries.Import(DeliveryInput.OfPath(place), options, new RowProgress("Läser vårdkontakter"), ct);
        await Report(deliveries, options.Source, result);
        if (result.Status == DeliveryStatus.Rejected) return Rejected(result);
        if (HasQuarantine(result) && !options.DryRun) await Console.Error.WriteLineAsync("  Rad för rad: sidan Import under Administration (/administration/import), välj leveransen.");
        return Done(parsed, watch, $"{Grouped(result.Accepted)} nya, {Grouped(result.Quarantined)} i karantän", HasQuarantine(result));
    }

    private static Command ReferenceFiles(string name, string description)
    {
        var paths = new Argument<string[]>("filer") { Description = "Filer, eller mappar vars kända filer läses", Arity = ArgumentArity.OneOrMore };
        var command = new Command(name, description) { paths, DryRun };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var loader = scope.ServiceProvider.GetRequiredService<IReferenceImport>();
            var names = scope.ServiceProvider.GetRequiredService<ILocalNameImport>();
            var (loaded, same) = (0, 0);
            foreach (var file in parsed.GetValue(paths)!.SelectMany(p => FilesOf(p, loader)))
            {
                await using var content = file.OpenRead();
                var isNew = file.Name == LocalNames
                    ? (await names.Import(content, file.Name, scope.ServiceProvider.GetRequiredService<TimeProvider>().Today(), parsed.GetValue(DryRun), ct)) is { Added: > 0 } or { Ended: > 0 }
                    : await loader.Import(content, file.Name, parsed.GetValue(DryRun), ct);
                if (isNew) loaded++;
                else same++;
                await Console.Error.WriteLineAsync($"{file.Name}: {(isNew ? "ny version" : "oförändrad")}");
            }
            return Done(parsed, watch, $"{Grouped(loaded)} nya, {Grouped(same)} oförändrade", partial: false);
        }));
        return command;
    }

    private static Command Invoices()
    {
        var paths = new Argument<string[]>("filer") { Description = "Fakturaunderlag (.xml), eller mappar med dem", Arity = ArgumentArity.OneOrMore };
        var command = new Command("invoices", "Läser in fakturaunderlag och kontrollerar dem mot vårdkontakterna.\n\n  kst import invoices underlag\n  kst import invoices underlag-2026-03.xml --dry-run") { paths, DryRun };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            var files = parsed.GetValue(paths)!.SelectMany(Documents).ToList();
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var loader = scope.ServiceProvider.GetRequiredService<IInvoiceImport>();
            List<InvoiceImportResult> results = [];
            foreach (var file in files)
            {
                await using var content = file.OpenRead();
                var result = await loader.Import(content, file.Name, new(parsed.GetValue(DryRun)), ct);
                results.Add(result);
                var state = !result.IsNew ? "oförändrat" : result.Codes.Count == 0 ? $"{Grouped(result.Rows)} rader" : $"avvisat: {string.Join(", ", result.Codes)}";
                await Console.Error.WriteLineAsync($"{result.File}: {state}");
            }
            var rejected = results.Count(r => r.Codes.Count > 0);
            return Done(parsed, watch, $"{Grouped(results.Count(r => r.IsNew))} nya, {Grouped(results.Count(r => !r.IsNew))} oförändrade, {Grouped(rejected)} avvisade", partial: rejected > 0);
        }));
        return command;
    }

    private static IEnumerable<FileInfo> Documents(string path)
    {
        if (File.Exists(path)) return [new FileInfo(path)];
        if (!Directory.Exists(path)) throw new CommandException(ExitCodes.Usage, $"{Path.GetFullPath(path)} finns inte. Kontrollera sökvägen.");
        return new DirectoryInfo(path).GetFiles("*.xml").OrderBy(f => f.Name, StringComparer.Ordinal);
    }

    private static Command DataSet()
    {
        var folder = new Argument<DirectoryInfo>("mapp") { Description = "Mapp ordnad som docs/formats/EXPECTED.md" };
        var command = new Command("dataset", "Läser in en färdig mapp i den ordning som dess kontroll.json anger.\n\n  kst import dataset tests/data/sample\n  kst import dataset tests/data/sample --dry-run") { folder, DryRun };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            var place = parsed.GetValue(folder)!;
            if (!place.Exists) throw new CommandException(ExitCodes.Usage, $"Mappen {place.FullName} finns inte. Kontrollera sökvägen.");
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var outcome = await scope.ServiceProvider.GetRequiredService<IDataSetImport>().Import(place.FullName, parsed.GetValue(DryRun), new Talk(), ct);
            foreach (var (key, result) in outcome.Deliveries) await Report(scope.ServiceProvider.GetRequiredService<IDeliveryImport>(), key, result);
            var results = outcome.Deliveries.Select(d => d.Result).ToList();
            return Done(parsed, watch, $"{Grouped(results.Sum(r => r.Accepted))} nya kontakter, {Grouped(results.Sum(r => r.Quarantined))} i karantän, {Grouped(results.Count(r => r.Status == DeliveryStatus.Rejected))} avvisade leveranser{Told(outcome.Documents)}", results.Exists(HasQuarantine));
        }));
        return command;
    }

    private static IEnumerable<FileInfo> FilesOf(string path, IReferenceImport loader)
    {
        if (File.Exists(path)) return [new FileInfo(path)];
        if (!Directory.Exists(path)) throw new CommandException(ExitCodes.Usage, $"{Path.GetFullPath(path)} finns inte. Kontrollera sökvägen.");
        return new DirectoryInfo(path).GetFiles().Where(f => f.Name == LocalNames || loader.Knows(f.Name)).OrderBy(f => f.Name != LocalNames).ThenBy(f => f.Name, StringComparer.Ordinal);
    }

    private static string Told(IReadOnlyList<InvoiceImportResult> documents) => documents.Count == 0 ? "" : $", {Grouped(documents.Count)} fakturaunderlag";

    private static bool HasQuarantine(DeliveryResult result) => result.Quarantined > 0 || result.Details.Count > 0;

    private static async Task Report(IDeliveryImport deliveries, string key, DeliveryResult result)
    {
        if (result.Status == DeliveryStatus.Rejected)
        {
            await Console.Error.WriteLineAsync($"{key}: avvisad, {result.Code}. {(result.File.Length > 0 ? $"{result.File}: " : "")}{result.Message}");
            await Tell(result.Notes);
            return;
        }
        await Console.Error.WriteLineAsync(result.Status == DeliveryStatus.AlreadyRead
            ? $"{key}: redan inläst, inget ändrat"
            : $"{key}: {Grouped(result.Accepted)} inlästa, {Grouped(result.Quarantined)} i karantän");
        foreach (var (code, count) in result.Codes.Concat(result.Details).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var (name, remedy) = deliveries.Explain(code);
            await Console.Error.WriteLineAsync($"  {code} {name}: {Grouped(count)}. {remedy}");
        }
        foreach (var code in result.FileWarnings) await Console.Error.WriteLineAsync($"  {code} {deliveries.Explain(code).Name} (varning)");
        await Tell(result.Notes);

        static async Task Tell(IReadOnlyList<string> notes)
        {
            foreach (var note in notes) await Console.Error.WriteLineAsync($"  Obs: {note}");
        }
    }

    private static int Rejected(DeliveryResult result)
    {
        Console.Error.WriteLine($"Inget är sparat: leveransen är avvisad ({result.Code}). Kod {ExitCodes.Rejected}.");
        return ExitCodes.Rejected;
    }

    /// <summary>Prints the last line of a changing command and returns its code.</summary>
    internal static int Done(ParseResult parsed, Stopwatch watch, string counts, bool partial)
    {
        var code = partial ? ExitCodes.Partial : ExitCodes.Ok;
        Console.Error.WriteLine($"{(parsed.GetValue(DryRun) ? "Provkört, inget sparat" : "Klart")}: {counts}. Tid {watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.CurrentCulture)} s. Kod {code}.");
        return code;
    }

    /// <summary>A count as people write it.</summary>
    internal static string Grouped(long count) => count.ToString("#,0", CultureInfo.CurrentCulture);

    /// <summary>The region of <c>--region</c>.</summary>
    /// <exception cref="CommandException">Code 2: missing or unknown.</exception>
    internal static Region RequiredRegion(ParseResult parsed) => OptionalRegion(parsed)
        ?? throw new CommandException(ExitCodes.Usage, $"Ange --region: {string.Join(", ", Region.Sweden.Select(r => r.Key))}.");

    /// <summary>The region of <c>--region</c>, or null without it.</summary>
    /// <exception cref="CommandException">Code 2: unknown.</exception>
    internal static Region? OptionalRegion(ParseResult parsed)
    {
        if (parsed.GetValue(RegionOption) is not { } text) return null;
        return Region.FindAny(text) ?? throw new CommandException(ExitCodes.Usage, $"”{text}” är ingen känd region. Skriv en av: {string.Join(", ", Region.Sweden.Select(r => r.Key))}.");
    }

    /// <summary>The file, which must be there.</summary>
    /// <exception cref="CommandException">Code 2: it is not.</exception>
    internal static FileInfo Existing(FileInfo file) => file.Exists ? file
        : throw new CommandException(ExitCodes.Usage, $"Filen {file.FullName} finns inte. Kontrollera sökvägen.");

    private static DateOnly Day(string? text, TimeProvider clock)
    {
        if (text is null) return clock.Today();
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw new CommandException(ExitCodes.Usage, $"”{text}” är inget datum. Skriv ÅÅÅÅ-MM-DD, till exempel 2026-01-01.");
    }
}
