using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

/// <summary>A document's lines become bytes (docs/adr/0036). What was stored as JSON arrays gets the names that it had before them, so that one form of JSON is left to read.</summary>
[DbContext(typeof(NivastruktureringDb))]
[Migration("0020_InvoiceBasis")]
internal sealed class M0020_InvoiceBasis() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var table = Sql("invoice_document");
        var (newObject, newArray) = IsSqlite ? ("json_object", "json_group_array") : ("json_build_object", "json_agg");
        var line = $"""
            {newObject}('LineId', {Number(0)}, 'ContactTag', {Text(1)}, 'CreditedLineId', {Number(2)}, 'Pseudonym', {Text(3)}, 'County', {Text(4)},
                'IsInpatient', {Mark(1)}, 'IsPlanned', {Mark(2)}, 'IsPartInvoice', {Mark(4)}, 'HasCommitment', {Mark(8)},
                'VisitDate', {Day(Text(6))}, 'DischargeDate', {Day(Text(7))}, 'UnitHsaId', {Text(8)}, 'DrgCode', {Text(9)}, 'CareLevel', {Text(10)}, 'NetOre', {Number(11)}, 'BilledCareOre', {Number(12)})
            """;
        var elements = IsSqlite ? "json_each(basis) WHERE key > 5" : "jsonb_array_elements(CAST(basis AS jsonb)) WITH ORDINALITY AS each(value, key) WHERE key > 6";
        var lines = $"(SELECT COALESCE(CAST({newArray}({Json("line")}) AS text), '[]') FROM (SELECT {line} AS line FROM {elements} ORDER BY key) in_order)";
        migrationBuilder.Sql($"""
            UPDATE {table} SET basis = CAST({newObject}('Id', {Head(0)}, 'IssueDate', {Day(Head(1))}, 'IsCredit', {Head(2, "->")}, 'CreditedId', {Head(3)},
                'SupplierOrgnr', {Head(4)}, 'CustomerOrgnr', {Head(5)}, 'Lines', {Json(lines)}) AS text)
            WHERE basis LIKE '[%'
            """);
        if (IsSqlite)
        {
            migrationBuilder.Sql($"ALTER TABLE {table} RENAME COLUMN basis TO json");
            migrationBuilder.AddColumn<byte[]>("basis", table, nullable: false, defaultValue: Array.Empty<byte>());
            migrationBuilder.Sql($"UPDATE {table} SET basis = CAST(json AS BLOB)");
            migrationBuilder.Sql($"ALTER TABLE {table} DROP COLUMN json");
        }
        else
        {
            migrationBuilder.Sql($"ALTER TABLE {table} ALTER COLUMN basis TYPE bytea USING convert_to(basis, 'UTF8')");
            migrationBuilder.Sql($"ALTER TABLE {table} ALTER COLUMN basis SET STORAGE EXTERNAL"); // hashes: nothing to compress
        }
    }

    private string Head(int at, string arrow = "->>") => $"({(IsSqlite ? "basis" : "CAST(basis AS jsonb)")} {arrow} {at})";

    private string Json(string text) => IsSqlite ? $"json({text})" : $"CAST({text} AS json)";

    private string Mark(int mark) => Json($"CASE WHEN CAST(value ->> 5 AS integer) & {mark} = 0 THEN 'false' ELSE 'true' END");

    private static string Text(int at) => $"value ->> {at}";

    private static string Number(int at) => $"CAST(value ->> {at} AS bigint)";

    /// <summary>20260309 as 2026-03-09.</summary>
    private static string Day(string number) => $"substr({number}, 1, 4) || '-' || substr({number}, 5, 2) || '-' || substr({number}, 7, 2)";
}
