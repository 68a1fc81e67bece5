using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Dialogues.Features;

/// <summary>Where the personal link leads: which group, the last day, the sections and how far each has come.</summary>
[AllowAnonymous]
internal sealed class SvaraModel(Questionnaire questionnaire, IAuthorizationService authorization) : SvaraPage(questionnaire, authorization)
{
    /// <summary>The first section that is not done; the first when all are.</summary>
    public int Next { get; private set; } = 1;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Enter(ct) is { } instead) return instead;
        var sections = Sheet!.Form.Sections;
        for (var i = 0; i < sections.Count; i++)
        {
            if (Sheet.StateOf(sections[i]).Mark == Kernel.Tables.StateMark.Klar) continue;
            Next = i + 1;
            break;
        }
        return Page();
    }
}

/// <summary>The signed-in chair's way to the own group's questionnaire.</summary>
[Authorize(Policy = Permissions.AnswerDialogues)]
internal sealed class SvaraEgenModel : PageModel
{
    public IActionResult OnGet() => Redirect($"~/svara/{Questionnaire.OwnGroup}");
}
