using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Kunskapsstyrning.Host.Adapters;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst adapter …</c>: makes, shows, checks, tests and runs the plugins that read the regions' exports.</summary>
internal static class AdapterCommands
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make() => new("adapter", "Regionadaptrar: gör en ny, se, pröva och kör dem.\n\n  kst adapter list\n  kst adapter new Kalmar --region kalmar") { New(), List(), AdapterAllowance.Allow(), AdapterAllowance.Deny(), CheckIt(), TestIt(), RunIt() };

    private static Command New()
    {
        var name = new Argument<string>("namn") { Description = "Projektets namn, till exempel Kalmar" };
        var region = new Option<string>("--region") { Description = "Regionens nyckel, länskod eller namn", Required = true };
        var code = new Option<string>("--code") { Description = "Länskod med två siffror; behövs inte" };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Mapp som projektet läggs i; annars en ny mapp med projektets namn" };
        var command = new Command("new", "Gör ett adapterprojekt som går att bygga: mappning, exempelleverans och test. Samma filer som dotnet new kst-adapter.\n\n  kst adapter new Kalmar --region kalmar\n  kst adapter new Kalmar --region kalmar --code 08 --out adaptrar/kalmar") { name, region, code, folder };
        command.SetAction(parsed => CommandLine.Reported(() =>
        {
            var asked = parsed.GetValue(region)!;
            var found = Region.FindAny(asked) ?? throw new CommandException(ExitCodes.Usage, $"”{asked}” är ingen region. Skriv en av: {string.Join(", ", Region.Sweden.Select(r => r.Key))}.");
            if (parsed.GetValue(code) is { } given && given != found.Code.Code) throw new CommandException(ExitCodes.Usage, $"Länskoden för {found.Name} är {found.Code}, inte {given}.");
            var project = parsed.GetValue(name)!;
            var target = parsed.GetValue(folder)?.FullName ?? Path.GetFullPath(project);
            var files = AdapterTemplate.Write(project, found, target);
            foreach (var file in files) Console.WriteLine(file);
            Console.Error.WriteLine($"Klart: {files.Count} filer i {target}. Läs README.md där. Kod 0.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command List()
    {
        var output = OutputOption();
        var list = new Command("list", "Visar regionadaptrarna, och varför en är avstängd.\n\n  kst adapter list\n  kst adapter list --output json") { output };
        list.SetAction((parsed, _) => CommandLine.WithHost(parsed, (app, _) =>
        {
            var all = app.Services.GetRequiredService<IAdapterDirectory>().All;
            if (IsJson(parsed, output)) Console.WriteLine(JsonSerializer.Serialize(all.Select(a => new { a.Id, a.Name, a.Version, sdk = a.SdkRange, on = a.OffBecause is null, reason = a.OffBecause }), Layout));
            else foreach (var adapter in all) Console.WriteLine($"{adapter.Id,-22}{adapter.Version,-8}{(adapter.OffBecause is null ? "På" : $"Avstängd: {adapter.OffBecause}")}");
            return Task.FromResult(ExitCodes.Ok);
        }));
        return list;
    }

    private static Command CheckIt()
    {
        var id = AdapterArgument();
        var paths = new Argument<string[]>("leverans") { Description = "Leveransens mapp, zip eller filer", Arity = ArgumentArity.OneOrMore };
        var output = OutputOption();
        var command = new Command("check", "Visar hur en leverans förstås: kodning, skiljetecken, kolumner, alla raders koder och 20 rader utan personnummer. Behöver ingen databas, sparar inget.\n\n  kst adapter check norrbotten leveranser/2026-03\n  kst adapter check ./adapter/kalmar exempel --output json") { id, paths, output };
        command.SetAction((parsed, ct) => CommandLine.WithFiles(parsed, async (app, settings) =>
        {
            var chosen = Choose(app, parsed.GetValue(id)!);
            var given = Existing(parsed.GetValue(paths)!);
            var mappings = AdapterReport.MappingFaults(chosen.Status, settings.DataFolder);
            if (await Told(mappings)) return ExitCodes.Rejected;
            await using var scope = app.Services.CreateAsyncScope();
            var sight = scope.ServiceProvider.GetRequiredService<IDeliveryLook>().Look(chosen.Directory, chosen.Region, given, AdapterReport.ShownRows, ct);
            var structure = given is [var folder] ? StructureSight.Of(chosen.Directory.Open(chosen.Region.Key), folder, ct) : null;
            var explain = scope.ServiceProvider.GetRequiredService<IDeliveryImport>().Explain;
            if (IsJson(parsed, output)) Console.WriteLine(PersonNumber.Mask(JsonSerializer.Serialize(AdapterReport.Json(chosen.Status, mappings, sight, structure), Layout)));
            else foreach (var line in AdapterReport.Lines(chosen.Status, mappings, sight, structure, explain)) Console.WriteLine(PersonNumber.Mask(line));
            var (code, verdict) = AdapterReport.VerdictOf(sight, structure);
            await Console.Error.WriteLineAsync($"{verdict} Inget är sparat. Kod {code}.");
            return code;
        }));
        return command;
    }

    private static Command TestIt()
    {
        var id = AdapterArgument();
        var path = new Argument<string?>("leverans") { Description = "En felfri leverans; annars mappen exempel hos adaptern", Arity = ArgumentArity.ZeroOrOne };
        var output = OutputOption();
        var command = new Command("test", "Prövar att adaptern gör vad alla adaptrar ska. Slutkod 10 när något är underkänt.\n\n  kst adapter test ./adapter/kalmar\n  kst adapter test norrbotten leveranser/2026-03 --output json") { id, path, output };
        command.SetAction((parsed, ct) => CommandLine.WithFiles(parsed, async (app, settings) =>
        {
            var chosen = Choose(app, parsed.GetValue(id)!);
            var place = parsed.GetValue(path) ?? Path.Combine(chosen.Status.Folder, "exempel");
            if (!File.Exists(place) && !Directory.Exists(place)) throw new CommandException(ExitCodes.Usage, $"{Path.GetFullPath(place)} finns inte. Ange en mapp med en felfri leverans: kst adapter test {chosen.Status.Id} MAPP.");
            if (await Told(AdapterReport.MappingFaults(chosen.Status, settings.DataFolder))) return ExitCodes.Rejected;
            await using var scope = app.Services.CreateAsyncScope();
            var delivery = scope.ServiceProvider.GetRequiredService<IDeliveryLook>().Know(chosen.Directory, chosen.Region, [place], ct);
            var verdicts = AdapterReport.Test(() => OfFolder(app, chosen.Status.Folder).Open(chosen.Region.Key), delivery, place); // each check with a plugin that no other has switched off
            if (IsJson(parsed, output)) Console.WriteLine(JsonSerializer.Serialize(verdicts.Select(v => new { check = v.Name, tried = v.Tried, passed = v.Tried && v.Fault is null, fault = v.Fault }), Layout));
            else foreach (var verdict in verdicts) Console.WriteLine($"{(!verdict.Tried ? "Ej prövad" : verdict.Fault is null ? "Godkänd" : "Underkänd"),-11}{verdict.Name}{(verdict.Fault is null ? "" : $"\n{"",-11}→ {verdict.Fault}")}");
            var (failed, untried) = (verdicts.Count(v => v.Tried && v.Fault is not null), verdicts.Count(v => !v.Tried));
            var code = failed == 0 ? ExitCodes.Ok : ExitCodes.ChecksFailed;
            await Console.Error.WriteLineAsync($"{verdicts.Count - failed - untried} godkända, {failed} underkända{(untried > 0 ? $", {untried} ej prövade" : "")}. Kod {code}.");
            return code;
        }));
        return command;
    }

    private static Command RunIt()
    {
        var id = AdapterArgument();
        var path = new Argument<string>("leverans") { Description = "Leveransens mapp eller zip" };
        var empty = ImportCommands.AllowEmpty();
        var command = new Command("run", "Läser in en leverans med adaptern: samma som kst import contacts för regionen.\n\n  kst adapter run norrbotten leveranser/2026-03 --dry-run\n  kst adapter run norrbotten leverans.zip") { id, path, ImportCommands.DryRun, empty };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            return ImportCommands.ReadContacts(app, parsed, Choose(app, parsed.GetValue(id)!).Region, parsed.GetValue(path)!, parsed.GetValue(empty), watch, ct);
        }));
        return command;
    }

    /// <summary>The adapter by its id, or by the folder that it was built into.</summary>
    /// <exception cref="CommandException">Code 2: there is none. Code 3: its id is no region's key.</exception>
    /// <exception cref="AdapterUnavailableException">It is switched off.</exception>
    private static (IAdapterDirectory Directory, Region Region, AdapterStatus Status) Choose(IHost app, string idOrFolder)
    {
        var directory = app.Services.GetRequiredService<IAdapterDirectory>();
        AdapterStatus? status;
        if (Directory.Exists(idOrFolder))
        {
            var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(idOrFolder));
            directory = OfFolder(app, folder);
            status = directory.All is [var only] ? only : null;
        }
        else
        {
            status = directory.All.FirstOrDefault(a => a.Id == idOrFolder);
        }
        if (status is null) throw new CommandException(ExitCodes.Usage, $"Ingen adapter heter {idOrFolder}. Installerade: {string.Join(", ", directory.All.Select(a => a.Id))}. Skriv en av dem, eller mappen som adaptern är byggd i.");
        if (status.OffBecause is { } reason) throw new AdapterUnavailableException($"Adaptern {status.Id} är avstängd: {reason}");
        return Region.FindAny(status.Id) is { } region && region.Key == status.Id ? (directory, region, status)
            : throw new CommandException(ExitCodes.Config, $"Adapterns id {status.Id} är ingen regions nyckel. Ändra AdapterId till en av: {string.Join(", ", Region.Sweden.Select(r => r.Key))}.");
    }

    /// <summary>The folder's plugin alone, trusted because the one who runs the command has named it.</summary>
    private static AdapterDirectory OfFolder(IHost app, string folder) =>
        new([Path.GetDirectoryName(folder)!], app.Services.GetRequiredService<HostSettings>().DataFolder, app.Services.GetRequiredService<ILogger<AdapterDirectory>>(), only: folder);

    /// <summary>Tells of mapping files that break the schema; a delivery is not looked at with one of them.</summary>
    private static async Task<bool> Told(IReadOnlyList<(string File, IReadOnlyList<string> Faults)> mappings)
    {
        List<string> faults = [.. mappings.SelectMany(m => m.Faults)];
        foreach (var fault in faults) Console.WriteLine(fault);
        if (faults.Count > 0) await Console.Error.WriteLineAsync($"Mappningen går inte att använda. Rätta det ovan, bygg om och kör igen. Kod {ExitCodes.Rejected}.");
        return faults.Count > 0;
    }

    private static string[] Existing(params string[] paths) => Array.Find(paths, path => !File.Exists(path) && !Directory.Exists(path)) is { } missing
        ? throw new CommandException(ExitCodes.Usage, $"{Path.GetFullPath(missing)} finns inte. Kontrollera sökvägen.")
        : paths;

    private static Argument<string> AdapterArgument() => new("adapter") { Description = "Adapterns id, eller mappen som den är byggd i" };

    private static Option<string> OutputOption()
    {
        var output = new Option<string>("--output") { Description = "text eller json", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        return output;
    }

    private static bool IsJson(ParseResult parsed, Option<string> output) => parsed.GetValue(output) == "json";
}
