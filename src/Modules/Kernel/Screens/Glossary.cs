namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>A word as it is used in the product.</summary>
/// <param name="Term">The word.</param>
/// <param name="Abbreviation">Its abbreviation, or empty.</param>
/// <param name="CodeName">Its name in the source code.</param>
/// <param name="Meaning">Whole sentences, Swedish.</param>
/// <param name="Synonyms">Other words for the same, separated by commas, or empty.</param>
/// <param name="Source">Where it is used or explained.</param>
public sealed record GlossaryEntry(string Term, string Abbreviation, string CodeName, string Meaning, string Synonyms, string Source)
{
    /// <summary>The entry's anchor: <c>rpo</c>, <c>vardniva</c>.</summary>
    public string Slug => SwedishText.Slug(Abbreviation.Length > 0 ? Abbreviation : Term);
}

/// <summary>The glossary: the table of docs/ordlista.md, which is built into the program.</summary>
public static class Glossary
{
    private static readonly Lazy<IReadOnlyList<GlossaryEntry>> Entries = new(Load);

    /// <summary>Every word, in Swedish order.</summary>
    public static IReadOnlyList<GlossaryEntry> All => Entries.Value;

    /// <summary>The entry of an abbreviation or a word.</summary>
    /// <exception cref="KeyNotFoundException">It is not in the glossary: write it there.</exception>
    public static GlossaryEntry Of(string term) =>
        All.FirstOrDefault(e => e.Abbreviation == term || e.Term == term) ?? throw new KeyNotFoundException($"{term} is not in docs/ordlista.md.");

    private static List<GlossaryEntry> Load()
    {
        using var stream = typeof(Glossary).Assembly.GetManifestResourceStream("ordlista.md")!;
        using var reader = new StreamReader(stream);
        var entries = new List<GlossaryEntry>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('|')) continue;
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells is ["", var term, var abbreviation, ['`', ..] code, var meaning, var synonyms, var source, ""])
                entries.Add(new(term, abbreviation, code.Trim('`'), meaning, synonyms, source));
        }
        entries.Sort((a, b) => SwedishComparer.Instance.Compare(a.Term, b.Term));
        return entries;
    }
}
