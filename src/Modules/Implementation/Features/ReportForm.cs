using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Kunskapsstyrning.Implementation.Features;

/// <summary>What the open cell's form sends.</summary>
internal sealed class ReportForm
{
    public Guid Key { get; set; } = Guid.CreateVersion7();

    public string? Region { get; set; }

    public Guid? Step { get; set; }

    /// <summary>As it was typed.</summary>
    public string? Since { get; set; }

    public Hinder Hinder { get; set; }

    public string? Comment { get; set; }

    public static ReportForm Of(StatusCell cell, DateOnly today) => new()
    {
        Region = cell.Region.Key,
        Step = cell.State?.StepId,
        Since = SwedishFormat.Date(cell.State?.Since ?? today),
        Hinder = cell.State?.Hinder ?? Hinder.None,
    };

    /// <summary>The report, or null after the faults have been told.</summary>
    public StatusReport? Read(ModelStateDictionary faults, DateOnly today)
    {
        var comment = (Comment ?? "").Trim();
        if (Step is null) faults.AddModelError("Form.Step", "Välj ett steg i listan.");
        if (!SwedishInput.TryDate(Since, out var since)) faults.AddModelError("Form.Since", "Skriv dagen då steget nåddes, till exempel 2026-03-09.");
        else if (since > today) faults.AddModelError("Form.Since", "Dagen har inte varit än. Skriv dagen då steget nåddes.");
        if (comment.Length > RegionState.LongestComment) faults.AddModelError("Form.Comment", $"Kommentaren är för lång. Skriv högst {RegionState.LongestComment} tecken.");
        return faults.IsValid ? new(Step!.Value, since, Hinder, comment) : null;
    }
}

/// <summary>The words and shapes of the status picture.</summary>
internal static class Words
{
    /// <summary>In the order of the form.</summary>
    public static IReadOnlyList<Hinder> Hinders { get; } = Enum.GetValues<Hinder>();

    public static string Of(Hinder hinder) => hinder switch
    {
        Hinder.Resources => "Resurser",
        Hinder.SystemChange => "Byte av vårdsystem",
        Hinder.Competence => "Kompetens",
        Hinder.Other => "Annat",
        _ => "Inget hinder",
    };

    public static StateMark MarkOf(Step step) => step.Progress switch { null => StateMark.Vilar, 0 => StateMark.Inte, 4 => StateMark.Klar, _ => StateMark.Pagar };
}
