using System.Globalization;
using System.Xml.Linq;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

/// <summary>Makes well-formed documents that may break the schema: elements dropped, doubled, moved, renamed; values, attributes and namespaces of other forms. The same seed gives the same.</summary>
internal sealed class ClaimMutator(int seed)
{
    private static readonly XNamespace Claim = "urn:riv:financial:billing:claim:1", Sent = "urn:riv:financial:billing:claim:ProcessClaimSpecificationResponder:1", Foreign = "urn:n";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private static readonly XNamespace[] Spaces = [Claim, Sent, Foreign, XNamespace.None];
    private static readonly string[] Values =
    [
        "", " ", "x", "0", "1", "-1", "+7", " 12 ", "1.5", "1,5", ".5", "5.", "1e3", "0.001", "-0", "1 000", "INF", "true", "TRUE", "false", "ja",
        "20260228", "20260230", "20260431", "19000101", "20991231", "18991231", "2026-02-28", " 20260228", "20261301", "20260100", "٢٠٢٦٠١٠١", "235959", "240000", "2359", "126000",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The document with one to three changes.</summary>
    public string Mutate(string document)
    {
        var tree = XDocument.Parse(document, LoadOptions.PreserveWhitespace);
        for (var changes = _random.Next(1, 4); changes > 0; changes--) Change(tree);
        return tree.ToString(SaveOptions.DisableFormatting);
    }

    private void Change(XDocument tree)
    {
        List<XElement> inside = [.. tree.Root!.Descendants()];
        if (inside.Count == 0) return;
        var (one, other) = (Any(inside), Any(inside));
        switch (_random.Next(13))
        {
            case 0: one.Remove(); break;
            case 1: one.AddAfterSelf(new XElement(one)); break;
            case 2:
                if (one.ElementsAfterSelf().FirstOrDefault() is not { } next) break;
                next.Remove();
                one.AddBeforeSelf(next);
                break;
            case 3: one.Name = other.Name; break;
            case 4: one.Name = Any(Spaces) + one.Name.LocalName; break;
            case 5: one.Add(Attribute()); break;
            case 6: SetLeaf(inside, Any(Values)); break;
            case 7: one.Add(_random.Next(3) switch { 0 => new XText("x"), 1 => new XText(" \n"), _ => new XCData("x") }); break;
            case 8: one.Add(new XElement((_random.Next(3) == 0 ? Claim : Foreign) + "nytt", Any(Values))); break;
            case 9: one.AddFirst(new XElement((_random.Next(3) == 0 ? Claim : Foreign) + "nytt")); break;
            case 10:
                if (other.AncestorsAndSelf().Contains(one)) break;
                one.Remove();
                other.Add(one);
                break;
            case 11: SetLeaf(inside, Any(inside.Where(e => !e.HasElements).ToList()).Value); break;
            default: one.AddFirst(new XComment(one.Name.LocalName)); break;
        }
    }

    private XAttribute Attribute() => _random.Next(6) switch
    {
        0 => new("nytt", "1"),
        1 => new(XNamespace.Xml + "lang", "sv"),
        2 => new(Instance + "nil", _random.Next(2) == 0 ? "true" : "false"),
        3 => new(Instance + "schemaLocation", "urn:n n.xsd"),
        4 => new(Claim + "nytt", "1"),
        _ => new(Foreign + "nytt", _random.Next(9).ToString(CultureInfo.InvariantCulture)),
    };

    private void SetLeaf(List<XElement> inside, string value)
    {
        var leaf = Any(inside.Where(e => !e.HasElements).ToList());
        leaf.RemoveNodes();
        if (value.Length > 0) leaf.Add(new XText(value));
    }

    private T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];
}
