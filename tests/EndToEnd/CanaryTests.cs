using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>Ten thousand made-up person ids of the test series go through every way that a delivery can end; afterwards none of them is in any byte.</summary>
public sealed partial class CanaryTests
{
    private const int Canaries = 10_000, Seed = 20261122;
    private const string Header = "Vårdkontaktid;Personnr;Kön;Kommunkod;Enhet HSA-id;Enhetsnamn;Vårdform;Besökstyp;Planerad;Startdatum;Slutdatum;MVO;Diagnoser;Åtgärder;DRG;DRG-vikt;Kostnad KPP;Remiss-id;Betalningsförbindelse;Vårdnivå;Anteckning";

    [Theory, OnEachDatabase]
    public async Task No_canary_is_left_in_any_byte_however_its_delivery_ends(Engine engine)
    {
        var of = Make().Chunk(1 + (Canaries - 1) / 6).ToList();
        var canaries = of.SelectMany(ids => ids).SelectMany(id => new[] { id[2..], WrongSum(id)[2..] }).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(2 * Canaries, canaries.Count);
        Assert.All(Spellings(of[0][0], of[0][0]), spelling => Assert.True(PrivacyTests.Holds(Encoding.UTF8.GetBytes(spelling), canaries), spelling)); // the search sees what it looks for
        var deliveries = Directory.CreateTempSubdirectory("kst-canary-").FullName; // not searched: the region's own files
        try
        {
            await using var kst = await Kst.OnAsync(engine);
            var inbox = Path.Combine(deliveries, "inkorg");
            kst.Settings["nivastrukturering:Inbox:QuietSeconds"] = kst.Settings["nivastrukturering:Inbox:IntervalSeconds"] = "0";
            kst.Settings["nivastrukturering:Inbox:Folder"] = inbox;
            await kst.ConfigureAsync();
            Assert.Equal(0, await kst.HereAsync("import", "reference", RepoRoot.PathOf("tests", "data", "sample", "gemensamt")));
            List<string> written = [];
            using FileSystemWatcher watcher = new(kst.TempFolder) { EnableRaisingEvents = true, IncludeSubdirectories = true };
            watcher.Created += (_, e) => { lock (written) written.Add(e.Name!); };

            var crash = kst.RunAsync(new Dictionary<string, string?> { ["KST_FAULT"] = "8" }, Command(Delivery(deliveries, "202601", of[0], Half)));
            var cancel = CancelAsync(kst, Delivery(deliveries, "202602", of[1], Half));
            Delivery(Path.Combine(inbox, "norrbotten"), "202603", of[2], Good);
            Delivery(Path.Combine(inbox, "norrbotten"), "202604", of[3], Bad);
            Delivery(Path.Combine(inbox, "norrbotten"), "202605", of[4], Good, header: $"fel;kolumner;{of[4][0]}");
            Assert.Equal(128 + 9, (await crash).Code);
            Assert.Contains((await cancel).Code, new[] { 4, 130 });
            await ServeAsync(kst, Path.Combine(inbox, "norrbotten"), Delivery(deliveries, "202606", of[5], Half), canaries);
            var keyFile = Path.Combine(kst.DataFolder, "keys", "pseudonym.key");
            var former = await File.ReadAllBytesAsync(keyFile);
            Assert.Equal(0, (await kst.RunAsync("key", "rotate", "--source", deliveries)).Code);
            var key = await File.ReadAllBytesAsync(keyFile);
            Assert.NotEqual(former, key);
            Assert.Equal(0, await kst.HereAsync("export", "reconciliation", "--out", Path.Combine(kst.DataFolder, "avstamning.json")));

            var left = await PrivacyTests.LeftBehind(kst);
            Assert.Empty(left.AsParallel().Where(l => PrivacyTests.Holds(l.Bytes, canaries)).Select(l => l.Name).ToList());
            Assert.Equal([keyFile], left.Where(l => l.Bytes.AsSpan().IndexOf(former) >= 0 || l.Bytes.AsSpan().IndexOf(key) >= 0).Select(l => l.Name));
            Assert.DoesNotContain(written, name => name.StartsWith("ASPNETCORE", StringComparison.Ordinal)); // a buffered form, gone after its request
        }
        finally
        {
            Directory.Delete(deliveries, recursive: true);
        }
    }

