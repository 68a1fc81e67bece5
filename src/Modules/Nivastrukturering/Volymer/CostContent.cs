using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Volymer;

/// <summary>What a region says that its cost per patient holds, part by part: else two regions' figures cannot be compared. Never changed: a later answer takes its place.</summary>
internal sealed class CostContent : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>The region whose cost it is.</summary>
    public required Owner Owner { get; init; }

    /// <summary>A key of <see cref="CostParts.All"/>.</summary>
    public required string Part { get; init; }

    /// <summary>True when the part is inside the cost.</summary>
    public required bool IsInside { get; init; }

    /// <summary>What more there is to say, or empty.</summary>
    public required string Note { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required string By { get; init; }

    /// <summary>Why another host's answer cannot be taken; null when it can.</summary>
    public string? Fault() => CostParts.All.All(p => p.Key != Part) ? $"{Part} är ingen känd del av kostnaden." : Note.Length > CostParts.LongestNote ? "Kommentaren är för lång." : null;
}

/// <summary>What a cost may hold, in the order of the page, and what the regions have said of it.</summary>
internal sealed class CostParts(NivastruktureringDb db, IUnitOfWork unit, ICurrentUser user, TimeProvider clock)
{
    public const int LongestNote = 200;

    /// <summary>Key and name.</summary>
    public static IReadOnlyList<(string Key, string Name)> All { get; } =
    [
        ("undervisning", "Undervisning och forskning"), ("beredskap", "Jour och beredskap"), ("hotell", "Patienthotell och måltider"), ("lakemedel", "Läkemedel"), ("transport", "Ambulans och sjuktransport"),
        ("lokaler", "Lokaler"), ("utrustning", "Avskrivning av utrustning"), ("overhead", "Gemensam administration"),
    ];

    /// <summary>Every region's latest answer, by owner and part.</summary>
    public async Task<IReadOnlyDictionary<(Owner Owner, string Part), CostContent>> Latest(CancellationToken ct) =>
        (await db.CostContents.AsNoTracking().ToListAsync(ct)).GroupBy(c => (c.Owner, c.Part)).ToDictionary(g => g.Key, g => g.MaxBy(c => (c.At, c.Id))!);

    /// <summary>Saves those answers that are new; the former are kept.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="answers">The user's region's, by part.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>How many changed.</returns>
    public Task<int> Save(Guid key, IReadOnlyDictionary<string, (bool IsInside, string Note)> answers, CancellationToken ct)
    {
        var owner = Owner.Of(user.Region ?? throw new NotOwnerException("Bara en regions ekonom kan svara för regionen."));
        return unit.Run(key, "Svarade vad som ingår i kostnaden", async () =>
        {
            var latest = await Latest(ct);
            var changed = answers.Where(a => !latest.TryGetValue((owner, a.Key), out var now) || (now.IsInside, now.Note) != a.Value).ToList();
            foreach (var (part, (isInside, note)) in changed)
                db.Add(new CostContent { Id = Guid.CreateVersion7(), Owner = owner, Part = part, IsInside = isInside, Note = note, At = clock.GetUtcNow().UtcDateTime, By = user.Name });
            return changed.Count;
        }, ct);
    }
}
