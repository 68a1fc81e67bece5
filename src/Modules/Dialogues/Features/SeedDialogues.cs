using System.Text.Json;
using Kunskapsstyrning.Dialogues.Data;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Dialogues.Features;

/// <summary>
/// The dialogues of 2024 and the generic uppdrag, from the embedded facts (Reference/dialoger-2024.json); in the demonstration also
/// an open round. Run at every start; each key makes its part happen once.
/// </summary>
internal sealed class SeedDialogues(DialoguesDb db, IUnitOfWork unit, HostSettings host, TimeProvider clock)
{
    /// <summary>The year of the demonstration's open round.</summary>
    public const int ExampleYear = 2026;

    private static readonly Guid FactsKey = Guid.Parse("01932a00-0002-7000-8000-000000000001");
    private static readonly Guid ExampleKey = Guid.Parse("01932a00-0002-7000-8000-000000000002");
    private static readonly DateOnly ExampleCloses = new(2026, 11, 30);

    public async Task Run(CancellationToken ct)
    {
        if (!host.MayWrite(Owner.Nrf)) return;
        using var facts = Open("dialoger-2024.json");
        await Once(FactsKey, "Läste in dialogerna 2024", () => AddFacts(facts.RootElement), ct);
        if (host is { Role: HostRole.Demo, ExampleDataRemoved: false }) await Once(ExampleKey, "Gjorde exempelomgången 2026", () => AddExample(facts.RootElement.GetProperty("rpo")), ct);
    }

    private Task<bool> Once(Guid key, string action, Action work, CancellationToken ct) => unit.Run(key, action, () =>
    {
        work();
        return Task.FromResult(true);
    }, ct);

    private void AddFacts(JsonElement facts)
    {
        foreach (var kind in Enum.GetValues<GroupKind>())
        {
            var part = facts.GetProperty(kind.ToString().ToLowerInvariant());
            var round = new Round
            {
                Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Year = 2024, Kind = kind,
                When = part.GetProperty("when").GetString()!, Text = part.GetProperty("text").GetString()!,
            };
            db.Add(round);
            var notHeld = part.GetProperty("notHeld");
            foreach (var name in Texts(part, "groups"))
            {
                var why = notHeld.TryGetProperty(name, out var text) ? text.GetString()! : "";
                db.Add(GroupOf(round, name, why.Length > 0 ? GroupState.NotHeld : GroupState.Held, why));
            }
            foreach (var (position, text) in Texts(part, "missions").Index())
                db.Add(new Mission { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Kind = kind, Position = position, Text = text });
        }
        foreach (var year in facts.GetProperty("focusAreas").EnumerateObject())
        {
            foreach (var (position, area) in year.Value.EnumerateArray().Index())
            {
                db.Add(new FocusArea
                {
                    Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Position = position, Text = area.GetString()!,
                    Year = int.Parse(year.Name, System.Globalization.CultureInfo.InvariantCulture),
                });
            }
        }
    }

    private void AddExample(JsonElement rpo)
    {
        var soon = clock.Today().AddDays(8); // the chair who tries must have something left to answer
        var closes = soon > ExampleCloses ? soon : ExampleCloses;
        var saved = closes.AddDays(-20).ToDateTime(new(8, 30), DateTimeKind.Utc);
        var round = new Round
        {
            Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Year = ExampleYear, Kind = GroupKind.Rpo, Opens = new(2026, 10, 1), Closes = closes,
            When = "Hösten 2026", Text = "Exempeldata: omgången och svaren är påhittade.", IsExample = true,
        };
        db.Add(round);
        foreach (var (index, name) in Texts(rpo, "groups").Index())
        {
            var state = (index % 3) switch { 1 => GroupState.HandedIn, 2 => GroupState.Started, _ => GroupState.NotOpened };
            var group = GroupOf(round, name, state, "");
            db.Add(group);
            if (state == GroupState.NotOpened) continue;
            group.SavedAt = saved.AddMinutes(15 * index);
            if (state == GroupState.HandedIn) group.HandedInAt = group.SavedAt;
            foreach (var question in state == GroupState.HandedIn ? Form.Of2026.Questions : Form.Of2026.Sections[0].Questions)
            {
                var value = question.Choices is { } choices ? choices.Keys.ElementAt(index % 2) : "Exempelsvar: vi möts två gånger per termin och delar handlingsplan.";
                db.Add(new Answer { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, GroupId = group.Id, Question = question.Key, Value = value });
            }
        }
    }

    private static RoundGroup GroupOf(Round round, string name, GroupState state, string why)
    {
        var full = $"{round.Kind.ToString().ToUpperInvariant()} {name}";
        return new() { Id = Guid.CreateVersion7(), Owner = round.Owner, RoundId = round.Id, Name = full, Slug = SwedishText.Slug(full), State = state, Why = why };
    }

    private static IEnumerable<string> Texts(JsonElement element, string property) => element.GetProperty(property).EnumerateArray().Select(e => e.GetString()!);

    private static JsonDocument Open(string name) => JsonDocument.Parse(typeof(SeedDialogues).Assembly.GetManifestResourceStream(name)!);
}
