using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>The columns of contacts and quarantine in the order in which they are written: names and values stand side by side here alone.</summary>
internal static class ContactColumns
{
    public static readonly string[] OfContact =
    [
        "id", "delivery_no", "kontakt_id", "pseudonym", "region", "home_region", "hemkommun", "hsa_id", "hospital",
        "kontaktslag", "besokstyp", "planerad", "in_datum", "ut_datum", "prisdatum", "mvo",
        "main_diagnosis", "side_diagnoses", "procedures", "drg", "weight", "kpp_ore", "kon", "birth_year",
        "remiss_id", "betalningsforbindelse_id", "recorded_level", "service", "level", "rpo", "outside_unit",
        .. PriceColumns.Names,
    ];

    public static readonly string[] OfQuarantine = ["id", "delivery_no", "kind", "file", "\"row\"", "codes", "cells", "id_hash", "pseudonym", "birth_year", "born", "sex_digit_is_odd", "person_year"];

    public static readonly string[] OfBase = ["delivery_no", "skapad", "units"];

    /// <summary>Writes a contact.</summary>
    public static void Write(
        BulkWriter to, long id, int deliveryNo, CheckedContact contact, in ContactFacts facts, in Classification classification, bool outsideUnit, in Priced priced)
    {
        to.Whole(id);
        to.Whole(deliveryNo);
        to.Text(contact.KontaktId.Span);
        to.Bytes(contact.Pseudonym);
        to.Text(facts.Region);
        to.Text(facts.HomeRegion);
        to.Text(contact.Hemkommun.Span);
        to.Text(contact.Unit.HsaId);
        to.Text(facts.Hospital);

        to.Small((short)contact.Kontaktslag);
        if (contact.Besokstyp is { } visit) to.Small((short)visit);
        else to.Null();
        to.Flag(contact.Planerad);
        to.Day(contact.InDatum);
        to.Day(contact.UtDatum);
        to.Day(facts.Prisdatum);
        to.Whole(contact.Mvo);

        to.Text(contact.MainDiagnosis.Span);
        to.Text(contact.SideDiagnoses.Span);
        to.Text(contact.Procedures.Span);
        to.Text(contact.Drg.Span);
        to.WholeOrNull(contact.Weight);
        to.WholeOrNull(contact.KppOre);
        to.Whole((int)contact.Kon);
        to.Whole(contact.BirthYear);

        to.Text(contact.RemissId.Span);
        to.Text(contact.BetalningsforbindelseId.Span);
        if (contact.Vardniva is { } recorded) to.Whole((int)recorded);
        else to.Null();
        to.Text(classification.Service?.Code);
        to.Whole(classification.Level);
        to.Text(classification.Rpo);
        to.Flag(outsideUnit);

        PriceColumns.Of(priced).Write(to);
        to.EndRow();
    }

    /// <summary>Writes a row of quarantine.</summary>
    public static void Write(BulkWriter to, long id, int deliveryNo, QuarantinedRow row)
    {
        to.Whole(id);
        to.Whole(deliveryNo);
        to.Small((short)row.Kind);
        to.Text(row.Position.File);
        to.Whole(row.Position.Row);
        to.Text(row.Codes.ToString());
        if (row.Cells is null) to.Null();
        else to.Text(row.Cells);
        to.Whole(row.IdHash);
        if (row.Person is { } person)
        {
            to.Bytes(person.Pseudonym);
            to.Whole(person.BirthYear);
            to.DayOrNull(person.Born);
            if (person.SexDigitIsOdd is { } odd) to.Flag(odd);
            else to.Null();
            to.Whole(person.Year);
        }
        else for (var i = 0; i < 5; i++) to.Null();
        to.EndRow();
    }
}
