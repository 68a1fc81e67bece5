using System.Text.Json;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>
/// An object of a reference file in JSON, read member by member. A member that is missing or of the wrong type becomes an error of code
/// <see cref="ReferenceError.Layout"/> and null, so that the rest of the file is still checked.
/// </summary>
internal readonly struct JsonItem(JsonElement element, ReferenceErrors errors, long row)
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Where the item stands in its list, 1-based; 0 = the file's root.</summary>
    internal long Row => row;

    /// <summary>Reads a file whose root is an object.</summary>
    /// <param name="content">From its first byte.</param>
    /// <param name="file">Its bare name.</param>
    /// <param name="read">Makes the value of the root; what it misses it reports.</param>
    internal static Parsed<T> ReadFile<T>(Stream content, string file, Func<JsonItem, ReferenceErrors, T> read)
        where T : class
    {
        var errors = new ReferenceErrors(file);
        if (ReferenceText.Read(content, errors) is not { } text) return errors.Failed<T>();
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return errors.Result(read(new(document.RootElement, errors, 0), errors));
            errors.Layout(0, "", "Filen ska innehålla ett JSON-objekt, { … }. Jämför med formatbeskrivningen.");
        }
        catch (JsonException e)
        {
            errors.Layout((e.LineNumber ?? 0) + 1, "", "Filen är inte giltig JSON, eller så står samma namn två gånger i ett objekt. Rätta raden.");
        }
        catch (InvalidOperationException) // an escape such as \uD800 is no character: seen first when the text is asked for
        {
            errors.Layout(0, "", "Filen innehåller ett ogiltigt tecken (\\u…). Ta bort det.");
        }
        return errors.Failed<T>();
    }

    /// <summary>A text that is not blank.</summary>
    internal string? Text(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.String } value && value.GetString()!.Trim() is { Length: > 0 } text) return text;
        Wrong(name, "en text");
        return null;
    }

    /// <summary>A text, or empty when the member is missing or null.</summary>
    internal string OptionalText(string name)
    {
        if (Find(name) is not { } value || value.ValueKind == JsonValueKind.Null) return "";
        if (value.ValueKind == JsonValueKind.String) return value.GetString()!.Trim();
        Wrong(name, "en text");
        return "";
    }

    /// <summary>A whole number.</summary>
    internal long? Whole(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)) return number;
        Wrong(name, "ett heltal");
        return null;
    }

    /// <summary>A whole number that fits 32 bits.</summary>
    internal int? Int(string name)
    {
        if (OptionalInt(name) is { } number) return number;
        if (Find(name) is null or { ValueKind: JsonValueKind.Null }) Wrong(name, "ett heltal");
        return null;
    }

    /// <summary>A whole number that fits 32 bits, or null when the member is missing or null.</summary>
    internal int? OptionalInt(string name)
    {
        if (Find(name) is not { } value || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)) return number;
        Wrong(name, "ett heltal eller null");
        return null;
    }

    /// <summary>True when the member is a number that is not whole, or too large for 32 bits.</summary>
    internal bool IsFraction(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && !value.TryGetInt32(out _);

    /// <summary>True or false.</summary>
    internal bool? Flag(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value) return value.GetBoolean();
        Wrong(name, "true eller false");
        return null;
    }

    /// <summary><c>giltigFran</c> and <c>giltigTill</c>; null or missing = open. An open start is <see cref="DateOnly.MinValue"/>.</summary>
    internal Period? Validity()
    {
        var from = Day("giltigFran", out var fromIsRead);
        var to = Day("giltigTill", out var toIsRead);
        return fromIsRead && toIsRead ? new Period(from ?? DateOnly.MinValue, to) : null;
    }

    /// <summary>A region's code.</summary>
    internal string? RegionOf(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.String } value && RegionCode.IsKnown(value.GetString())) return value.GetString();
        Wrong(name, "en länskod med två siffror, till exempel \"24\"");
        return null;
    }

    /// <summary>A list of texts, each not empty; empty when the member is missing or null.</summary>
    internal IReadOnlyList<string> Texts(string name)
    {
        List<string> texts = [];
        foreach (var value in Array(name))
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text) texts.Add(text);
            else Wrong(name, "en lista med texter som inte är tomma");
        }
        return texts;
    }

    /// <summary>A list of MVO texts as numbers.</summary>
    internal IReadOnlyList<int> Mvos(string name)
    {
        List<int> mvos = [];
        foreach (var text in Texts(name))
        {
            if (ReferenceText.TryMvo(text, out var mvo)) mvos.Add(mvo);
            else Wrong(name, "en lista med MVO, tre siffror var, till exempel \"101\"");
        }
        return mvos;
    }

    /// <summary>A list of kinds of contact.</summary>
    internal IReadOnlyList<Kontaktslag> Kinds(string name)
    {
        List<Kontaktslag> kinds = [];
        foreach (var text in Texts(name))
        {
            if (ContactCodes.TryParse(text, out Kontaktslag kind)) kinds.Add(kind);
            else Wrong(name, "en lista med SLUTEN, DAGKIR, OPPEN_LAKARE, OPPEN_ANNAN eller DISTANS");
        }
        return kinds;
    }

    /// <summary>The objects of a list that must be there, numbered from 1.</summary>
    internal IReadOnlyList<JsonItem> Items(string name)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } list)
        {
            Wrong(name, "en lista");
            return [];
        }
        List<JsonItem> items = [];
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            if (item.ValueKind == JsonValueKind.Object) items.Add(new(item, errors, row == 0 ? index + 1 : row));
            else Wrong(name, "en lista med objekt");
        }
        return items;
    }

    /// <summary>An object below, with this item's number; null when the member is missing or null.</summary>
    internal JsonItem? Child(string name)
    {
        if (Find(name) is not { } value || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Object) return new(value, errors, row);
        Wrong(name, "ett objekt");
        return null;
    }

    /// <summary>The members' names, in file order.</summary>
    internal IReadOnlyList<string> Names() => [.. element.EnumerateObject().Select(p => p.Name)];

    /// <summary>Reports a member that is not what it should be.</summary>
    /// <param name="name">The member.</param>
    /// <param name="wanted">Swedish, after "ska vara".</param>
    internal void Wrong(string name, string wanted) => errors.Layout(row, name, $"”{name}” ska vara {wanted}. Rätta värdet.");

    private JsonElement? Find(string name) => element.TryGetProperty(name, out var value) ? value : null;

    private List<JsonElement> Array(string name)
    {
        if (Find(name) is not { } value || value.ValueKind == JsonValueKind.Null) return [];
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray()];
        Wrong(name, "en lista");
        return [];
    }

    private DateOnly? Day(string name, out bool isRead)
    {
        isRead = true;
        if (Find(name) is not { } value || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text)
        {
            if (text.Length == 0) return null;
            if (ReferenceText.TryDate(text, out var day)) return day;
        }
        isRead = false;
        Wrong(name, "ett datum, till exempel \"2026-01-01\", eller null");
        return null;
    }
}
