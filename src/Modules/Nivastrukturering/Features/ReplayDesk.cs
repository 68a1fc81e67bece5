using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>What is asked of a row that waits.</summary>
/// <param name="Id">The row's.</param>
/// <param name="Codes">As they are stored.</param>
/// <param name="Cells">As they are stored.</param>
internal sealed record WaitingCells(long Id, string Codes, string Cells);

/// <summary>A delivery whose rows can be corrected here and now, with what its reading knew of it.</summary>
internal sealed class ReplayDesk
{
    private const int HashesAtATime = 500;
    private readonly QuarantineFault _fault;

    private ReplayDesk(Delivery delivery, Mapping mapping, DeliveryBase known)
    {
        (Delivery, Base, Form, _fault) = (delivery, known, new(mapping), new(mapping));
        Identity = new(Region.FindAny(delivery.Owner.Code)!, delivery.Period, delivery.Lopnummer, known.Skapad, delivery.Hash, mapping, []);
    }

    public Delivery Delivery { get; }

    public DeliveryBase Base { get; }

    public CellForm Form { get; }

    public DeliveryIdentity Identity { get; }

    /// <summary>Picks the delivery's rows.</summary>
    public Expression<Func<QuarantineRow, bool>> IsOwn
    {
        get
        {
            var (first, next) = (Delivery.FirstContactId(Delivery.No), Delivery.FirstContactId(Delivery.No + 1));
            return q => q.Id >= first && q.Id < next;
        }
    }

    /// <summary>Why no row of the delivery can be corrected, Swedish; else the desk.</summary>
    public static async Task<(ReplayDesk? Desk, string? Refusal)> Open(NivastruktureringDb db, IAdapterDirectory adapters, Delivery delivery, CancellationToken ct)
    {
        if (delivery.Status != DeliveryStatus.InForce) return (null, "Leveransen gäller inte, så dess rader kan inte rättas.");
        if (await db.DeliveryBases.AsNoTracking().SingleOrDefaultAsync(b => b.DeliveryNo == delivery.No, ct) is not { } known)
            return (null, "Leveransen lästes in innan rader kunde rättas här. Rätta i källsystemet och läs in månaden på nytt.");
        return adapters.MappingOf(delivery) is { } mapping
            ? (new(delivery, mapping, known), null)
            : (null, "Leveransens mappning finns inte kvar i systemet. Rätta i källsystemet och läs in månaden på nytt.");
    }

    /// <summary>Why a row is corrected at its source, Swedish; null when it can be corrected here.</summary>
    public static string? Refusal(QuarantineRow row) =>
        row.ContactId is not null ? "Raden är redan rättad och inläst." :
        row.Cells is null ? "Raden är trasig och av den sparas ingen text. Den rättas i källan." :
        row.Kind != RowKind.Contact ? "Diagnos- och åtgärdsrader följer sin kontakt. Rätta kontakten, eller raden i källan." :
        row.Pseudonym is null ? "Personnumret saknas eller är fel, och det sparas aldrig. Raden rättas i källan." : null;

    /// <summary>Picks the rows that can be corrected, of any delivery: those that <see cref="Refusal"/> says nothing of.</summary>
    public static Expression<Func<QuarantineRow, bool>> IsCorrectable { get; } = q => q.Kind == RowKind.Contact && q.ContactId == null && q.Cells != null && q.Pseudonym != null;

    /// <summary>The rows that can be corrected.</summary>
    public IQueryable<QuarantineRow> Rows(NivastruktureringDb db) => db.QuarantineRows.Where(IsOwn).Where(IsCorrectable);

    /// <summary>Those of the rows that wait that have one of the ids, or may have: the other rows are not read.</summary>
    public async IAsyncEnumerable<WaitingCells> Waiting(NivastruktureringDb db, Expression<Func<QuarantineRow, bool>> which, IEnumerable<string> ids, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var hashes in ids.Where(id => id.Length > 0).Select(id => ContactIdHash.Of(id)).Append(ContactIdHash.Unknown).Distinct().Chunk(HashesAtATime))
        {
            var rows = db.QuarantineRows.Where(IsOwn).Where(which).Where(q => hashes.Contains(q.IdHash) && q.ContactId == null && q.Cells != null).Select(q => new WaitingCells(q.Id, q.Codes, q.Cells!));
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct)) yield return row;
        }
    }

    /// <summary>What the region calls a field.</summary>
    public string ColumnOf(Field field) => _fault.ColumnOf(RowKind.Contact, field);

    /// <summary>The fields that a code is about, among those of the form.</summary>
    public IReadOnlyList<Field> FieldsOf(Kst code, IReadOnlyDictionary<Field, string> cells)
    {
        if (Form.HasDetailFiles && code == Kst.BadDiagnosis) return [Field.Diagnoser];
        var fields = _fault.FieldsOf(code, RowKind.Contact, cells);
        return Form.HasDetailFiles ? [.. fields.Select(f => f == Field.Huvuddiagnos ? Field.Diagnoser : f)] : fields;
    }

    /// <summary>The row's cells as the form shows them.</summary>
    public IReadOnlyDictionary<Field, string> Shown(EditedRow row) => Form.Fields.ToDictionary(f => f, f =>
        row.Cells.TryGetValue(f, out var text) ? CellForm.Shown(f, text) :
        Form.HasDetailFiles && f is Field.Diagnoser or Field.Atgarder ? ReplayBatch.ListText(f == Field.Diagnoser ? RowKind.Diagnosis : RowKind.Procedure, row.Details) : "");
}

/// <summary>Finds the mapping of a delivery.</summary>
internal static class DeliveryMappings
{
    /// <summary>The mapping that it was read with, if the host still has the same; it may have been changed.</summary>
    public static Mapping? MappingOf(this IAdapterDirectory adapters, Delivery delivery) => Region.FindAny(delivery.Owner.Code) is { } region
        ? adapters.MappingsOf(region.Key).FirstOrDefault(m => m.Version == delivery.MappingVersion && Delivery.HashOf(m) == delivery.MappingHash)
        : null;
}