    /// <summary>The host reads what lies in the inbox, and a delivery by the browser; what it shows is searched too.</summary>
    private static async Task ServeAsync(Kst kst, string inbox, string sent, HashSet<string> canaries)
    {
        await using var serving = await kst.ServeAsync();
        using HttpClient client = new(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = serving.Address };
        await client.SignInAsync(Roles.OperationsAdmin);
        using (var run = await client.PostFormAsync("/drift/jobb", new Dictionary<string, string>())) Assert.True(run.IsSuccessStatusCode);
        Assert.Equal(2, Directory.GetFileSystemEntries(Path.Combine(inbox, "arkiv")).Length); // the third was rejected and lies where it lay
        Assert.Single(Directory.GetFiles(inbox).Concat(Directory.GetDirectories(inbox).Where(folder => Path.GetFileName(folder) != "arkiv")));

        await client.SignInAsync(Roles.Economist, "norrbotten");
        var form = await client.GetStringAsync("/administration/import/ladda-upp");
        using MultipartFormDataContent content = new() { { new StringContent(Token().Match(form).Groups["value"].Value), "__RequestVerificationToken" } };
        foreach (var file in Directory.GetFiles(sent)) content.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file)), "filer", Path.GetFileName(file));
        using var answer = await client.PostAsync("/administration/import/ladda-upp", content);
        var place = answer.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.NotEqual("/administration/import/ladda-upp", place); // taken: shown on its own page
        foreach (var page in new[] { place, place + ".csv" })
            Assert.False(PrivacyTests.Holds(Encoding.UTF8.GetBytes(await client.GetStringAsync(page)), canaries), page);
    }

    /// <summary>Ctrl-C while it reads, or just after: the exact moment is not the point, what is left is.</summary>
    private static Task<Ended> CancelAsync(Kst kst, string folder) => kst.RunAsync(new Dictionary<string, string?> { ["KST_FAULT"] = "0" }, Command(folder), async process =>
    {
        StringBuilder read = new();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            read.AppendLine(line);
            if (!line.Contains("import.stage-open", StringComparison.Ordinal)) continue;
            using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            break;
        }
        return read.ToString();
    });

    private static string[] Command(string folder) => ["import", "contacts", folder, "--region", "norrbotten"];

    private static string Delivery(string root, string period, string[] ids, Func<string[], int, string, string> row, string header = Header)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, period)).FullName;
        File.WriteAllLines(Path.Combine(folder, $"NB_vardkontakter_{period}.csv"), [header, .. ids.Select((_, i) => row(ids, i, $"{period[..4]}-{period[4..]}-15"))]);
        return folder;
    }

    private static string Good(string[] ids, int i, string day) =>
        $"K{i};{ids[i]};{((ids[i][10] - '0') % 2 == 0 ? 2 : 1)};2580;SE2321000230-N136;Kirurgi {ids[i]};Öppenvård läkare;Återbesök;1;{day};{day};301;K409;;;;100,00;;;;om {ids[i][..8]}-{ids[i][8..]}";

    private static string Half(string[] ids, int i, string day) => i % 2 == 0 ? Good(ids, i, day) : Bad(ids, i / 2, day);

    /// <summary>
    /// Every column in turn holds the id of somebody in every spelling; then the ways in which a row's structure breaks. Left out are the regions' own
    /// numbers, and weight and cost: formats/VARDKONTAKT.md sets them no upper bound, so twelve digits there are an amount like any other.
    /// </summary>
    private static string Bad(string[] ids, int i, string day)
    {
        var (id, other) = (ids[i], ids[(i + 1) % ids.Length]);
        var cells = Good(ids, i, day).Split(';');
        int[] own = [0, 15, 16, 17, 18];
        var columns = Enumerable.Range(0, cells.Length).Except(own).ToArray();
        var spellings = Spellings(id, other);
        var kind = i % (columns.Length * spellings.Length + 20);
        if (kind < columns.Length * spellings.Length)
        {
            cells[columns[kind % columns.Length]] = spellings[kind / columns.Length];
            if (columns[kind % columns.Length] is 5 or 20) cells[3] = "fel"; // what nobody reads quarantines nothing
            return string.Join(';', cells);
        }
        return (kind % 5) switch
        {
            0 => $"K{i};{id}",
            1 => string.Join(';', cells) + ";" + other,
            2 => string.Join(';', cells).Replace(";301;", $";\0{id};", StringComparison.Ordinal),
            3 => $"K{i};\"{id}\"x;{other}",
            _ => $"K{i};{id};{new string('x', 5000)}{other}",
        };
    }

    private static string[] Spellings(string id, string other) =>
    [
        id, id[2..], $"{id[..8]}-{id[8..]}", $"{id[2..8]}-{id[8..]}", $"{id[2..8]}+{id[8..]}", $"{id[..8]} {id[8..]}", $"{id[..4]}-{id[4..6]}-{id[6..8]}-{id[8..]}", WrongSum(id),
        other, $"se {other[2..8]}-{other[8..]} också", $"{other[..8]}–{other[8..]}", $"pnr:{other}.",
    ];

    private static string WrongSum(string id) => $"{id[..11]}{(id[11] - '0' + 1) % 10}";

    /// <summary>Valid ids with the individual numbers 980–999, which nobody has.</summary>
    private static List<string> Make()
    {
        Random random = new(Seed);
        HashSet<string> ids = [];
        while (ids.Count < Canaries)
        {
            var day = new DateOnly(1940, 1, 1).AddDays(random.Next(30_000));
            if (day.Year > 2020) continue;
            var nine = $"{day:yyMMdd}{random.Next(980, 1000)}";
            var sum = nine.Select((c, i) => (c - '0') * (2 - i % 2)).Sum(n => n / 10 + n % 10);
            ids.Add($"{day:yyyy}{nine[2..]}{(10 - sum % 10) % 10}");
        }
        var all = ids.Order(StringComparer.Ordinal).ToArray();
        random.Shuffle(all);
        return [.. all];
    }

    [GeneratedRegex("""<input[^>]*name="__RequestVerificationToken"[^>]*value="(?<value>[^"]+)"[^>]*>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
