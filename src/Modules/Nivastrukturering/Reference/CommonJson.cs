using System.Globalization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Reads the tables of <c>gemensamt/</c> that are JSON, less the catalogue.</summary>
internal static class CommonJson
{
    private const int OrgnrDigits = 10;

    /// <summary>Reads <c>befolkning.json</c>: one figure per year and region.</summary>
    internal static Parsed<IReadOnlyList<PopulationFigure>> ReadPopulation(Stream content, string file) =>
        JsonItem.ReadFile<IReadOnlyList<PopulationFigure>>(content, file, (root, _) =>
        {
            List<PopulationFigure> figures = [];
            if (root.Child("ar") is not { } years)
            {
                root.Wrong("ar", "ett objekt med ett år per medlem");
                return figures;
            }
            foreach (var yearText in years.Names())
            {
                if (!int.TryParse(yearText, NumberStyles.None, CultureInfo.InvariantCulture, out var year)) years.Wrong(yearText, "ett årtal");
                else if (years.Child(yearText) is { } regions) figures.AddRange(RegionsOf(regions, year));
            }
            return figures;
        });

    /// <summary>Reads <c>organisationer.json</c>: one organisation per orgnr.</summary>
    internal static Parsed<IReadOnlyList<Organisation>> ReadOrganisations(Stream content, string file) =>
        JsonItem.ReadFile<IReadOnlyList<Organisation>>(content, file, (root, _) =>
        {
            List<Organisation> organisations = [];
            foreach (var orgnr in root.Names())
            {
                if (!ReferenceText.IsDigits(orgnr, OrgnrDigits)) root.Wrong(orgnr, "ett organisationsnummer med tio siffror");
                else if (root.Child(orgnr) is { } item) organisations.Add(new(orgnr, item.RegionOf("region") ?? "", item.Text("namn") ?? ""));
            }
            return organisations;
        });

    private static IEnumerable<PopulationFigure> RegionsOf(JsonItem regions, int year)
    {
        foreach (var region in regions.Names())
        {
            if (!RegionCode.IsKnown(region))
            {
                regions.Wrong(region, "en länskod med två siffror");
                continue;
            }
            if (regions.Child(region) is not { } figure) continue;
            var count = figure.Whole("antal");
            if (count < 0) figure.Wrong("antal", "ett antal som inte är negativt");
            yield return new(year, region, count ?? 0, figure.OptionalText("kalla"), figure.Flag("osaker") ?? false);
        }
    }
}
