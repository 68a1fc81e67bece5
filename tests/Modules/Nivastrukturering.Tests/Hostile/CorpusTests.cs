using System.Globalization;
using Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile;

/// <summary>The corpus: what may come in bad files, and what comes of it.</summary>
public class CorpusTests
{
    private static readonly HostileCase[] All =
        [.. Encodings.Table(), .. Outsized.Table(), .. Layouts.Table(), .. Numbers.Table(), .. Dates.Table(), .. Persons.Table(), .. Repeats.Duplicates(), .. Repeats.Shares(), .. XmlAttacks.Table(), .. ZipAttacks.Table(), .. Manifests.Table()];

    [Theory]
    [InlineData("nb")]
    [InlineData("jh")]
    [InlineData("vb")]
    [InlineData("vn")]
    public void The_delivery_that_every_case_starts_from_is_sound(string region) => Assert.Equal("inläst 4/0 personer=1", Judge.Shared.Read(Judge.Shared.Sound(region)).Like(" personer="));

    [Theory]
    [InlineData("E2")]
    [InlineData("E3")]
    [InlineData("E4")]
    [InlineData("E5")]
    [InlineData("E6")]
    [InlineData("E7")]
    [InlineData("E8")]
    [InlineData("E9")]
    [InlineData("E10")]
    [InlineData("E11")]
    [InlineData("E13")]
    public void Every_bad_file_gets_the_verdict_of_the_pages(string kind)
    {
        var cases = All.Where(c => c.Id.StartsWith(kind + "-", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(cases);
        var wrong = string.Concat(cases.Select(Wrong));
        if (wrong.Length > 0) Assert.Fail(wrong); // whole: an Assert.Empty would cut it
    }

    [Fact]
    public void The_corpus_has_at_least_120_cases_each_with_an_id_of_its_own()
    {
        Assert.InRange(All.Length, 120, int.MaxValue);
        Assert.Equal(All.Length, All.Select(c => c.Id).Distinct().Count());
    }

    [Fact]
    public void One_person_has_one_pseudonym_in_all_four_spellings()
    {
        var spelled = new[] { ("nb", "195007199903"), ("jh", "19500719-9903"), ("vb", "500719-9903"), ("vn", "195007199903") };
        var pseudonyms = spelled.Select(s =>
        {
            var sound = Judge.Shared.Sound(s.Item1);
            sound.Set(Adapters.Sdk.Field.Person, s.Item2);
            return Judge.Shared.Read(sound).Contacts[0].Pseudonym;
        });
        Assert.Single(pseudonyms.Distinct());
    }

    /// <summary>E1, as it happens on the way: the manifest is the whole file's.</summary>
    [Theory]
    [InlineData("nb")]
    [InlineData("jh")]
    [InlineData("vb")]
    [InlineData("vn")]
    public void A_file_cut_anywhere_after_its_manifest_was_written_is_refused(string region)
    {
        foreach (var cut in Cuts(region))
            Assert.Equal((cut, "avvisad KST-210"), (cut, Judge.Shared.Read(Cut(region, d => d.Sealed(files => files[d.Main] = files[d.Main][..cut]))).Verdict));
    }

    /// <summary>E1, cut before the manifest was written: a control row or the end tag is missed; without one, what is read is what the whole file has.</summary>
    [Theory]
    [InlineData("jh", "avvisad KST-202|avvisad KST-203|avvisad KST-207|avvisad KST-208")]
    [InlineData("vn", "avvisad KST-204")]
    [InlineData("nb", "")]
    [InlineData("vb", "")]
    public void A_file_cut_anywhere_by_its_sender_is_refused_or_gives_no_contact_that_the_whole_does_not(string region, string refusals)
    {
        var whole = Judge.Shared.Read(Judge.Shared.Sound(region)).Contacts.Select(c => c.Text + c.Pseudonym).ToHashSet();
        foreach (var cut in Cuts(region))
        {
            var reading = Judge.Shared.Read(Cut(region, d => d.Bytes(b => b[..cut])));
            var read = reading.Contacts.Select(c => c.Text + c.Pseudonym).ToHashSet();
            if (refusals.Length == 0) Assert.Subset(whole, read);
            else if (!whole.SetEquals(read)) Assert.Contains(reading.Verdict, refusals.Split('|')); // equal: only empty cells of the total row are gone
        }
    }

    private static Sound Cut(string region, Action<Sound> cut)
    {
        var sound = Judge.Shared.Sound(region);
        cut(sound);
        return sound;
    }

    /// <summary>Every byte of the first and last 200 and every hundredth part, the last line end left out: without it the file is whole.</summary>
    private static IEnumerable<int> Cuts(string region)
    {
        var sound = Judge.Shared.Sound(region);
        var length = sound.Files()[sound.Main].Length - 2;
        return Enumerable.Range(0, 200).Concat(Enumerable.Range(0, 100).Select(i => length * i / 100)).Concat(Enumerable.Range(length - 200, 200)).Where(cut => cut < length).Distinct();
    }

    private static string? Wrong(HostileCase c)
    {
        string told;
        try
        {
            var sound = Judge.Shared.Sound(c.Region);
            c.Do(sound);
            told = Judge.Shared.Read(sound).Like(c.Verdict);
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.IAssertionException)
        {
            told = $"{failure.GetType().Name} {failure.Message}";
        }
        return told == c.Verdict ? null : string.Create(CultureInfo.InvariantCulture, $"\n{c}: väntat {c.Verdict}, blev {told}");
    }
}
