using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.AspNetCore.Authorization;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>One sharing: the same pool by every key side by side, the combination part by part, and the figures it is made of.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class FordelningModel(Sharings sharings, ReferenceLibrary library, ICurrentUser user, TimeProvider clock) : EditionPage(sharings, user, SharingKind.Fordelning)
{
    private readonly Sharings _sharings = sharings;

    public SharingForm Form { get; private set; } = new(new Dictionary<string, string>());

    public string Lead { get; private set; } = "";

    public Table Parts { get; private set; } = null!;

    public Table Figures { get; private set; } = null!;

    /// <summary>Against the last approved edition before this one, else the one before; null for the first.</summary>
    public Table? Differences { get; private set; }

    protected override void Show(SharingEdition? before)
    {
        var (pool, shares) = (EditionJson.Read<CostPool>(Edition.Input), EditionJson.Read<CostShares>(Edition.Result));
        Table = SharingPicture.SideBySide(pool, shares);
        (Parts, Figures, Lead) = (SharingPicture.Parts(pool, shares), SharingPicture.Figures(pool), SharingPicture.Lead(pool, shares));
        Differences = before is null ? null : SharingPicture.Differences(before, Edition);
        MoreTables = Differences is null ? [Parts, Figures] : [Differences, Parts, Figures];
    }

    protected override async Task Fill(CancellationToken ct) => Form = IsNew
        ? SharingForm.Of(clock.Today().Year - 1, (await library.InForce(ct)).Population)
        : SharingForm.Of(EditionJson.Read<CostPool>(Editions[0].Input));

    protected override async Task<Guid?> Save(CancellationToken ct)
    {
        Form = SharingForm.Of(Request.Form);
        var head = IsNew ? Form.ReadHead(ModelState) : null;
        if (Form.ReadPool(ModelState) is not { } pool) return null;
        if (head is var (name, year)) return await _sharings.Make(Key, name, year, pool, ct);
        await _sharings.Save(Key, Sharing!.Id, pool, Seen, ct);
        return Sharing.Id;
    }
}
