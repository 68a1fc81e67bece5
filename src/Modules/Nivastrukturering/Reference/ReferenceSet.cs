namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Every reference file of a data set (docs/formats/EXPECTED.md), read and without errors.</summary>
/// <param name="Units">Unit register.</param>
/// <param name="Mvos">MVO table.</param>
/// <param name="Kommuner">Municipalities of the four regions.</param>
/// <param name="DrgWeights">Reference only.</param>
/// <param name="Population">Per year and region.</param>
/// <param name="Organisations">Orgnr to region.</param>
/// <param name="RpoNames">The <c>rpo</c> column of the mapping of local names.</param>
/// <param name="Catalogue">Services.</param>
/// <param name="Prices">Rows of every seller's list.</param>
/// <param name="Agreements">Between sellers and buyers.</param>
/// <param name="Subscriptions">Fixed sums.</param>
internal sealed record ReferenceSet(
    IReadOnlyList<CareUnit> Units, IReadOnlyList<Mvo> Mvos, IReadOnlyList<Kommun> Kommuner, IReadOnlyList<DrgWeight> DrgWeights,
    IReadOnlyList<PopulationFigure> Population, IReadOnlyList<Organisation> Organisations, IReadOnlyList<string> RpoNames,
    Catalogue Catalogue, IReadOnlyList<PriceRow> Prices, IReadOnlyList<Agreement> Agreements, IReadOnlyList<Subscription> Subscriptions)
{
    /// <summary>Classifies by this set's catalogue.</summary>
    internal ServiceCatalogue ToServiceCatalogue() => new(Catalogue, Mvos);

    /// <summary>Prices by this set's lists, agreements and subscriptions.</summary>
    internal PriceBook ToPriceBook() => new(Prices, Agreements, Subscriptions, Mvos);

    /// <summary>Reads <c>gemensamt/</c> and <c>avtal/</c> below a data set's folder. With an error in any file there is no set; all files are read.</summary>
    internal static Parsed<ReferenceSet> Load(string folder)
    {
        List<ReferenceError> errors = [];
        var common = Path.Combine(folder, "gemensamt");
        var terms = Path.Combine(folder, "avtal");

        var units = Read(common, "enhetsregister.csv", CommonCsv.ReadUnits);
        var mvos = Read(common, "mvo.csv", CommonCsv.ReadMvos);
        var kommuner = Read(common, "kommuner.csv", CommonCsv.ReadKommuner);
        var weights = Read(common, "drgvikter.csv", CommonCsv.ReadDrgWeights);
        var population = Read(common, "befolkning.json", CommonJson.ReadPopulation);
        var organisations = Read(common, "organisationer.json", CommonJson.ReadOrganisations);
        var rpoNames = Read(common, "lpo-mappning.csv", CommonCsv.ReadRpoNames);
        var catalogue = rpoNames is null ? null : Read(common, "katalog.json", (content, file) => CatalogueFile.Read(content, file, rpoNames));
        var prices = PriceLists(terms).Select(file => Read(terms, file, PriceListFile.Read)).ToList();
        var agreements = Read(terms, "avtal.json", AgreementFile.Read);
        var subscriptions = Read(terms, "abonnemang.json", SubscriptionFile.Read);

        if (errors.Count > 0) return new(null, errors);
        return new(
            new(units!, mvos!, kommuner!, weights!, population!, organisations!, rpoNames!, catalogue!, [.. prices.SelectMany(p => p!)], agreements!, subscriptions!),
            []);

        T? Read<T>(string place, string file, Func<Stream, string, Parsed<T>> read)
            where T : class
        {
            var path = Path.Combine(place, file);
            if (!File.Exists(path))
            {
                errors.Add(new(ReferenceError.Layout, file, 0, "", $"Filen saknas. Lägg den i mappen {Path.GetFileName(place)} och läs in igen."));
                return null;
            }
            using var content = File.OpenRead(path);
            var parsed = read(content, file);
            errors.AddRange(parsed.Errors);
            return parsed.Value;
        }
    }

    /// <summary>Checks one file alone, as if it were to replace its namesake in a set; its name tells the kind.</summary>
    /// <param name="content">From its first byte.</param>
    /// <param name="file">Its bare name.</param>
    /// <param name="rpoNames">The set's, which a catalogue is checked against; null = checked before.</param>
    internal static IReadOnlyList<ReferenceError> Check(Stream content, string file, IReadOnlyCollection<string>? rpoNames) => file switch
    {
        "enhetsregister.csv" => CommonCsv.ReadUnits(content, file).Errors,
        "mvo.csv" => CommonCsv.ReadMvos(content, file).Errors,
        "kommuner.csv" => CommonCsv.ReadKommuner(content, file).Errors,
        "drgvikter.csv" => CommonCsv.ReadDrgWeights(content, file).Errors,
        "lpo-mappning.csv" => CommonCsv.ReadRpoNames(content, file).Errors,
        "befolkning.json" => CommonJson.ReadPopulation(content, file).Errors,
        "organisationer.json" => CommonJson.ReadOrganisations(content, file).Errors,
        "katalog.json" => CatalogueFile.Read(content, file, rpoNames).Errors,
        "avtal.json" => AgreementFile.Read(content, file).Errors,
        "abonnemang.json" => SubscriptionFile.Read(content, file).Errors,
        _ => PriceListFile.Read(content, file).Errors,
    };

    private static IEnumerable<string> PriceLists(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "prislista-*.csv").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        : [];
}
