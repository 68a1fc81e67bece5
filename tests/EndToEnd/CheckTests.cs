using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary><c>kst check</c>: judges files and leaves no trace. No database is involved, so there is no engine to vary.</summary>
public sealed class CheckTests
{
    [Theory]
    [InlineData("sample")]
    [InlineData("sample-edge")]
    public async Task The_hostile_cases_of_a_data_set_are_written_as_the_answer_key_has_them(string set)
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        var folder = RepoRoot.PathOf("tests", "data", set);
        var file = Path.Combine(kst.TempFolder, "svar.json");
        var before = await Files(kst);

        var ended = await kst.RunAsync("check", "dataset", folder, "--out", file);

        Assert.True(ended.Code == 0, ended.Talk);
        var written = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        var key = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json")))!;
        Assert.Equal(["fientligt", "fientligtReferens", "fientligtUnderlag"], written.Select(s => s.Key));
        foreach (var (section, answer) in written) Assert.Equal(key[section]!.ToJsonString(), answer!.ToJsonString()); // the order of keys too
        Assert.Equal(written.ToJsonString(), JsonNode.Parse((await kst.RunAsync("check", "dataset", folder)).Output)!.ToJsonString());
        Assert.Equal(before, await Files(kst));
        Assert.Equal([file], Directory.GetFileSystemEntries(kst.TempFolder));
    }

    [Fact]
    public async Task A_folder_that_is_no_data_set_is_refused_and_one_that_is_not_there_is_misuse()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);

        var refused = await kst.RunAsync("check", "dataset", RepoRoot.PathOf("tests", "data"), "--out", Path.Combine(kst.TempFolder, "svar.json"));
        var missing = await kst.RunAsync("check", "dataset", Path.Combine(kst.TempFolder, "finns-inte"));

        Assert.Equal((5, 2), (refused.Code, missing.Code));
        Assert.Contains("kontroll.json saknas", refused.Talk, StringComparison.Ordinal);
        Assert.Contains("finns inte", missing.Talk, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(kst.TempFolder));
    }

    /// <summary>The data folder's files with the database's content.</summary>
    private static async Task<List<string>> Files(Kst kst)
    {
        List<string> files = [];
        foreach (var path in Directory.GetFiles(kst.DataFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            files.Add($"{path} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(path)))}");
        return files;
    }
}
