using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.Vasterbotten;

/// <summary>The LPO and their sub-areas as a text with bullets; the numbers are the rules of formats/LPO-STRUKTUR.md.</summary>
internal static partial class BulletText
{
    internal static LocalStructure Read(Stream content, string fileName, CancellationToken ct)
    {
        List<LocalGroup> groups = [];
        List<RowPosition> unreadable = [];
        string? name = null;
        List<string> mirrors = [];

        using var reader = new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        for (long row = 1; reader.ReadLine() is { } text; row++)
        {
            ct.ThrowIfCancellationRequested();
            var line = text.Trim();
            if (line.Length == 0) // 1
            {
                Close();
            }
            else if (LpoLine().Match(line) is { Success: true } lpo) // 2
            {
                Close();
                name = lpo.Groups["name"].Value;
            }
            else if (name is null) // 5
            {
                unreadable.Add(new(fileName, row));
            }
            else if (line[0] == '•' || (line[0] is '-' or '*' && line.Length > 1 && Names.IsBlank(line[1]))) // 3
            {
                mirrors.Add(line[1..]);
            }
            else if (!char.IsLower(line[0])) // 4
            {
                mirrors.Add(line);
            }
            else if (mirrors.Count == 0) // 4: the LPO's name goes on
            {
                name += " " + line;
            }
            else
            {
                mirrors[^1] += " " + line;
            }
        }
        Close();
        return new(groups, unreadable);

        void Close()
        {
            if (name is not null)
                groups.Add(new(Names.Tidy(name), LocalCode: null, "LPO", Parent: null, ActsAsLpo: true, [.. mirrors.Select(Names.Tidy).Where(mirror => mirror.Length > 0)]));
            name = null;
            mirrors = [];
        }
    }

    [GeneratedRegex(@"^LPO\b[ :]*(?<name>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LpoLine();
}
