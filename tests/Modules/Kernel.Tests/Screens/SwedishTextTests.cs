using System.Text;
using Kunskapsstyrning.Kernel.Screens;
using Xunit;

namespace Kunskapsstyrning.Kernel.Tests.Screens;

public sealed class SwedishTextTests
{
    [Theory]
    [InlineData("Öberg", "oberg")]
    [InlineData("Ågren", "agren")]
    [InlineData("Čohkká", "cohkka")]
    [InlineData("Ŋállá", "nalla")]
    [InlineData("Đ Ŧ Ž ñ ï ü æ ø", "d t z n i u a o")]
    [InlineData("Wallén", "vallen")]
    [InlineData("  Hjärt-\u00A0 och  kärl ", "hjart- och karl")]
    public void Text_folds_to_what_people_type(string text, string folded)
    {
        Assert.Equal(folded, SwedishText.Fold(text));
        Assert.Equal(folded, SwedishText.Fold(text.Normalize(NormalizationForm.FormD)));
    }

    [Theory]
    [InlineData("RPO Njursjukdomar", "rpo-njursjukdomar")]
    [InlineData("Hjärt- och kärlsjukdomar", "hjart-och-karlsjukdomar")]
    [InlineData("Medicinsk diagnostik (laboratoriemedicin)", "medicinsk-diagnostik-laboratoriemedicin")]
    [InlineData("Wernicke", "wernicke")]
    public void An_address_has_no_marks_and_single_hyphens(string text, string slug) => Assert.Equal(slug, SwedishText.Slug(text));

    [Fact]
    public void Words_sort_as_in_a_Swedish_dictionary_and_digits_by_value()
    {
        string[] expected = ["RPO 2", "RPO 10", "Vård", "Wård", "Zeta", "Ål", "Ägg", "Öl"];
        Assert.Equal(expected, expected.Reverse().Order(SwedishComparer.Instance));
    }

    [Fact]
    public void The_glossary_has_every_abbreviation_once()
    {
        Assert.True(Glossary.All.Count >= 60);
        Assert.Equal(Glossary.All.Count, Glossary.All.Select(e => e.Slug).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("regionalt programområde", Glossary.Of("RPO").Term);
        Assert.All(["LPO", "NPO", "NHV", "DRG", "KPP", "MVO", "KVÅ"], a => Assert.NotEmpty(Glossary.Of(a).Meaning));
        Assert.Throws<KeyNotFoundException>(() => Glossary.Of("XYZ"));
    }

    [Fact]
    public void Every_row_of_the_glossary_is_whole() =>
        Assert.All(Glossary.All, e => Assert.True(e.Term.Length > 0 && e.Meaning.EndsWith('.') && e.CodeName.Length > 0 && e.Source.Length > 0, e.Term));
}
