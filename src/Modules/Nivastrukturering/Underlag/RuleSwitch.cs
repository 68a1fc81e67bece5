using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>A FKT rule that a region has switched off for a time (docs/adr/0031). Kept for good: switched on again it is closed.</summary>
internal sealed class RuleSwitch : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>The region whose documents it concerns: those that it decides about.</summary>
    public required Owner Owner { get; init; }

    /// <summary><c>FKT-nn</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Documents issued from this day; of FKT-11 contacts priced from it.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>The last such day; null = until further notice.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Never empty, never a person id.</summary>
    public required string Reason { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required string By { get; init; }

    /// <summary>When it was switched on again, UTC: the switch no longer counts.</summary>
    public DateTime? ClosedAt { get; set; }

    public string? ClosedBy { get; set; }

    public Period Days => new(FirstDay, LastDay);
}

/// <summary>Takes what switched-off rules have found out of a control. The rules are tried as ever, so that nothing else is found in their stead.</summary>
/// <param name="switches">Those that count.</param>
internal sealed class RuleSwitches(IReadOnlyList<RuleSwitch> switches)
{
    /// <summary>The outcome without them; the same when none is switched off.</summary>
    public ControlOutcome Apply(ControlOutcome outcome) => switches.Count == 0 ? outcome : outcome with
    {
        Lines = [.. outcome.Lines.Select(Apply)],
        NotInvoiced = [.. outcome.NotInvoiced.Where(c => !IsOff(Fkt.NotInvoiced, c.Region, c.Prisdatum))],
        UnknownCredits = [.. outcome.UnknownCredits.Where(d => !IsOff(Fkt.UnknownCredit, d))],
        SwitchedOff = switches,
        Raw = outcome.Raw ?? outcome,
    };

    private ControlledLine Apply(ControlledLine line) => line.Findings.Any(f => IsOff(f.What, line.Document))
        ? line with { Findings = [.. line.Findings.Where(f => !IsOff(f.What, line.Document))], Ignored = [.. line.Ignored, .. line.Findings.Where(f => IsOff(f.What, line.Document))] }
        : line;

    private bool IsOff(Fkt rule, JudgedDocument document) => document.IssueDate is { } day && IsOff(rule, document.Owner.Code, day);

    private bool IsOff(Fkt rule, string owner, DateOnly day) => switches.Any(s => s.Code == rule.Code && s.Owner.Code == owner && s.Days.Contains(day));
}
