using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>LPO-STRUKTUR.md's rules, one by one.</summary>
public sealed class StructureRules
{
    [Theory]
    [InlineData("LPO A\n• b\n• c", "A[b,c]")]
    [InlineData("\ufeffLPO : A \n \nb", "A[] ?3")]
    [InlineData("LPO Psykisk\nhälsa  och\tmer\nB\nfortsatt\n- c\n* d\n-e", "Psykisk hälsa och mer[B fortsatt,c,d,-e]")]
    [InlineData("• a\nLPOX\nLPO B\nLPO C\n•\n• ", "B[] C[] ?1 ?2")]
    [InlineData("", "")]
    public void Bullet_text_is_read_line_by_line(string text, string told) => Assert.Equal(told, Told("vasterbotten", Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("Status;NPO-namn;lpo-namn;LPO-kod\nStartad;\"a;b\";LPO A;1\n;;;\nx\nUnder start;;LPO B;", "LPO A[a;b] LPO B[] ?3 ?4")]
    public void Norrbottens_columns_are_found_by_name(string text, string told) => Assert.Equal(told, Told("norrbotten", Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Jamtland_harjedalens_groups_without_areas_are_structure_and_no_lpo()
    {
        var structure = Read("jamtland-harjedalen", Encoding.Latin1.GetBytes("Typ\tRåd/grupp\tÖverordnad\tSpeglar\nRåd\tÖvre rådet\t\t\nGrupp\tEn\tÖvre rådet\ta / / b\n"));
        Assert.Equal([("Övre rådet", null, false, ""), ("En", "Övre rådet", true, "a,b")],
            structure.Groups.Select(group => (group.Name, group.Parent, group.ActsAsLpo, string.Join(',', group.Mirrors))));
    }

    [Fact]
    public void A_lag_adds_its_areas_to_the_nearest_lpo_above()
    {
        var told = Told("vasternorrland", Json("""
            {"namn":"S","typ":"samordning","speglar":["x"],"barn":[
              {"namn":"A","typ":"lpo","speglar":["a"],"barn":[{"namn":"L","typ":"lag","speglar":["l"],"barn":[{"namn":"M","typ":"lag","speglar":["m"]}]},
                {"namn":"B","typ":"lpo","barn":[{"namn":"N","typ":"lag","speglar":["n"]}]}]},
              {"namn":"O","typ":"lag","speglar":["o"],"barn":null}]}
            """));
        Assert.Equal("A[a,l,m] B[n]", told);
    }

    [Theory]
    [InlineData("""{"namn":"A","typ":"lpo"},{"namn":" a ","typ":"lpo"}""", "LPO-001")]
    [InlineData("""{"namn":"A","typ":"lpo"},{"namn":"A","typ":"lag"}""", null)]
    [InlineData("""{"namn":"A","typ":"råd"}""", "LPO-002")]
    [InlineData("""{"namn":" ","typ":"lpo"}""", "LPO-002")]
    [InlineData("""{"namn":"\ud800","typ":"lpo"}""", "LPO-002")]
    [InlineData("""{"namn":"A","typ":"lpo","speglar":[1]}""", "LPO-002")]
    [InlineData("[1]", "LPO-002")]
    [InlineData("{", "LPO-002")]
    public void A_tree_that_breaks_a_rule_is_refused(string nodes, string? code) =>
        Assert.Equal(code, (Record.Exception(() => Read("vasternorrland", Json(nodes))) as StructureRejectedException)?.Code);

    [Theory]
    [InlineData(10, null)]
    [InlineData(11, "LPO-003")]
    [InlineData(300, "LPO-003")]
    public void A_tree_has_at_most_ten_levels(int levels, string? code)
    {
        var nodes = Enumerable.Range(1, levels).Aggregate("", (below, level) => $$"""{"namn":"{{level}}","typ":"lag","barn":[{{below}}]}""");
        Assert.Equal(code, (Record.Exception(() => Read("vasternorrland", Json(nodes))) as StructureRejectedException)?.Code);
    }

    [Theory]
    [InlineData("norrbotten", "")]
    [InlineData("norrbotten", "LPO-kod;LPO-namn;Status\n")]
    [InlineData("jamtland-harjedalen", "Typ\tTyp\tRåd/grupp\tÖverordnad\tSpeglar\n")]
    [InlineData("vasternorrland", "")]
    public void A_file_of_another_layout_is_refused(string region, string text) =>
        Assert.Equal("LPO-002", Assert.Throws<StructureRejectedException>(() => Read(region, Encoding.Latin1.GetBytes(text))).Code);

    private static byte[] Json(string nodes) => Encoding.UTF8.GetBytes($$"""{"noder":[{{nodes}}]}""");

    private static string Told(string region, byte[] content)
    {
        var structure = Read(region, content);
        return string.Join(' ', structure.Groups.Where(group => group.ActsAsLpo).Select(group => $"{group.Name}[{string.Join(',', group.Mirrors)}]")
            .Concat(structure.UnreadableRows.Select(position => $"?{position.Row}")));
    }

    private static LocalStructure Read(string region, byte[] content) => AllAdapters.Of(region).ReadStructure(new MemoryStream(content), "lpo", CancellationToken.None);
}
