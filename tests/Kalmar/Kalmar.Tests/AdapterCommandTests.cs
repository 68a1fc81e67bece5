using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.Kalmar.Tests;

/// <summary><c>kst adapter …</c> as an author runs it, one process a command. No database is involved but in <c>run</c>.</summary>
public sealed class AdapterCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kst-adapter-").FullName;

    [Fact]
    public async Task Check_shows_the_layout_and_the_rows_as_understood_without_a_person_id_wherever_it_stands()
    {
        var path = Place.Changed(Path.Combine(_folder, "leverans"), text =>
        {
            var lines = text.Split('\n');
            lines[0] = lines[0].Replace(",fritext", ",anteckning", StringComparison.Ordinal);
            var id = lines[2].Split(',')[1];
            lines[2] = lines[2].Replace("2193.47,,", $"2193.47,ref {id},", StringComparison.Ordinal); // in the referral's column by mistake
            lines[3] = lines[3].Replace("H-3", id.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal); // another's, as contact id
            return string.Join('\n', lines);
        });
        var ids = File.ReadLines(Path.Combine(path, "kalmar_202603.csv")).Skip(1).Select(line => line.Split(',')[1]).ToList();

        var ended = await Kst("adapter", "check", Place.Plugin, path);
        var json = await Kst("adapter", "check", Place.Plugin, path, "--output", "json");

        Assert.True(ended.Code == 4, ended.Talk); // row 6 has a date that is none
        Assert.Contains("komma enligt mappningen, och filen ser ut så", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Kolumnen anteckning är ny och läses inte.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("InDatum 2026-03-02", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Kpp 37274,49 kr", ended.Output, StringComparison.Ordinal);
        Assert.Contains("[KST-102]", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Huvuddiagnos K409 | Bidiagnoser I109 E119 | Atgarder JAB30", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Struktur   lpo.json: ", (await Kst("adapter", "check", Place.Plugin, Place.Delivery)).Output, StringComparison.Ordinal);
        foreach (var said in new[] { ended.Output, ended.Talk, json.Output, json.Talk })
            foreach (var id in ids)
                foreach (var form in new[] { id, id.Replace("-", "", StringComparison.Ordinal), id[2..], id[2..].Replace("-", "", StringComparison.Ordinal) })
                    Assert.DoesNotContain(form, said, StringComparison.Ordinal);
        using var data = JsonDocument.Parse(json.Output);
        Assert.Equal(5, data.RootElement.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task Check_names_a_renamed_column_and_ends_with_5()
    {
        var path = Place.Changed(Path.Combine(_folder, "leverans"), text => text.Replace(",vardform,", ",vard_form,", StringComparison.Ordinal));

        var ended = await Kst("adapter", "check", Place.Plugin, path);

        Assert.Equal(5, ended.Code);
        Assert.Contains("Kolumnen vardform saknas. Den nya kolumnen vard_form liknar den: skriv \"Kontaktslag\": \"vard_form\"", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_tells_a_wrong_encoding_and_nothing_else()
    {
        var path = Place.Changed(Path.Combine(_folder, "leverans"), text => text.Replace("påhittad", "påhittad: så här är det", StringComparison.Ordinal));
        var file = Path.Combine(path, "kalmar_202603.csv");
        await File.WriteAllBytesAsync(file, Encoding.Latin1.GetBytes(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);

        var ended = await Kst("adapter", "check", Place.Plugin, path);

        Assert.Equal(5, ended.Code);
        Assert.Contains("Filen ser ut att vara windows-1252, men mappningen säger utf-8.", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("KST-", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Kolumn", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_with_a_wrong_key_is_told_by_file_line_and_suggestion_and_nothing_is_read()
    {
        var plugin = Path.Combine(_folder, "egen");
        foreach (var file in Directory.GetFiles(Place.Plugin, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(plugin, Path.GetRelativePath(Place.Plugin, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var mapping = Path.Combine(plugin, "mappning", "kalmar-v1.json");
        await File.WriteAllTextAsync(mapping, (await File.ReadAllTextAsync(mapping, TestContext.Current.CancellationToken)).Replace("\"UtDatum\": ", "\"Utdatum2\": ", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var ended = await Kst("adapter", "check", plugin, Place.Delivery);

        Assert.Equal(5, ended.Code);
        Assert.Equal("kalmar-v1.json, rad 8: kolumner har Utdatum2, som inte finns. Menar du UtDatum?", ended.Output.Trim());
        Assert.StartsWith("Mappningen går inte att använda.", ended.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_passes_on_the_example_and_ends_with_10_when_a_check_fails()
    {
        var passed = await Kst("adapter", "test", Place.Plugin);
        var one = Place.Changed(Path.Combine(_folder, "en"), text => string.Join('\n', text.Split('\n').Take(2)) + "\n");
        var failed = await Kst("adapter", "test", Place.Plugin, one);

        Assert.True(passed.Code == 0, passed.Output + passed.Talk);
        Assert.Equal(9, passed.Output.Split('\n').Count(line => line.StartsWith("Godkänd", StringComparison.Ordinal)));
        Assert.Equal(10, failed.Code);
        Assert.Contains("Ej prövad  Strukturfilen", failed.Output, StringComparison.Ordinal);
        Assert.Contains("→ Exempelleveransen ska ha minst två läsbara kontakter.", failed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_writes_a_project_for_the_region_and_refuses_what_is_none()
    {
        var target = Path.Combine(_folder, "gotland");
        var made = await Kst("adapter", "new", "Gotland", "--region", "gotland", "--out", target);
        var again = await Kst("adapter", "new", "Gotland", "--region", "gotland", "--out", target);
        var nowhere = await Kst("adapter", "new", "Atlantis", "--region", "atlantis", "--out", Path.Combine(_folder, "a"));

        Assert.True(made.Code == 0, made.Talk);
        Assert.Equal((2, 2), (again.Code, nowhere.Code));
        var files = Directory.GetFiles(target, "*", SearchOption.AllDirectories);
        Assert.Contains(Path.Combine(target, "Gotland", "mappning", "gotland-v1.json"), files);
        Assert.Contains("\"regionkod\": \"09\"", await File.ReadAllTextAsync(Path.Combine(target, "Gotland", "mappning", "gotland-v1.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.All(files, file => Assert.DoesNotContain("mall", file[target.Length..] + File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Run_reads_a_delivery_in_as_import_contacts_does()
    {
        var data = Path.Combine(_folder, "data");
        var references = await Kst("import", "reference", Place.References(Path.Combine(_folder, "referens")), "--data", data);
        var refused = await Kst("adapter", "run", "kalmar", Place.Delivery, "--data", data);
        var allowed = await Kst("adapter", "allow", "kalmar", "--data", data);
        var tried = await Kst("adapter", "run", "kalmar", Place.Delivery, "--dry-run", "--data", data);
        var read = await Kst("adapter", "run", "kalmar", Place.Delivery, "--data", data);

        Assert.True(references.Code == 0, references.Talk);
        Assert.True(tried.Code == 4, tried.Talk);
        Assert.Contains("Provkört, inget sparat: 4 nya, 1 i karantän", tried.Talk, StringComparison.Ordinal);
        Assert.Contains("Klart: 4 nya, 1 i karantän", read.Talk, StringComparison.Ordinal);
        Assert.Equal(3, refused.Code);
        Assert.Contains("Adaptern är inte tillåten.", refused.Talk, StringComparison.Ordinal);
        Assert.True(allowed.Code == 0, allowed.Talk);
        Assert.Contains(Place.PluginHash, allowed.Output, StringComparison.Ordinal);
        var denied = await Kst("adapter", "deny", "kalmar", "--data", data);
        Assert.Contains("kalmar är inte längre tillåten.", denied.Talk, StringComparison.Ordinal);
        Assert.Contains("Adaptern är inte tillåten.", (await Kst("adapter", "list", "--data", data)).Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Output, string Talk)> Kst(params string[] arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string[] data = arguments.Contains("--data") || arguments[1] == "new" ? [] : ["--data", Path.Combine(_folder, "tom")];
        ProcessStartInfo start = new("dotnet", [RepoRoot.PathOf("artifacts", "bin", "Host", configuration, "kst.dll"), .. arguments, .. data])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["KST__Adapters__Folder"] = Place.Adapters;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var talk = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await talk);
    }
}
