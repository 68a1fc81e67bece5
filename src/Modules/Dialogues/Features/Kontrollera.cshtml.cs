using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Kunskapsstyrning.Dialogues.Features;

/// <summary>All answers on one page before they are handed in; read only when the round is closed.</summary>
[AllowAnonymous]
internal sealed class KontrolleraModel(Questionnaire questionnaire, IAuthorizationService authorization) : SvaraPage(questionnaire, authorization)
{
    public async Task<IActionResult> OnGet(CancellationToken ct) => await Enter(ct) ?? Page();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Enter(ct) is { } instead) return instead;
        if (!Sheet!.MayChange) return Redirect($"~{Address}");
        foreach (var question in Sheet.Missing) ModelState.AddModelError(FieldOf(question), question.Fault ?? question.Text);
        if (!ModelState.IsValid) return Page();
        try
        {
            await Questionnaire.HandIn(Key, Token, ct);
            return Redirect($"~{Address}/klart");
        }
        catch (NotOwnerException no)
        {
            return this.Refuse(no.Message);
        }
        catch (DomainException no)
        {
            ModelState.AddModelError("", no.Message);
            await Enter(ct);
            return Page();
        }
    }
}

/// <summary>The receipt, and the way back until the last day.</summary>
[AllowAnonymous]
internal sealed class KlartModel(Questionnaire questionnaire, IAuthorizationService authorization) : SvaraPage(questionnaire, authorization)
{
    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Enter(ct) is { } instead) return instead;
        return Sheet!.IsHandedIn ? Page() : Redirect($"~{Address}");
    }

    /// <summary>"Öppna igen".</summary>
    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Enter(ct) is { } instead) return instead;
        try
        {
            if (Sheet is { IsOpen: true, IsHandedIn: true }) await Questionnaire.Reopen(Key, Token, ct);
        }
        catch (NotOwnerException no)
        {
            return this.Refuse(no.Message);
        }
        return Redirect($"~{Address}");
    }
}
