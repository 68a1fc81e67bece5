using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public sealed class CheckDataSetTests
{
    [Theory]
    [InlineData("sample")]
    [InlineData("sample-edge")]
    public async Task Every_hostile_case_ends_as_the_answer_key_says(string name)
    {
        var folder = Repository.DataSet(name);
        var key = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json"), Ct))!;

        var sections = await Check(folder);

        Assert.Equal(["fientligt", "fientligtReferens", "fientligtUnderlag"], sections.Select(s => s.Key));
        foreach (var (section, answer) in sections)
        {
            Assert.NotEmpty(answer!.AsObject());
            Json.Same(key[section]!, answer);
        }
    }

    [Fact]
    public async Task A_folder_without_a_readable_control_file_is_no_data_set()
    {
        var folder = Directory.CreateTempSubdirectory("kst-prov-").FullName;
        try
        {
            Assert.Contains("kontroll.json saknas", (await Assert.ThrowsAsync<DomainException>(() => Check(folder))).Message, StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder, "kontroll.json"), "{\"ankomst\":[]}", Ct);
            Assert.Contains("går inte att läsa", (await Assert.ThrowsAsync<DomainException>(() => Check(folder))).Message, StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder, "kontroll.json"), "{\"kontrolldatum\":\"2026-11-15\",\"ankomst\":[]}", Ct);
            Assert.Contains("enhetsregister.csv", (await Assert.ThrowsAsync<ReferenceRejectedException>(() => Check(folder))).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<JsonObject> Check(string folder) =>
        new CheckDataSet(new AdapterReader(new BuiltAdapters(Repository.DataSet("sample")), NullLogger<AdapterReader>.Instance)).Check(folder, null, Ct);
}
