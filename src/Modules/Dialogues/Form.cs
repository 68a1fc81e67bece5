using System.Text.Json;

namespace Kunskapsstyrning.Dialogues;

/// <summary>A questionnaire: what is asked, in order.</summary>
/// <param name="Minutes">About how long it takes to answer.</param>
/// <param name="Sections">Answered one at a time.</param>
internal sealed record Form(int Minutes, IReadOnlyList<FormSection> Sections)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The form of 2026, from Reference/formular-2026.json.</summary>
    public static Form Of2026 { get; } = Read("formular-2026.json");

    public IEnumerable<FormQuestion> Questions => Sections.SelectMany(s => s.Questions);

    private static Form Read(string name)
    {
        using var file = typeof(Form).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<Form>(file, Options)!;
    }
}

/// <summary>A section of the form.</summary>
internal sealed record FormSection(string Title, IReadOnlyList<FormQuestion> Questions);

/// <summary>A question: one of its choices, or a text when it has none.</summary>
/// <param name="Key">Stable, ASCII.</param>
/// <param name="Text">The question.</param>
/// <param name="Help">One line under it, or null.</param>
/// <param name="Fault">What to do when the answer is missing.</param>
/// <param name="Optional">True when it may be left empty.</param>
/// <param name="Choices">Key and text of each choice, in order; null for a text.</param>
internal sealed record FormQuestion(string Key, string Text, string? Help = null, string? Fault = null, bool Optional = false, IReadOnlyDictionary<string, string>? Choices = null)
{
    /// <summary>The answer as people read it.</summary>
    public string Shown(string value) => Choices is null ? value : Choices.GetValueOrDefault(value, value);

    /// <summary>True when the value is empty, a text, or one of the choices.</summary>
    public bool Accepts(string value) => value.Length == 0 || (Choices is null ? value.Length <= MostCharacters : Choices.ContainsKey(value));

    /// <summary>The longest text.</summary>
    public const int MostCharacters = 4000;
}
