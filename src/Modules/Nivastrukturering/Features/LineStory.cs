using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Every rule's outcome for one line with what it stands on, in plain Swedish.</summary>
/// <param name="controlled">The line after the control.</param>
/// <param name="contact">The contact that it was matched with, as it is stored; null without one, or at a buyer's host.</param>
/// <param name="picture">Names of the parties.</param>
/// <param name="reference">The map and the units.</param>
/// <param name="isSellers">True when the seller's contacts are here, so that all rules are tried.</param>
internal sealed class LineStory(ControlledLine controlled, Contact? contact, InvoicePicture picture, ReferenceSet reference, bool isSellers)
{
    private readonly InvoiceLine _line = controlled.Line;
    private readonly InvoiceBasis _basis = controlled.Document.Basis!;

    /// <summary>The level and the decision that the map gave the contact, as a sentence; null without a contact.</summary>
    public string? Level
    {
        get
        {
            if (contact is null) return null;
            var level = $"Nivå {contact.Level}, {CostMap.Levels[contact.Level - 1].ToLower(SwedishFormat.Culture).Replace("nhv", "NHV", StringComparison.Ordinal)}";
            if (contact.Service.Length == 0) return $"{level}: vården är ingen vårdåtgärd i kartläggningen, så medicinskt område avgör.";
            var service = reference.Catalogue.Services.FirstOrDefault(s => s.Code == contact.Service);
            if (service is null) return $"{level}: vårdåtgärden {contact.Service}, som inte längre står i kartläggningen.";
            var decision = string.Join(", ", new[] { service.Decision.Body, service.Decision.Date, service.Decision.Dnr }.Where(t => t.Length > 0));
            return $"{level}: {service.Name} ({service.Code}), gäller {Kronor.Show(service.Validity)}{(decision.Length > 0 ? $". Beslut: {decision}" : "")}.";
        }
    }

    /// <summary>Rule by rule.</summary>
    public Table Rules => new()
    {
        Title = "Regler för raden",
        Columns = [new("rule", "Regel"), new("outcome", "Utfall", ColumnKind.State), new("evidence", "Vad det står på"), new("ore", "I tvist", ColumnKind.Money) { Decimals = 2 }],
        Rows = [.. InvoiceControl.LineRules.Select(RowOf)],
        Notes = isSellers ? [] : ["Säljarens vårdkontakter finns inte här, så bara det som underlaget självt säger är prövat."],
    };

    private Row RowOf(Fkt rule)
    {
        var finding = controlled.Findings.FirstOrDefault(f => f.What == rule);
        var name = $"{rule.Code} {rule.Name}";
        if (finding is not null) return new(name, new State(StateMark.Fel, "Avvikelse"), Evidence(rule), finding.Ore);
        if (controlled.Ignored.Any(f => f.What == rule)) return new(name, new State(StateMark.Vilar, "Avslagen"), Evidence(rule), Cell.NotApplicable);
        return InvoiceControl.IsTried(rule, [.. controlled.Findings, .. controlled.Ignored], isSellers)
            ? new(name, new State(StateMark.Klar, "Stämmer"), Evidence(rule), Cell.NotApplicable)
            : new(name, new State(StateMark.Vilar, "Prövas inte"), Cell.NotApplicable, Cell.NotApplicable);
    }

    private Cell Evidence(Fkt rule) => rule switch
    {
        var r when r == Fkt.PartInvoice => _line.IsPartInvoice ? "Raden har en faktureringsperiod." : "Raden gäller hela vårdtillfället.",
        var r when r == Fkt.NoContact => contact is null ? "Ingen inläst vårdkontakt passar raden." : $"Vårdkontakt {QuarantinePicture.Masked(contact.KontaktId)}, {SwedishFormat.Date(contact.InDatum)}.",
        var r when r == Fkt.Duplicate => controlled.Findings.Any(f => f.What == r) ? "Vårdkontakten står på en tidigare rad." : "Vårdkontakten står inte på någon tidigare rad.",
        var r when r == Fkt.WrongRegion => $"Hemregion {Region.NameOf(contact is null ? QuarantinePicture.Masked(_line.County) : contact.HomeRegion)}, köpare {picture.NameOf(_basis.CustomerOrgnr)}.",
        var r when r == Fkt.NotBillable => contact is null ? Cell.Missing : $"Prisregel: {CostMap.NameOf(contact.PriceRule)}.",
        var r when r == Fkt.NoPrice => contact is null ? Cell.Missing : contact.PriceCode.Length > 0 ? $"Prisrad {contact.PriceCode}, gäller {Kronor.Show(contact.Explanation.RowValidity!.Value)}." : $"Ingen prisrad för {SwedishFormat.Date(contact.Prisdatum)}.",
        var r when r == Fkt.WrongPrice => contact is null ? Cell.Missing : $"Fakturerat {Amount(_line.BilledCareOre)}, rätt pris {Amount(contact.AmountOre)}, skillnad {Amount(_line.BilledCareOre - contact.AmountOre)}.",
        var r when r == Fkt.NoCommitment => $"{(_line.IsPlanned ? "Planerad" : "Akut")} {(_line.IsInpatient ? "slutenvård" : "öppenvård")}. {(_line.HasCommitment ? "Remiss, betalningsförbindelse eller stöd i riksavtalet är angivet." : controlled.Findings.Any(f => f.What == r) ? "Ingen remiss eller betalningsförbindelse är angiven." : "Remiss behövs inte.")}",
        var r when r == Fkt.WrongLevel => contact is null ? Cell.Missing : $"På raden {(_line.CareLevel is { } level ? $"nivå {QuarantinePicture.Masked(level)}" : "står ingen nivå")}. {Level}",
        var r when r == Fkt.OutsideUnit => contact is null ? Cell.Missing : Hospitals(contact),
        _ => $"Vården avslutades {SwedishFormat.Date(_line.DischargeDate ?? _line.VisitDate)}, underlaget ställdes ut {SwedishFormat.Date(_basis.IssueDate)}.",
    };

    private string Hospitals(Contact of)
    {
        var performed = Named(of.Hospital);
        var decided = reference.Catalogue.Services.FirstOrDefault(s => s.Code == of.Service)?.Units.Where(u => u.Validity.Contains(of.Prisdatum)).Select(u => Named(u.Hospital)).ToList() ?? [];
        return decided.Count == 0 ? $"Utförd vid {performed}. Ingen enhet är särskilt beslutad." : $"Utförd vid {performed}, beslutad till {string.Join(", ", decided)}.";
    }

    private string Named(string hospital) => hospital.Length == 0 ? "enhet utanför sjukhus" : reference.Units.FirstOrDefault(u => u.Hospital == hospital)?.HospitalName ?? hospital;

    private static string Amount(long ore) => SwedishFormat.Money(ore, decimals: 2);
}
