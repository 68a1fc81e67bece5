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
        var ids = Make();
        Assert.Equal(Canaries, ids.Distinct().Count());
        var deliveries = Directory.CreateTempSubdirectory("kst-canary-").FullName; // not what is searched: the region's own files
        try
        {
            await using var kst = await Kst.OnAsync(engine);
            await kst.ConfigureAsync();
            Assert.Equal(0, await kst.HereAsync("import", "reference", RepoRoot.PathOf("tests", "data", "sample", "gemensamt")));
            List<string> written = [];
            using FileSystemWatcher watcher = new(kst.TempFolder) { EnableRaisingEvents = true, IncludeSubdirectories = true };
            watcher.Created += (_, e) => { lock (written) written.Add(e.Name!); };

            var of = ids.Chunk(Canaries / 5).ToList();
            Assert.Equal(0, (await Import(kst, Delivery(deliveries, "202601", of[0], Good))).Code);
            Assert.Equal(4, (await Import(kst, Delivery(deliveries, "202602", of[1], Bad))).Code);
            Assert.Equal(5, (await Import(kst, Delivery(deliveries, "202603", of[1], Good, header: "fel;kolumner"))).Code);
            Assert.Equal(137, (await kst.RunAsync(new Dictionary<string, string?> { ["KST_FAULT"] = "6" }, Command(Delivery(deliveries, "202604", of[2], Half)))).Code);
            await Cancel(kst, Delivery(deliveries, "202605", of[2], Half));
            await Inbox(kst, Delivery(deliveries, "202606", of[3], Half), Delivery(deliveries, "202607", of[4], Half));
            await kst.RunAsync("export", "reconciliation", "--out", Path.Combine(kst.DataFolder, "avstamning.json"));

            var short10 = ids.Select(id => id[2..]).ToHashSet(StringComparer.OrdinalIgnoreCase);
            List<string> found = [];
            foreach (var (name, bytes) in await PrivacyTests.LeftBehind(kst))
                if (PrivacyTests.Holds(bytes, short10)) found.Add(name);
            Assert.Empty(found);
            Assert.DoesNotContain(written, name => name.StartsWith("ASPNETCORE", StringComparison.Ordinal)); // a buffered form, gone after its request
        }
        finally
        {
            Directory.Delete(deliveries, recursive: true);
        }
    }

    /// <summary>One by a folder that the host watches, one by the browser.</summary>
    private static async Task Inbox(Kst kst, string watched, string sent)
    {
        kst.Settings["nivastrukturering:Inbox:QuietSeconds"] = "0";
        kst.Settings["nivastrukturering:Inbox:Folder"] = Path.Combine(Path.GetDirectoryName(watched)!, "inkorg");
        await kst.ConfigureAsync();
        var folder = Directory.CreateDirectory(Path.Combine(kst.Settings["nivastrukturering:Inbox:Folder"], "norrbotten")).FullName;
        Directory.Move(watched, Path.Combine(folder, "mapp"));
        await using var serving = await kst.ServeAsync();
        using HttpClient client = new(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = serving.Address };
        await client.SignInAsync(Roles.OperationsAdmin);
        using (var run = await client.PostFormAsync("/drift/jobb", new Dictionary<string, string>())) Assert.True(run.IsSuccessStatusCode);
        Assert.True(Directory.Exists(Path.Combine(folder, "arkiv")), "The inbox was not read.");

        await client.SignInAsync(Roles.Economist, "norrbotten");
        var form = await client.GetStringAsync("/administration/import/ladda-upp");
        using MultipartFormDataContent content = new() { { new StringContent(Token().Match(form).Groups["value"].Value), "__RequestVerificationToken" } };
        foreach (var file in Directory.GetFiles(sent)) content.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file)), "filer", Path.GetFileName(file));
        using var answer = await client.PostAsync("/administration/import/ladda-upp", content);
        Assert.Contains("/administration/import/", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("karant", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var page in new[] { "", ".csv" })
            Assert.False(PrivacyTests.Holds(Encoding.UTF8.GetBytes(await client.GetStringAsync(answer.RequestMessage.RequestUri.AbsolutePath + page)), Make().Select(id => id[2..]).ToHashSet()));
    }

    /// <summary>Ctrl-C while it reads, or before or after: the exact moment is not the point, what is left is.</summary>
    private static async Task Cancel(Kst kst, string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var running = kst.RunAsync(new Dictionary<string, string?> { ["KST_FAULT"] = "0" }, Command(folder), async process =>
        {
            while (await process.StandardError.ReadLineAsync() is { } line)
            {
                if (!line.Contains("import.stage-open", StringComparison.Ordinal)) continue;
                using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync();
                break;
            }
        });
        Assert.Contains((await running).Code, new[] { 0, 4, 130 });
    }

    private static Task<Ended> Import(Kst kst, string folder) => kst.RunAsync(Command(folder));

    private static string[] Command(string folder) => ["import", "contacts", folder, "--region", "norrbotten"];

    private static string Delivery(string root, string period, string[] ids, Func<string, int, string, string> row, string header = Header)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, period)).FullName;
        File.WriteAllLines(Path.Combine(folder, $"NB_vardkontakter_{period}.csv"), [header, .. ids.Select((id, i) => row(id, i, $"{period[..4]}-{period[4..]}-15"))]);
        return folder;
    }

    private static string Good(string id, int i, string day) =>
        $"K{i};{id};{(id[10] - '0') % 2 switch { 0 => 2, _ => 1 }};2580;SE2321000230-N136;Kirurgi;;;1;{day};{day};301;K409;;;;100,00;;;;om {id[..8]}-{id[8..]}".Replace(";;;1;", ";Öppenvård läkare;Återbesök;1;", StringComparison.Ordinal);

    private static string Half(string id, int i, string day) => i % 2 == 0 ? Good(id, i, day) : Bad(id, i, day);

    /// <summary>One fault a row: the id itself, an id in another column in some spelling, or the row's structure.</summary>
    private static string Bad(string id, int i, string day)
    {
        var good = Good(id, i, day);
        var dashed = $"{id[..8]}-{id[8..]}";
        return (i % 14) switch
        {
            0 => good.Replace($";{id};", $";{id[..11]}{(id[11] - '0' + 1) % 10};", StringComparison.Ordinal),
            1 => good.Replace($";{id};", $";{id[2..]};", StringComparison.Ordinal),
            2 => good.Replace($";{id};", $";{dashed};", StringComparison.Ordinal),
            3 => good.Replace(";2580;", $";{id};", StringComparison.Ordinal),
            4 => good.Replace(";2580;", $";{dashed};", StringComparison.Ordinal),
            5 => good.Replace(";2580;", $";{id[2..]};", StringComparison.Ordinal),
            6 => good.Replace(";K409;", $";K409 {id[2..8]}-{id[8..]};", StringComparison.Ordinal),
            7 => good.Replace(";301;", $";{id};", StringComparison.Ordinal).Replace($";{id};", ";;", StringComparison.Ordinal).Replace(";K409;", $";{id};", StringComparison.Ordinal),
            8 => good.Replace($";{day};{day};", $";{id};{dashed};", StringComparison.Ordinal),
            9 => good.Replace(";100,00;", $";{dashed};", StringComparison.Ordinal),
            10 => good + ";" + id,
            11 => good.Replace(";301;", $";\0{id};", StringComparison.Ordinal),
            12 => $"K{i};{id}",
            _ => good.Replace("SE2321000230-N136", id, StringComparison.Ordinal),
        };
    }

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
