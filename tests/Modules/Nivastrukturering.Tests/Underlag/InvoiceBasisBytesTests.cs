using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

public class InvoiceBasisBytesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly InvoiceLine Full = new()
    {
        LineId = 7, ContactTag = new(UInt128.MaxValue, 1), CreditedLineId = 3, Pseudonym = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 8))]), County = "24", IsInpatient = true, IsPlanned = false, IsPartInvoice = true, HasCommitment = false,
        VisitDate = new(2026, 3, 9), DischargeDate = new(2026, 12, 31), UnitHsaId = "SE\"å\\", DrgCode = "A01A", CareLevel = "4", NetOre = long.MaxValue, BilledCareOre = 0,
    };

    private static readonly InvoiceLine Bare = new()
    {
        LineId = 8, County = "24", IsInpatient = false, IsPlanned = true, IsPartInvoice = false, HasCommitment = true, VisitDate = new(1999, 1, 1), NetOre = 1, BilledCareOre = 2,
    };

    [Fact]
    public void What_is_stored_is_read_back_value_by_value()
    {
        foreach (var basis in new[] { Basis(Full, Bare, Full, Full with { UnitHsaId = null, DrgCode = "B" }), Basis(Bare), Basis() with { IsCredit = true, CreditedId = "ZVF1" } })
            Assert.Equal(JsonSerializer.Serialize(basis), JsonSerializer.Serialize(InvoiceBasisBytes.Read(InvoiceBasisBytes.Write(basis))));
    }

    [Fact]
    public void A_line_takes_a_hundred_and_twenty_four_bytes() =>
        Assert.Equal(124, InvoiceBasisBytes.Write(Basis(Full, Full, Full)).Length - InvoiceBasisBytes.Write(Basis(Full, Full)).Length);

    [Fact]
    public void What_is_not_as_it_was_stored_is_refused()
    {
        var stored = InvoiceBasisBytes.Write(Basis(Full, Bare));

        for (var length = 0; length < stored.Length; length++) Assert.Throws<FormatException>(() => InvoiceBasisBytes.Read(stored.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => InvoiceBasisBytes.Read([.. stored, 0]));
        Assert.Throws<FormatException>(() => InvoiceBasisBytes.Read([.. stored[..^1], 7])); // no such text
        Assert.Throws<FormatException>(() => InvoiceBasisBytes.Read("[]"u8));
    }

    [Theory, OnEachDatabase]
    public async Task What_was_stored_as_text_is_read_after_the_upgrade(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        var basis = Basis(Full, Bare);
        var (named, none) = (JsonSerializer.Serialize(basis), JsonSerializer.Serialize(Basis() with { IsCredit = true, CreditedId = "ZVF1" }));
        const string Array = """
            ["ZVF23210002302603240001",20260409,false,null,"2321000230","2321000222",[7,"/////////////////////wEAAAAAAAAAAAAAAAAAAAA=",3,"AAgQGCAoMDhASFBYYGhweICIkJigqLC4wMjQ2ODo8Pg=","24",5,20260309,20261231,"SE\u0022\u00E5\\","A01A","4",9223372036854775807,0],[8,null,null,null,"24",10,19990101,null,null,null,null,1,2]]
            """;
        Assert.Equal(named, await Upgraded(host, engine, Array));
        Assert.Equal(named, await Upgraded(host, engine, named));
        Assert.Equal(none, await Upgraded(host, engine, """["ZVF23210002302603240001",20260409,true,"ZVF1","2321000230","2321000222"]"""));
        Assert.Equal("", await Upgraded(host, engine, ""));
    }

    /// <summary>The column as it was before, with a document in it, and then as it is now.</summary>
    private static async Task<string> Upgraded(TestHost host, Engine engine, string stored)
    {
        var id = Guid.CreateVersion7();
        await host.WriteAsync<NivastruktureringDb>(db => db.Add(new InvoiceDocument { Id = id, Owner = Owner.Nrf, File = $"{id}.xml", Hash = "", Rows = 2, Codes = "", Basis = [], ReceivedAt = DateTime.UtcNow, ReceivedBy = "test" }));
        return await host.ReadAsync<NivastruktureringDb, string>(async db =>
        {
            var (table, history) = (db.TableName("invoice_document"), engine == Engine.Sqlite ? "nivastrukturering_migration" : "nivastrukturering.migration");
            var back = engine == Engine.Sqlite
                ? $"ALTER TABLE {table} DROP COLUMN basis; ALTER TABLE {table} ADD COLUMN basis TEXT NOT NULL DEFAULT ''"
                : $"ALTER TABLE {table} ALTER COLUMN basis TYPE text USING ''";
            await db.Database.ExecuteSqlRawAsync($"""{back}; DELETE FROM {history} WHERE "MigrationId" = '0020_InvoiceBasis'""", Ct);
            await db.Database.ExecuteSqlRawAsync($$"""UPDATE {{table}} SET basis = {0}""", [stored], Ct);
            await db.Database.MigrateAsync(Ct);
            var basis = await db.InvoiceDocuments.Where(d => d.Id == id).Select(d => d.Basis).SingleAsync(Ct);
            return basis.Length == 0 ? "" : JsonSerializer.Serialize(InvoiceBasisBytes.Read(basis));
        });
    }

    private static InvoiceBasis Basis(params InvoiceLine[] lines) => new("ZVF23210002302603240001", new(2026, 4, 9), false, null, "2321000230", "2321000222", lines);
}
