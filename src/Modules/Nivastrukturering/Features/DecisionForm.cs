using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>What is filled in to decide about findings, as typed.</summary>
internal sealed class DecisionForm
{
    /// <summary>Characters in a reason.</summary>
    public const int LongestReason = 500;

    /// <summary>Characters in a diarienummer.</summary>
    public const int LongestDnr = 40;

    /// <summary>What the button of each decision sends.</summary>
    public const string Dispute = "bestrid", Approve = "ratt", AskRpo = "rpo", Reopen = "tillbaka";

    /// <summary>Made when the page is shown, so that the form sent twice decides once.</summary>
    public Guid Key { get; set; }

    /// <summary>The boxes ticked.</summary>
    public List<string> Picked { get; set; } = [];

    /// <summary>All that is chosen, also on other pages.</summary>
    public bool All { get; set; }

    /// <summary>How many that was when the page was shown.</summary>
    public int Count { get; set; }

    /// <summary>The button.</summary>
    public string? Decision { get; set; }

    public string? Reason { get; set; }

    public string? Dnr { get; set; }

    public string? Rpo { get; set; }

    public string? AskedOn { get; set; }

    /// <summary>The decision; null when something is missing, which <paramref name="faults"/> then tells.</summary>
    /// <param name="faults">Of the page.</param>
    /// <param name="rpos">Names that may be asked.</param>
    /// <param name="today">No later day is taken.</param>
    public Verdict? Read(ModelStateDictionary faults, IReadOnlyList<string> rpos, DateOnly today)
    {
        var reason = Reason?.Trim() ?? "";
        if (PersonNumber.IsIn(reason))
        {
            Fault(faults, nameof(Reason), "Texten ser ut att innehålla ett personnummer. Ta bort det och spara igen.");
            Reason = ""; // so that the page does not show it again
            faults.SetModelValue($"Form.{nameof(Reason)}", "", "");
        }
        if (!IsPrintable(reason)) Fault(faults, nameof(Reason), "Skälet har ett tecken som inte går att skriva ut. Skriv det på en rad med vanliga tecken.");
        if (reason.Length > LongestReason) Fault(faults, nameof(Reason), "Skriv skälet med högst 500 tecken.");
        if (reason.Length == 0 && Decision is (Dispute or Approve)) Fault(faults, nameof(Reason), "Skriv skälet till beslutet.");
        var dnr = Dnr?.Trim() ?? "";
        if (dnr.Length > LongestDnr || !IsPrintable(dnr) || PersonNumber.IsIn(dnr))
        {
            Fault(faults, nameof(Dnr), $"Skriv diarienumret med högst {LongestDnr} tecken, till exempel RV 1234-2026. Det får inte vara ett personnummer.");
            Dnr = "";
            faults.SetModelValue($"Form.{nameof(Dnr)}", "", "");
        }
        DateOnly asked = default;
        if (Decision == AskRpo)
        {
            if (Rpo is null || !rpos.Contains(Rpo)) Fault(faults, nameof(Rpo), "Välj vilket RPO som får frågan.");
            if (!SwedishInput.TryDate(AskedOn, out asked) || asked > today) Fault(faults, nameof(AskedOn), "Skriv dagen då frågan ställdes, till exempel 2026-11-21. Den kan inte vara senare än i dag.");
        }
        if (!faults.IsValid) return null;
        return Decision switch
        {
            Dispute => new(DecisionKind.Dispute, reason, Dnr: dnr.Length > 0 ? dnr : null),
            Approve => new(DecisionKind.Approve, reason),
            AskRpo => new(DecisionKind.AskRpo, reason, Rpo, asked),
            Reopen => new(DecisionKind.Reopen, reason),
            _ => null,
        };
    }

    /// <summary>False for a text that no document can hold.</summary>
    public static bool IsPrintable(string text) => !text.Any(c => char.IsControl(c) || c >= '\uFFFE');

    private static void Fault(ModelStateDictionary faults, string field, string text) => faults.AddModelError($"Form.{field}", text);
}
