using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class ImportedDataSetTests
{
    [Theory]
    [OnEachDatabase("sample")]
    [OnEachDatabase("sample-edge")]
    public async Task A_data_set_gives_its_answer_key_from_the_database(Engine engine, string name)
    {
        var folder = Repository.DataSet(name);
        await using var host = await TestHost.StartAsync(engine);

        await Import(host, folder);
        var first = await Reconcile(host);
        await Import(host, folder);
        var second = await Reconcile(host);

        Json.Same(Expected(folder, first), first);
        Json.Same(first, second);
    }

    [Fact]
    public async Task A_data_set_gives_its_answer_key_when_each_adapter_runs_in_a_process_of_its_own()
    {
        var folder = Repository.DataSet("sample");
        await using var host = await TestHost.StartAsync(Engine.Sqlite, new Dictionary<string, string?> { ["Adapters:Isolation"] = "Process" });

        await Import(host, folder);
        var read = await Reconcile(host);
        var hostile = await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetCheck>().Check(folder, null, TestContext.Current.CancellationToken));

        Json.Same(Expected(folder, read), read);
        Json.Same(Expected(folder, hostile), hostile);
    }

    private static Task<DataSetOutcome> Import(TestHost host, string folder) =>
        host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(folder, dryRun: false, null, TestContext.Current.CancellationToken));

    private static async Task<JsonObject> Reconcile(TestHost host)
    {
        var sections = new JsonObject();
        foreach (var section in new NivastruktureringModule().Reconciliation)
            sections[section.Key] = await host.InScopeAsync(scope => section.Make(scope, TestContext.Current.CancellationToken));
        return sections;
    }

    /// <summary>The answer key, less what other parts of the host answer for.</summary>
    private static JsonObject Expected(string folder, JsonObject sections)
    {
        var key = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!;
        var expected = new JsonObject();
        foreach (var section in sections.Select(s => s.Key)) expected[section] = key[section]!.DeepClone();
        return expected;
    }
}
