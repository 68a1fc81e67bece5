using Kunskapsstyrning.Kernel;
using Xunit;

namespace Kunskapsstyrning.Structure.Tests;

public class LpoPasteRules
{
    private static readonly Region Vasterbotten = Region.Find("vasterbotten")!;
    private static readonly Guid Mgik = Guid.CreateVersion7(), Hjarta = Guid.CreateVersion7();
    private static readonly IReadOnlyList<(Guid, string)> Lpos = [(Hjarta, "Hjärta, lunga och kärl"), (Mgik, "MGIK")];

    [Theory]
    [InlineData("RPO\tLPO\nNjursjukdomar\tMGIK")]
    [InlineData("Njursjukdomar\tMGIK")]
    [InlineData("RPO;LPO\r\nRPO Njursjukdomar;LPO MGIK\r\n\r\n")]
    [InlineData("njursjukdomar ; \"MGIK\"")]
    [InlineData("RPO\tNorrbotten\tVästerbotten\tJämtland Härjedalen\tVästernorrland\nNjursjukdomar\tNjur\tMGIK delas av 7 RPO\tMedicin\tKirurgi")]
    [InlineData("RPO;LPO Norrbotten;LPO Västerbotten\nNjursjukdomar;Njur;MGIK")]
    public void Columns_are_found_with_or_without_headings(string text)
    {
        var row = Assert.Single(PastedText.Read(text, Vasterbotten));
        Assert.Equal(("Njursjukdomar", "MGIK", null), (row.Rpo, row.Lpo, row.Fault), StringTupleComparer);
    }

    [Theory]
    [InlineData("Njursjukdomar\tMGIK\tmer", "Raden har fler än två kolumner")]
    [InlineData("RPO\tNorrbotten\nNjursjukdomar\tNjur", "ingen kolumn för Västerbotten")]
    [InlineData("Njursjukdomar", "LPO saknas på raden")]
    [InlineData("\tMGIK", "RPO saknas på raden")]
    public void A_row_that_cannot_be_read_says_what_to_do(string text, string told) =>
        Assert.Contains(told, PastedText.Read(text, Vasterbotten)[0].Fault, StringComparison.Ordinal);

    [Fact]
    public void Rows_are_same_changed_new_unknown_or_faulty()
    {
        var plan = Plan("""
            Njursjukdomar	MGIK
            Lungsjukdomar	MGIK
            Cancersjukdomar	Onkologi
            ÖNH	MGIK
            Qwerty	MGIK
            Njursjukdomar	saknas
            """);
        Assert.Equal([PasteKind.Same, PasteKind.Changed, PasteKind.NewLpo, PasteKind.UnknownRpo, PasteKind.UnknownRpo, PasteKind.Fault], plan.Lines.Select(l => l.Kind));
        Assert.Equal(("Öron näsa halssjukdomar", null), (plan.Lines[3].Suggestion, plan.Lines[4].Suggestion));
        Assert.Contains("säger emot rad 1", plan.Lines[5].Advice, StringComparison.Ordinal);
        Assert.Equal(2, plan.Answers.Count);
    }

    [Fact]
    public void Two_rows_of_one_RPO_and_a_cell_with_a_comma_are_both_several_LPO()
    {
        var twoRows = Plan("Lungsjukdomar\tMGIK\nLungsjukdomar\tHjärta, lunga och kärl");
        var oneCell = Plan("Lungsjukdomar\tHjärta, lunga och kärl");
        Assert.Equal([Mgik, Hjarta], Assert.Single(twoRows.Answers).Lpos.Select(l => l.Id));
        Assert.Equal([Hjarta], Assert.Single(oneCell.Answers).Lpos.Select(l => l.Id));
    }

    [Fact]
    public void Saknas_may_be_followed_by_why_and_ej_kartlagt_takes_an_answer_back()
    {
        var plan = Plan("Lungsjukdomar\tsaknas: utreds i vår\nNjursjukdomar\tej kartlagt");
        Assert.Equal([(CellState.Missing, "utreds i vår"), (CellState.Unmapped, "")], plan.Answers.Select(a => (a.State, a.Comment)));
    }

    [Fact]
    public void The_fingerprint_changes_with_the_text_and_with_the_map()
    {
        var one = Plan("Njursjukdomar\tMGIK").Fingerprint;
        Assert.Equal(one, Plan("Njursjukdomar\tMGIK").Fingerprint);
        Assert.NotEqual(one, Plan("Lungsjukdomar\tMGIK").Fingerprint);
        Assert.NotEqual(one, LpoPaste.Plan("Njursjukdomar\tMGIK", Vasterbotten, View(njurar: []), Lpos).Fingerprint);
    }

    [Theory]
    [InlineData("ÖNH", "Öron näsa halssjukdomar")]
    [InlineData("Njur", "Njursjukdomar")]
    [InlineData("cancersjukdommar", "Cancersjukdomar")]
    [InlineData("Oron, näsa och halssjukdomar", "Öron näsa halssjukdomar")]
    [InlineData("Ortopedi", null)]
    [InlineData("", null)]
    public void A_name_is_suggested_only_when_it_is_near(string written, string? suggested) =>
        Assert.Equal(suggested, NearestName.Of(written, View([]).Rows.Select(r => r.Rpo)));

    private static IEqualityComparer<(string, string, string?)> StringTupleComparer { get; } = EqualityComparer<(string, string, string?)>.Create(
        (a, b) => string.Equals(a.Item1, b.Item1, StringComparison.OrdinalIgnoreCase) && a.Item2 == b.Item2 && a.Item3 == b.Item3, _ => 0);

    private static Guid IdOf(string rpo) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(rpo)).AsSpan(0, 16));

    private static LpoPaste Plan(string text) => LpoPaste.Plan(text, Vasterbotten, View([(Mgik, "MGIK", 1)]), Lpos);

    private static LpoMapView View(IReadOnlyList<(Guid, string, int)> njurar) => new(new(2026, 11, 22),
    [
        .. new[] { "Cancersjukdomar", "Lungsjukdomar", "Njursjukdomar", "Öron näsa halssjukdomar" }.Select(rpo => new LpoRow(IdOf(rpo), rpo, rpo,
            [.. Region.Norra.Select(r => new LpoCell(r, rpo == "Njursjukdomar" && njurar.Count > 0 ? CellState.HasLpo : CellState.Unmapped, rpo == "Njursjukdomar" ? njurar : [], ""))])),
    ]);
}
