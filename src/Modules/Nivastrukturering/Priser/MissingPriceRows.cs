using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>Tells sellers which new codes of the map their lists have no price for. Nothing is priced by itself: someone proposes a row and someone else approves it.</summary>
internal sealed class MissingPriceRows(ReferenceLibrary library, ReferenceIntake intake, Proposals proposals, ICurrentUser user, TimeProvider clock)
{
    /// <summary>More than this are told in one row of what to do.</summary>
    private const int MostTodos = 3;

    /// <summary>Every seller's.</summary>
    public async Task<IReadOnlyList<UnpricedService>> All(CancellationToken ct)
    {
        var set = await library.InForce(ct);
        return UnpricedService.All(set.Catalogue, set.Prices, clock.Today());
    }

    /// <summary>Those that the user may propose a row for and that no waiting proposal has one for.</summary>
    /// <param name="all">From <see cref="All"/>.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<UnpricedService>> Open(IReadOnlyList<UnpricedService> all, CancellationToken ct)
    {
        if (!user.May(Permissions.ProposePrices) || user.Region is not { } own) return [];
        var file = PriceListFile.NameOf(own.Code);
        if (!intake.MayWrite(file)) return [];
        var mine = all.Where(u => u.Former.Seller == own.Code).ToList();
        if (mine.Count == 0) return [];
        var waiting = await proposals.WaitingRows(file, ct);
        return [.. mine.Where(u => !waiting.Contains((u.Former.PriceList, u.Suggested.Code)))];
    }

    /// <summary>A row per service, or one for many.</summary>
    public async Task<IReadOnlyList<Todo>> Todos(CancellationToken ct)
    {
        if (!user.May(Permissions.ProposePrices)) return [];
        var services = (await Open(await All(ct), ct)).DistinctBy(u => u.Service.Code).ToList();
        return services.Count <= MostTodos
            ? [.. services.Select(u => new Todo(u.Text, $"koden är ny i nivåkartan; lägg en rad utifrån den för {u.FormerCode}", PriceText.NewRowPath(u.Service.Code), u.From.AddDays(-1)))]
            : [new($"{SwedishText.Capital(SwedishFormat.InWords(services.Count))} tjänster har ingen prisrad", "deras koder är nya i nivåkartan", PriceText.ListPath, services.Min(u => u.From).AddDays(-1), services.Count)];
    }
}
