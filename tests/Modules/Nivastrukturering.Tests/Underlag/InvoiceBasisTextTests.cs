using System.Text.Json;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

public class InvoiceBasisTextTests
{
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
            Assert.Equal(JsonSerializer.Serialize(basis), JsonSerializer.Serialize(InvoiceBasisText.Read(InvoiceBasisText.Write(basis))));
    }

    [Fact]
    public void What_was_stored_with_names_is_read_still()
    {
        var before = JsonSerializer.Serialize(Basis(Full, Bare));

        Assert.Equal(before, JsonSerializer.Serialize(InvoiceBasisText.Read(before)));
        Assert.True(InvoiceBasisText.Write(Basis(Full, Bare)).Length < before.Length / 2);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("""["ZVF1",20260409,false,null,"1","2",[1]]""")]
    [InlineData("\"\"")]
    public void What_is_neither_is_refused(string text) => Assert.ThrowsAny<System.Text.Json.JsonException>(() => InvoiceBasisText.Read(text));

    private static InvoiceBasis Basis(params InvoiceLine[] lines) => new("ZVF23210002302603240001", new(2026, 4, 9), false, null, "2321000230", "2321000222", lines);
}
