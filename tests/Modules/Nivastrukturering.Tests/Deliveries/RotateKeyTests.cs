using System.Net;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Inbox;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class RotateKeyTests
{
    private static readonly string Set = Repository.DataSet("sample");

    /// <summary>An exception at a step leaves what a dead process would but for open connections, which <c>ImportCrashTests</c> has shown to be the same.</summary>
    [Theory, OnEachDatabase]
    public async Task A_rotation_that_is_interrupted_at_every_step_ends_as_a_host_that_had_the_new_key_from_the_start(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await Fill(host);
        var (figures, former, formerKey) = (await Figures(host), await Stored(host), await Key(host));

        HashSet<string> stopped = [];
        var refused = 0;
        while (await Stop(host, stopped) is not null)
        {
            if (!File.Exists(NextKey(host))) continue;
            refused++;
            await Assert.ThrowsAsync<JobRunningException>(() => host.InScopeAsync(scope => scope.GetRequiredService<ControlInvoices>().Run(Ct)));
        }

        string[] wanted = ["key.made", "key.read", "key.applied", "key.document", "key.ending", "key.ended", "unit.before-commit", "unit.after-commit"];
        Assert.Empty(wanted.Except(stopped));
        Assert.True(refused > 4, $"refused {refused} times");
        Json.Same(figures, await Figures(host));
        var stored = await Stored(host);
        Assert.Equal(former.Count, stored.Count);
        Assert.Empty(former.Values.Intersect(stored.Values));
        Assert.False(File.Exists(NextKey(host)));
        Assert.NotEqual(formerKey, await Key(host));
        Assert.Equal([PseudonymKey.TagOf(await Key(host))], await Tags(host));
        Assert.Equal(DeliveryStatus.AlreadyRead, (await Import(host, "vasterbotten/2026-03")).Status);

        await using var fresh = await TestHost.StartAsync(Engine.Sqlite); // the rows have the same numbers there
        Directory.CreateDirectory(Path.Combine(fresh.DataFolder, "keys"));
        await File.WriteAllBytesAsync(Path.Combine(fresh.DataFolder, "keys", "pseudonym.key"), await Key(host), Ct);
        await Fill(fresh);
        Assert.Equal(await Stored(fresh), stored);
    }

    [Theory, OnEachDatabase]
    public async Task Without_the_files_or_with_rows_of_another_key_nothing_is_begun_and_the_archive_of_the_inbox_is_searched(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await Spoiled.LoadReference(host, withDocuments: false);
        await Spoiled.Import(host, "vasterbotten", Spoiled.Right(host, "vasterbotten"));
        var (stored, key) = (await Stored(host), await Key(host));

        var missing = await Assert.ThrowsAsync<SourceUnavailableException>(() => Rotate(host));
        Assert.Contains("Inget är ändrat.", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Region Västerbotten 2026-03: vasterbotten/2026-03", missing.Message, StringComparison.Ordinal);
        Assert.Equal(stored, await Stored(host));
        Assert.False(File.Exists(NextKey(host)));
        Assert.Equal(key, await Key(host));

        var inbox = host.Services.GetRequiredService<InboxSettings>().FolderOf(Region.Find("vasterbotten")!);
        var archived = Directory.CreateDirectory(Path.Combine(inbox, InboxFolder.Archive, "20260415T080000-2026-03")).FullName;
        foreach (var file in Directory.GetFiles(Spoiled.Right(host, "vasterbotten")))
            File.Copy(file, Path.Combine(file.Contains("enhet", StringComparison.OrdinalIgnoreCase) ? inbox : archived, Path.GetFileName(file))); // the unit table serves every month and lies still
        Assert.Equal(new(1, 0, 0, false), await Rotate(host, dryRun: true));
        Assert.Equal(stored, await Stored(host));
        Assert.Equal(new(1, 0, stored.Count, false), await Rotate(host));
        Assert.Empty(stored.Values.Intersect((await Stored(host)).Values));

        await Import(host, "norrbotten/2026-03", "exempelnyckel-endast-test"u8.ToArray());
        Assert.Equal("key.foreign", (await Assert.ThrowsAsync<DomainException>(() => Rotate(host, [Set]))).Code);
        Assert.False(File.Exists(NextKey(host)));
    }

    [Theory, OnEachDatabase]
    public async Task What_is_read_in_meanwhile_ends_under_the_new_key_too(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await Spoiled.LoadReference(host, withDocuments: false);
        await Import(host, "norrbotten/2026-03");
        TaskCompletionSource staged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim goOn = new();

        var begunBefore = Task.Run(() =>
        {
            Fault.Watcher = step =>
            {
                if (step != "import.staged") return;
                staged.SetResult();
                goOn.Wait(Ct);
            };
            return Import(host, "vasterbotten/2026-03");
        }, Ct);
        await staged.Task;
        Task<DeliveryResult>? begunMeanwhile = null;
        var outcome = await Task.Run(() =>
        {
            Fault.Watcher = step =>
            {
                if (step == "key.read" && begunMeanwhile is null) begunMeanwhile = Task.Run(() => Import(host, "vasternorrland/2026-03"), Ct);
            };
            return Rotate(host, [Path.Combine(Set, "leveranser")], progress: new Told(goOn.Set));
        }, Ct);

        Assert.Equal(DeliveryStatus.InForce, (await begunBefore).Status);
        Assert.Equal(DeliveryStatus.InForce, (await begunMeanwhile!).Status);
        Assert.Equal(2, outcome.Deliveries);
        Assert.Equal([PseudonymKey.TagOf(await Key(host))], await Tags(host));
    }

    [Theory, OnEachDatabase]
    public async Task A_page_that_compares_pseudonyms_says_why_it_waits_and_rows_of_a_forgotten_key_are_not_let_in(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        var key = host.Services.GetRequiredService<PseudonymKey>();
        Assert.Equal(key.MakeNext(), key.Read());
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");

        using var answer = await host.Client.GetAsync("/fakturor", Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Pseudonymnyckeln byts just nu.", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(NextKey(host)));
        await Enter(PseudonymKey.TagOf(key.ReadFormer()));
        await Enter(PseudonymKey.TagOf(key.Read()));
        await Assert.ThrowsAsync<SourceUnavailableException>(() => Enter(new string('0', PseudonymKey.TagLength)));

        Task<bool> Enter(string tag) => host.InScopeAsync(scope => scope.GetRequiredService<IUnitOfWork>().Run(Guid.CreateVersion7(), "Ett prov", async () =>
        {
            await KeyGate.Enter(scope.GetRequiredService<NivastruktureringDb>(), key, tag, Ct);
            return true;
        }, Ct));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string NextKey(TestHost host) => Path.Combine(host.DataFolder, "keys", "pseudonym.next.key");

    private static Task<byte[]> Key(TestHost host) => File.ReadAllBytesAsync(Path.Combine(host.DataFolder, "keys", "pseudonym.key"), Ct);

    /// <summary>The sample under the host's own key; then Norrbotten's month once more with faults, some of which are corrected. The files lie in the data folder.</summary>
    private static async Task Fill(TestHost host)
    {
        var copy = Path.Combine(host.DataFolder, "set");
        foreach (var path in Directory.GetFiles(Set, "*", SearchOption.AllDirectories).Where(p => !p.Contains("fientligt", StringComparison.Ordinal)))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(Set, path));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(path, to);
        }
        var control = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Set, "kontroll.json"), Ct))!;
        control.AsObject().Remove("pseudonymnyckel");
        await File.WriteAllTextAsync(Path.Combine(copy, "kontroll.json"), control.ToJsonString(), Ct);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(copy, dryRun: false, null, Ct));

        var spoiled = Spoiled.Of(host, "norrbotten", await Spoiled.Accepted(host, "norrbotten"));
        await Spoiled.Import(host, "norrbotten", spoiled.Folder);
        var edits = await host.InScopeAsync(spoiled.Edits);
        await host.InScopeAsync(scope => spoiled.Correct(scope, Guid.CreateVersion7(), [.. edits.Take(edits.Count / 2)]));
    }

    private static Task<DeliveryResult> Import(TestHost host, string key, byte[]? pseudonymKey = null) => host.InScopeAsync(scope => scope.GetRequiredService<IDeliveryImport>().Import(
        DeliveryInput.OfPath(Path.Combine(Set, "leveranser", key)), new(key) { Arrival = new DateOnly(2026, 11, 15), MappingFolder = Path.Combine(Set, "mappning"), PseudonymKey = pseudonymKey }, null, Ct));

    private static Task<KeyRotationOutcome> Rotate(TestHost host, IReadOnlyList<string>? places = null, bool dryRun = false, IProgress<string>? progress = null) =>
        host.InScopeAsync(scope => scope.GetRequiredService<IKeyRotation>().Run(places ?? [], dryRun, progress, Ct));

    /// <summary>Goes on with the rotation to the first step that has not been stopped at.</summary>
    /// <returns>Null when it came to its end.</returns>
    private static Task<Exception?> Stop(TestHost host, HashSet<string> stopped) => Task.Run(async () =>
    {
        Fault.Watcher = step =>
        {
            if (stopped.Add(step)) throw new TimeoutException(step);
        };
        return await Record.ExceptionAsync(() => Rotate(host, [Path.Combine(host.DataFolder, "set"), Path.Combine(host.DataFolder, "fel")]));
    }, Ct);

    /// <summary>The reconciliation but what shows pseudonyms.</summary>
    private static async Task<JsonObject> Figures(TestHost host)
    {
        var sections = new JsonObject();
        foreach (var section in new NivastruktureringModule().Reconciliation.Where(s => s.Key != "pseudonymprov"))
            sections[section.Key] = await host.InScopeAsync(scope => section.Make(scope, Ct));
        return sections;
    }

    /// <summary>Every keyed value that the host holds, by where it stands.</summary>
    private static Task<SortedDictionary<string, string>> Stored(TestHost host) => host.ReadAsync<NivastruktureringDb, SortedDictionary<string, string>>(async db =>
    {
        SortedDictionary<string, string> stored = new(StringComparer.Ordinal);
        foreach (var c in await db.Contacts.AsNoTracking().Select(c => new { c.Id, c.Pseudonym }).ToListAsync(Ct)) stored[$"contact {c.Id}"] = Convert.ToHexString(c.Pseudonym);
        foreach (var q in await db.QuarantineRows.AsNoTracking().Where(q => q.Pseudonym != null).Select(q => new { q.Id, q.Pseudonym }).ToListAsync(Ct)) stored[$"row {q.Id}"] = Convert.ToHexString(q.Pseudonym!);
        foreach (var document in await db.InvoiceDocuments.AsNoTracking().ToListAsync(Ct))
        {
            foreach (var line in document.Basis.Length == 0 ? [] : InvoiceBasisBytes.Read(document.Basis).Lines)
            {
                if (line.Pseudonym is { } pseudonym) stored[$"{document.File} {line.LineId}"] = $"{pseudonym}";
                if (line.ContactTag is { } tag) stored[$"{document.File} {line.LineId} tag"] = $"{tag}";
            }
        }
        return stored;
    });

    private static Task<string[]> Tags(TestHost host) => host.ReadAsync<NivastruktureringDb, string[]>(async db =>
        [.. (await db.Deliveries.Where(d => d.Status != DeliveryStatus.AlreadyRead && d.Status != DeliveryStatus.Rejected).Select(d => d.KeyTag).ToListAsync(Ct))
            .Concat(await db.InvoiceDocuments.Select(d => d.KeyTag).ToListAsync(Ct)).Distinct()]);

    private sealed class Told(Action waiting) : IProgress<string>
    {
        public void Report(string value)
        {
            if (value.StartsWith("Väntar", StringComparison.Ordinal)) waiting();
        }
    }
}
