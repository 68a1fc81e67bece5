using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>The yearly report from the command line.</summary>
public sealed class ReportTests
{
    [Theory, OnEachDatabase]
    public async Task The_report_is_built_as_a_file_and_a_year_without_dialogues_is_refused(Engine engine)
    {
        await using var kst = await Kst.OnAsync(engine);
        var file = Path.Combine(kst.TempFolder, "rapport.docx");
        var built = await kst.RunAsync("report", "build", "2024", "--out", file);
        Assert.True(built.Code == 0, built.Talk);
        Assert.Contains("Klart: rapport.docx, 12 avsnitt", built.Talk, StringComparison.Ordinal);
        Assert.Equal("PK"u8.ToArray(), (await File.ReadAllBytesAsync(file))[..2]);

        var refused = await kst.RunAsync("report", "build", "2019", "--out", Path.Combine(kst.TempFolder, "ingen.docx"));
        Assert.Equal(5, refused.Code);
        Assert.Contains("Det finns ingen dialogomgång för 2019", refused.Talk, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(kst.TempFolder, "*.docx*"));
    }
}
