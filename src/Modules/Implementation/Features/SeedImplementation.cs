using System.Text.Json;
using Kunskapsstyrning.Implementation.Data;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Implementation.Features;

/// <summary>The vårdförlopp and the steps of 2024 (Reference/implementation-2024.json), and in the demonstration invented reports. Run at every start; its keys make each happen once.</summary>
internal sealed class SeedImplementation(ImplementationDb db, IUnitOfWork unit, HostSettings host, TimeProvider clock)
{
    /// <summary>Marks what is invented.</summary>
    public const string ExampleSource = "Exempeldata";

    private static readonly Guid Key = Guid.Parse("01932a00-0003-7000-8000-000000000001");
    private static readonly Guid ExampleKey = Guid.Parse("01932a00-0003-7000-8000-000000000002");
    private static readonly DateOnly Y2024 = new(2024, 1, 1);

    public async Task Run(CancellationToken ct)
    {
        if (!host.MayWrite(Owner.Nrf)) return;
        using var facts = JsonDocument.Parse(typeof(SeedImplementation).Assembly.GetManifestResourceStream("implementation-2024.json")!);
        await unit.Run(Key, "Läste in vårdförlopp och steg", () =>
        {
            AddFacts(facts.RootElement);
            return Task.FromResult(true);
        }, ct);
        if (!host.ExampleData) return;
        await unit.Run(ExampleKey, "Gjorde exempeldata om införandet", () => AddExamples(facts.RootElement, clock.Today(), ct), ct);
    }

    private void AddFacts(JsonElement facts)
    {
        foreach (var (position, step) in facts.GetProperty("steps").EnumerateArray().Index())
        {
            var progress = step.GetProperty("progress");
            db.Add(new Step
            {
                Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Position = position, Name = step.GetProperty("name").GetString()!,
                Progress = progress.ValueKind == JsonValueKind.Null ? null : progress.GetInt32(),
            });
        }
        foreach (var vardforlopp in facts.GetProperty("vardforlopp").EnumerateArray())
        {
            var name = vardforlopp.GetProperty("name").GetString()!;
            db.Add(new Vardforlopp
            {
                Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Name = name, Npo = vardforlopp.GetProperty("npo").GetString()!,
                Slug = SwedishText.Slug(name), Period = new(Y2024),
            });
        }
    }

    /// <summary>Each region's step is a digit in the facts; the days and hindrances follow from row and column, so that every start gives the same picture.</summary>
    private async Task<bool> AddExamples(JsonElement facts, DateOnly today, CancellationToken ct)
    {
        var steps = await db.Steps.ToDictionaryAsync(s => s.Position, ct);
        var bySlug = await db.Vardforlopp.ToDictionaryAsync(v => v.Slug, ct);
        foreach (var (row, vardforlopp) in facts.GetProperty("vardforlopp").EnumerateArray().Index())
        {
            var id = bySlug[SwedishText.Slug(vardforlopp.GetProperty("name").GetString()!)].Id;
            foreach (var (column, digit) in vardforlopp.GetProperty("exempel").GetString()!.Index())
            {
                if (digit == '.') continue;
                var reported = today.AddDays(-(((row * 37) + (column * 53)) % 230) - 3);
                var step = digit - '0';
                var hasFormer = step is > 0 and < 7 && (row + column) % 3 == 0;
                if (hasFormer) Add(column, id, steps[step - 1], Hinder.None, new(reported.AddDays(-120), reported.AddDays(-1)));
                Add(column, id, steps[step], step is > 0 and < 5 ? (Hinder)((row + (2 * column)) % 5) : Hinder.None, new(reported));
            }
        }
        return true;
    }

    private void Add(int column, Guid vardforlopp, Step step, Hinder hinder, Period period) => db.Add(new RegionState
    {
        Id = Guid.CreateVersion7(), Owner = Owner.Of(Region.Norra[column].Code), VardforloppId = vardforlopp, StepId = step.Id,
        Since = period.From, Hinder = hinder, Comment = "", Source = ExampleSource, Period = period,
    });
}
