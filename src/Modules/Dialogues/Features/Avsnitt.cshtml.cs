using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Kunskapsstyrning.Dialogues.Features;

/// <summary>One section of the questionnaire: saved by its form, whole or in part.</summary>
[AllowAnonymous]
internal sealed class AvsnittModel(Questionnaire questionnaire, IAuthorizationService authorization) : SvaraPage(questionnaire, authorization)
{
    /// <summary>Which section, from 1.</summary>
    [BindProperty(SupportsGet = true, Name = "avsnitt")]
    public int Number { get; set; }

    /// <summary>What was filled in, by the question's key.</summary>
    [BindProperty(Name = "Svar")]
    public Dictionary<string, string?> Values { get; set; } = [];

    /// <summary>What the form had seen of each answer when it was made.</summary>
    [BindProperty(Name = "Sedd")]
    public Dictionary<string, int> Seen { get; set; } = [];

    public FormSection Section { get; private set; } = null!;

    /// <summary>True when someone else has saved meanwhile: the page then shows both texts.</summary>
    public bool IsStale { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Begin(ct) is { } instead) return instead;
        foreach (var question in Section.Questions) Values[question.Key] = Sheet!.ValueOf(question);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Begin(ct) is { } instead) return instead;
        var values = Section.Questions.ToDictionary(q => q, q => (Values.GetValueOrDefault(q.Key) ?? "").Trim());
        foreach (var (question, value) in values)
        {
            if (PersonNumber.IsIn(value)) ModelState.AddModelError(FieldOf(question), "Texten ser ut att innehålla ett personnummer. Ta bort det och spara igen.");
            else if (!question.Accepts(value)) ModelState.AddModelError(FieldOf(question), question.Choices is null ? $"Texten är för lång. Skriv högst {FormQuestion.MostCharacters} tecken." : "Välj ett av svaren.");
        }
        if (!ModelState.IsValid) return Page();
        try
        {
            await Questionnaire.Save(Key, Token, values, Seen, ct);
            return Redirect(Number < Sheet!.Form.Sections.Count ? $"~{Address}/{Number + 1}" : $"~{Address}/kontrollera");
        }
        catch (NotOwnerException no)
        {
            return this.Refuse(no.Message);
        }
        catch (StaleException both)
        {
            IsStale = true;
            ModelState.AddModelError("", both.Message);
        }
        catch (DomainException no)
        {
            ModelState.AddModelError("", no.Message);
        }
        await Enter(ct);
        return Page();
    }

    private async Task<IActionResult?> Begin(CancellationToken ct)
    {
        if (await Enter(ct) is { } instead) return instead;
        if (Number < 1 || Number > Sheet!.Form.Sections.Count) return NotFound();
        Section = Sheet.Form.Sections[Number - 1];
        return Sheet.MayChange ? null : Redirect($"~{Address}");
    }
}
