using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>One after-settlement: what each buyer settles, per year, and what a re-run changed.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class EfteravrakningModel(Sharings sharings, ICurrentUser user) : EditionPage(sharings, user, SharingKind.Efteravrakning)
{
    private readonly Sharings _sharings = sharings;

    public string Lead { get; private set; } = "";

    public Table Years { get; private set; } = null!;

    /// <summary>Against the last approved edition before this one, else the one before; null for the first.</summary>
    public Table? Differences { get; private set; }

    /// <summary>Name as typed.</summary>
    public string Named { get; private set; } = "";

    /// <summary>The part as typed.</summary>
    public string Part { get; private set; } = "1/3";

    /// <summary>The rows as typed.</summary>
    public string Rows { get; private set; } = "";

    protected override void Show(SharingEdition? before)
    {
        var (settlement, rows) = (EditionJson.Read<AfterSettlement>(Edition.Input), EditionJson.Read<List<SettledRow>>(Edition.Result));
        (Table, Years, Lead) = (SettlementPicture.Buyers(rows), SettlementPicture.Years(rows), SettlementPicture.Lead(settlement, rows));
        Differences = before is null ? null : SettlementPicture.Differences(before, Edition);
        MoreTables = Differences is null ? [Years] : [Differences, Years];
    }

    protected override Task Fill(CancellationToken ct)
    {
        if (IsNew) return Task.CompletedTask;
        var settlement = EditionJson.Read<AfterSettlement>(Editions[0].Input);
        (Part, Rows) = ($"{settlement.Part.Numerator}/{settlement.Part.Denominator}", SettlementPicture.Text(settlement));
        return Task.CompletedTask;
    }

    protected override async Task<Guid?> Save(CancellationToken ct)
    {
        (Named, Part, Rows) = (Request.Form["Namn"].ToString().Trim(), Request.Form["Andel"].ToString().Trim(), Request.Form["Rader"].ToString());
        if (IsNew && Named.Length is 0 or > Sharing.LongestName) ModelState.AddModelError("Namn", $"Skriv ett namn, högst {Sharing.LongestName} tecken.");
        if (PersonNumber.IsIn(Named)) ModelState.AddModelError("Namn", "Namnet ser ut att innehålla ett personnummer. Ta bort det.");
        if (SettlementPicture.Read(Rows, Part, ModelState) is not { } settlement) return null;
        if (IsNew) return await _sharings.Make(Key, Named, settlement, ct);
        await _sharings.Save(Key, Sharing!.Id, settlement, Seen, ct);
        return Sharing.Id;
    }
}
