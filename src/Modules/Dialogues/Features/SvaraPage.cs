using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Kunskapsstyrning.Dialogues.Features;

/// <summary>What the pages of the questionnaire share: the token in the address opens the sheet, or the page says that it does not.</summary>
internal abstract class SvaraPage(Questionnaire questionnaire, IAuthorizationService authorization) : PageModel
{
    /// <summary>A personal link's token, or <see cref="Questionnaire.OwnGroup"/>.</summary>
    [BindProperty(SupportsGet = true, Name = "token")]
    public string Token { get; set; } = "";

    /// <summary>The form's key, made with the page.</summary>
    [BindProperty]
    public Guid Key { get; set; } = Guid.CreateVersion7();

    /// <summary>Null when the link opens nothing: the page then says so.</summary>
    public Sheet? Sheet { get; private set; }

    protected Questionnaire Questionnaire { get; } = questionnaire;

    public string Address => $"/svara/{Token}";

    /// <summary>The id that a question has on the page, and so what a fault links to.</summary>
    public static string IdOf(FormQuestion question) => TagBuilder.CreateSanitizedId(FieldOf(question), "_");

    /// <summary>The question's name in the form.</summary>
    public static string FieldOf(FormQuestion question) => $"Svar[{question.Key}]";

    /// <summary>Finds the sheet; anything but null is the answer to give instead of the page.</summary>
    protected async Task<IActionResult?> Enter(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-cache, no-store";
        if (Token == Questionnaire.OwnGroup && !(await authorization.AuthorizeAsync(User, Permissions.AnswerDialogues)).Succeeded)
            return User.Identity?.IsAuthenticated == true ? Forbid() : Challenge();
        Sheet = await Questionnaire.Find(Token, ct);
        if (Sheet is null) return new PageResult { StatusCode = StatusCodes.Status404NotFound };
        if (User.Identity?.IsAuthenticated == true) ViewData.Group("Dialoger");
        return null;
    }
}
