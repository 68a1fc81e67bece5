using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>Invented answers and proposals for the demonstration: one decided, one rejected, two open. Needs a catalogue; does nothing before there is one.</summary>
internal sealed class SeedLevelMap(NivastruktureringDb db, LevelMaps maps, MapRounds rounds, NhvDesk nhv, HostSettings host)
{
    public async Task Run(CancellationToken ct)
    {
        if (!host.ExampleData || !host.MayWrite(Owner.Nrf)) return;
        await Round(ct);
        await Nhv(ct);
    }

    private async Task Nhv(CancellationToken ct)
    {
        const string Nus = "Norrlands universitetssjukhus", Invented = "EXEMPEL, ej beslut";
        await nhv.AddPermit(Key(101), "Ryggmärgsskada", Nus, new(new(2023, 4, 1)), Invented, isExample: true, ct);
        await nhv.AddPermit(Key(102), "Plexus brachialis-skada", Nus, new(new(2024, 1, 1)), Invented, isExample: true, ct);
        await nhv.AddPermit(Key(103), "Perifer facialispares", "Universitetssjukhuset i Linköping", new(new(2025, 9, 1)), Invented, isExample: true, ct);
        await nhv.AddPermit(Key(104), "Endometrios, avancerad kirurgi", "Södersjukhuset", new(new(2027, 3, 1)), Invented, isExample: true, ct);
        await nhv.AddApplication(Key(111), "Systemisk amyloidos", Nus, new(2026, 9, 30), isExample: true, ct);
        var refused = await nhv.AddApplication(Key(112), "Endometrios, avancerad kirurgi", Nus, new(2026, 2, 27), isExample: true, ct);
        await nhv.Close(Key(113), refused, NhvOutcome.Refused, new(2026, 6, 11), Invented, null, ct);

        var answered = await nhv.AddRemiss(Key(121), "Svåra hudsymtom: definition och antal enheter", "EX 31/26", new(2026, 4, 10), new(2026, 6, 12), isExample: true, ct);
        var late = await nhv.AddRemiss(Key(122), "Epilepsikirurgi: ändrade villkor", "EX 47/26", new(2026, 9, 1), new(2026, 10, 30), isExample: true, ct);
        var open = await nhv.AddRemiss(Key(123), "Avancerad bäckenkirurgi: definition och antal enheter", "EX 58/26", new(2026, 11, 2), new(2027, 1, 22), isExample: true, ct);
        var replies = new (Guid Remiss, string Who, DateOnly Day, string Note)[]
        {
            (answered, "25", new(2026, 6, 5), "tillstyrker"), (answered, "24", new(2026, 6, 9), "tillstyrker"), (answered, "23", new(2026, 6, 11), "tillstyrker"), (answered, "22", new(2026, 6, 15), "tillstyrker"), (answered, "NRF", new(2026, 6, 12), "likalydande svar"),
            (late, "24", new(2026, 10, 20), "tillstyrker"), (late, "22", new(2026, 10, 29), "inga synpunkter"), (open, "24", new(2026, 11, 18), ""),
        };
        foreach (var (i, (remiss, who, day, note)) in replies.Index()) await nhv.Answer(Key(131 + i), remiss, Owner.Parse(who), day, note, ct);
    }

    private async Task Round(CancellationToken ct)
    {
        if (await db.MapRounds.AnyAsync(ct) || await maps.InForce(ct) is not { } map) return;
        await rounds.Open(Key(1), 2027, new(2026, 12, 15), ct);
        var items = (await rounds.Latest(ct))!.Items;
        await rounds.Confirm(Key(2), [.. items.Where(i => i.Rpo is "Ögonsjukdomar" or "Kirurgi och plastikkirurgi" || i.Code is "NRF-001" or "NRF-009" or "NRF-010").Select(i => i.Id)], ct);

        var decided = await Propose(3, "NRF-031", new(2027, 1, 1), "Exempel: Sunderbyn har byggt upp en egen enhet.", (s, from) => s with { Units = CatalogueChange.UnitsFrom(s.Units, ["64001", "65016"], from) });
        if (decided is { } yes) await rounds.Decide(Key(4), yes, new("EXEMPEL, ej beslut", "2026-10-14", "EX 101/26"), ct);
        var rejected = await Propose(5, "NRF-032", new(2027, 1, 1), "Exempel: samla implantationerna på regionsjukvårdsnivå.", (s, _) => s with { Level = 3 });
        if (rejected is { } no) await rounds.Reject(Key(6), no, "Exempel: resorna skulle bli för långa för patienterna.", ct);
        await Propose(7, "NRF-008", new(2027, 7, 1), "Exempel: tre länssjukhus gör nu tillräckligt många.", (s, from) => s with { Level = 2, Units = CatalogueChange.UnitsFrom(s.Units, ["64001", "62010", "65016"], from) });
        await Propose(8, "NRF-012", new(2027, 7, 1), "Exempel: för få operationer för två enheter.", (s, from) => s with { Units = CatalogueChange.UnitsFrom(s.Units, ["64001"], from) });

        async Task<Guid?> Propose(int key, string code, DateOnly from, string reason, Func<CareService, DateOnly, CareService> change) =>
            map.Catalogue.Services.FirstOrDefault(s => s.Code == code) is { } service ? await rounds.Propose(Key(key), code, change(service, from), from, reason, ct) : null;
    }

    private static Guid Key(int number) => Guid.Parse(FormattableString.Invariant($"01932a00-0012-7000-8000-{number:000000000000}"));
}
