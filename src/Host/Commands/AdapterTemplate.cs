using System.Text.Json;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Commands;

/// <summary>The files of <c>dotnet new kst-adapter</c>, which lie beside the program, filled in without the .NET SDK.</summary>
internal static partial class AdapterTemplate
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "mall", "kst-adapter");

    /// <summary>Writes a project.</summary>
    /// <param name="project">Its name: a C# identifier that begins with a capital.</param>
    /// <param name="region">Whose adapter it becomes.</param>
    /// <param name="target">A folder that is empty or not there.</param>
    /// <returns>The files, relative to the folder.</returns>
    /// <exception cref="CommandException">Code 2: the name is none, or the folder has files.</exception>
    public static IReadOnlyList<string> Write(string project, Region region, string target)
    {
        if (!Identifier().IsMatch(project)) throw new CommandException(ExitCodes.Usage, $"”{project}” kan inte vara ett projektnamn. Börja med stor bokstav och skriv bara A–Z och siffror, till exempel Kalmar.");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()) throw new CommandException(ExitCodes.Usage, $"Mappen {target} är inte tom. Välj en annan med --out.");
        var words = Words(project, region);
        List<string> written = [];
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Filled(Path.GetRelativePath(Folder, file), words);
            var path = Path.Combine(target, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (Path.GetExtension(file) == ".csv") File.Copy(file, path); // its hash stands in leverans.json
            else File.WriteAllText(path, Filled(File.ReadAllText(file), words));
            written.Add(name);
        }
        return written;
    }

    /// <summary>What the template's own words become; which words those are stands in template.json.</summary>
    private static Dictionary<string, string> Words(string project, Region region)
    {
        using var template = JsonDocument.Parse(File.ReadAllBytes(Folder + ".json"));
        var symbols = template.RootElement.GetProperty("symbols");
        return new()
        {
            [template.RootElement.GetProperty("sourceName").GetString()!] = project,
            [Of("region")] = region.Key,
            [Of("code")] = region.Code.Code,
            [Of("title")] = region.Name,
        };

        string Of(string symbol) => symbols.GetProperty(symbol).GetProperty("replaces").GetString()!;
    }

    private static string Filled(string text, Dictionary<string, string> words)
    {
        foreach (var (word, becomes) in words) text = text.Replace(word, becomes, StringComparison.Ordinal);
        return text;
    }

    [GeneratedRegex("^[A-Z][A-Za-z0-9]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
