using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Where the checked rows of a delivery go. What it got is thrown away when the reading ends with an exception.</summary>
internal interface IContactOutput
{
    /// <summary>A contact without errors. The object is filled again after the call.</summary>
    void Accept(CheckedContact contact);

    /// <summary>A row that is not read in.</summary>
    void Quarantine(QuarantinedRow row);

    /// <summary>A row of the region's own unit table, in file order; kept only by those who check rows again.</summary>
    void Unit(in LocalUnitText unit)
    {
    }
}

/// <summary>Lets every row go: a delivery is read to be counted alone.</summary>
internal sealed class KeepNothing : IContactOutput
{
    public void Accept(CheckedContact contact)
    {
    }

    public void Quarantine(QuarantinedRow row)
    {
    }
}

/// <summary>Takes what the adapter reads, checks it and passes it on, row by row.</summary>
internal sealed class ContactSink(ContactCheck check, PersonReader persons, DetailRows? details, DeliveryTally tally, IContactOutput output, IProgress<long>? progress) : IForeseeingSink
{
    private const int RowsPerReport = 1 << 14;
    private readonly IdTable _seen = new();
    private long _rows;

    public void Foresee(in SourceRow row)
    {
        if (row.Kind == RowKind.Contact) persons.Add(row);
    }

    public void Foreseen() => persons.Complete();

    public void Row(in SourceRow row)
    {
        if (row.Kind == RowKind.Unit) output.Unit(check.AddUnit(row));
        else if (row.Kind == RowKind.Contact) Contact(row);
    }

    public void Broken(RowKind kind, RowPosition position, string code)
    {
        if (kind == RowKind.Unit)
        {
            FileWarning(position.File, "KST-254");
            return;
        }
        if (kind != RowKind.Contact) return; // told of by DetailRows
        var row = QuarantinedRow.Broken(kind, position, KstCodes.Structural(code));
        tally.Quarantine(row.Codes);
        output.Quarantine(row);
    }

    public void FileWarning(string file, string code) => tally.WarnOfFile(code);

    private void Contact(in SourceRow row)
    {
        if ((++_rows & RowsPerReport - 1) == 0) progress?.Report(_rows);
        var id = row[Field.KontaktId];
        var isFirst = true;
        if (!id.IsEmpty) _seen.GetOrAdd(id, out isFirst);

        if (!persons.HasNext)
        {
            persons.Add(row);
            persons.Complete();
        }
        var codes = check.Check(row, !isFirst, details, persons.Next());
        if (!codes.HasErrors)
        {
            tally.Accept(codes);
            output.Accept(check.Contact);
            return;
        }
        tally.Quarantine(codes.Errors);
        output.Quarantine(QuarantinedRow.Of(row, codes.Errors, check.KeepPerson()));
        if (details is null || !isFirst || id.IsEmpty) return;
        foreach (var detail in details.Of(id)) details.Follow(detail);
    }
}
