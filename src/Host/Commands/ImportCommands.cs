using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Contracts;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst import …</c>: files into the host. Each kind is atomic and safe to run again.</summary>
internal static class ImportCommands
{
    public static readonly Option<string> RegionOption = new("--region") { Description = "Regionens nyckel: norrbotten, vasterbotten, jamtland-harjedalen eller vasternorrland" };
    public static readonly Option<bool> DryRun = new("--dry-run") { Description = "Läser och räknar, sparar inget" };

    public static Command Make() => new("import", "Läser in filer.") { StructureFile() };

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
        ?? throw new CommandException(ExitCodes.Usage, $"Ange --region: {string.Join(", ", Region.Norra.Select(r => r.Key))}.");

    /// <summary>The region of <c>--region</c>, or null without it.</summary>
    /// <exception cref="CommandException">Code 2: unknown.</exception>
    internal static Region? OptionalRegion(ParseResult parsed)
    {
        if (parsed.GetValue(RegionOption) is not { } text) return null;
        return Region.Find(text) ?? throw new CommandException(ExitCodes.Usage, $"”{text}” är ingen känd region. Skriv en av: {string.Join(", ", Region.Norra.Select(r => r.Key))}.");
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
