namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Reads a whole delivery of delimited files as its mapping describes it; a region's adapter adds what is peculiar to the region.</summary>
public static class DelimitedDelivery
{
    internal static readonly (string Role, RowKind Kind)[] RolesInCheckOrder =
        [("kontakt", RowKind.Contact), ("enheter", RowKind.Unit), ("diagnos", RowKind.Diagnosis), ("atgard", RowKind.Procedure)];

    /// <summary>Pushes every row of the mapping's files: units, contacts, diagnoses, procedures.</summary>
    /// <param name="files">The delivery's files and period.</param>
    /// <param name="mapping">Names files, columns, encoding, separator, quotes and total row.</param>
    /// <param name="sink">Takes the rows.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="preambleRows">
    /// How many rows, empty ones not counted, may stand above the contacts' header, which is then known by its first cell being the
    /// name of <see cref="Field.KontaktId"/>'s column. 0: the first row is the header, whatever its columns' order.
    /// </param>
    /// <exception cref="DeliveryRejectedException">KST-201, 202, 203, 207, 208: the first by formats/VALIDERING.md's order of files and checks.</exception>
    /// <exception cref="NotSupportedException">The mapping asks for an encoding or separator that does not exist.</exception>
    public static void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct, int preambleRows = 0)
    {
        foreach (var (role, _) in RolesInCheckOrder)
            if (mapping.FileName(role, files.Period) is { } name && !files.Names.Contains(name)) throw new DeliveryRejectedException("KST-201", name, "Filen saknas.");

        DeliveryRejectedException? unitsRefused = null;
        ReadFile("kontakt", RowKind.Contact, beforeRows: () =>
        {
            try
            {
                ReadFile("enheter", RowKind.Unit);
            }
            catch (DeliveryRejectedException refused) // units are pushed first, but a fault of the contacts' file is reported before theirs
            {
                unitsRefused = refused;
            }
        });
        if (unitsRefused is not null) throw unitsRefused;
        ReadFile("diagnos", RowKind.Diagnosis);
        ReadFile("atgard", RowKind.Procedure);

        void ReadFile(string role, RowKind kind, Action? beforeRows = null)
        {
            if (mapping.FileName(role, files.Period) is not { } name) return;
            using var content = files.Open(name);
            var table = new DelimitedTable(content, name, kind, mapping);
            try
            {
                table.ReadHeader(kind == RowKind.Contact ? preambleRows : 0, ct);
            }
            catch (DeliveryRejectedException refused) when (refused.Code == "KST-202" && LayoutLook.Misread(files, name, kind, mapping, ct) is { } misread)
            {
                throw new DeliveryRejectedException(refused.Code, name, misread); // the missing column is what came of it
            }
            beforeRows?.Invoke();
            table.ReadRows(sink, kind == RowKind.Contact ? mapping.Totalrad : null, ct);
        }
    }
}
