using System.Text.Json;
using Kunskapsstyrning.Kernel.Documents;

namespace Kunskapsstyrning.Reporting;

/// <summary>Prose as the director writes it, and the prose that a report begins with.</summary>
internal static class Prose
{
    private static readonly IReadOnlyDictionary<string, string> Of2024 = Read("texter-2024.json");

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>What a new report of the year says, by the section's key: told in our words from the round of 2024; nothing for other years.</summary>
    public static IReadOnlyDictionary<string, string> Begins(int year) => year == 2024 ? Of2024 : None;

    /// <summary>The text as paragraphs and lists.</summary>
    public static IEnumerable<Block> Blocks(string text)
    {
        foreach (var part in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var lines = part.Split('\n', StringSplitOptions.TrimEntries);
            if (lines.All(l => l.StartsWith("- ", StringComparison.Ordinal))) yield return new ListBlock([.. lines.Select(l => l[2..])]);
            else yield return new TextBlock(string.Join('\n', lines));
        }
    }

    private static Dictionary<string, string> Read(string name)
    {
        using var file = typeof(Prose).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
    }
}
