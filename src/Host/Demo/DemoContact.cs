using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>One vårdkontakt before a region's layout is put on it: values in the common model's words (formats/VARDKONTAKT.md).</summary>
internal sealed record DemoContact
{
    public required string KontaktId { get; set; }
    public required DemoPerson Person { get; set; }
    public required string Kon { get; set; }
    public required string Hemkommun { get; init; }
    public required DemoUnit Unit { get; init; }
    public required string Kontaktslag { get; init; }
    public required string Besokstyp { get; init; }
    public required bool Planerad { get; init; }
    public required DateOnly InDatum { get; set; }
    public required DateOnly UtDatum { get; set; }

    /// <summary>True when the region leaves the second date empty.</summary>
    public required bool HasNoUtDatum { get; set; }

    /// <summary>The main diagnosis first.</summary>
    public required List<string> Diagnoses { get; init; }
    public required List<string> Procedures { get; init; }
    public required string Drg { get; set; }

    /// <summary>Whole ten-thousandths; −1 for none.</summary>
    public required int DrgVikt { get; set; }

    /// <summary>−1 for none.</summary>
    public required long KppOre { get; init; }
    public required string RemissId { get; set; }
    public required string BetalningsforbindelseId { get; init; }

    /// <summary>Level as recorded; 0 for none.</summary>
    public required int Vardniva { get; set; }

    /// <summary>A number of its own, for what only one layout has.</summary>
    public required int Luck { get; init; }

    /// <summary>A cell whose text is spoilt.</summary>
    public (Field Field, string Text)? Spoilt { get; set; }

    /// <summary>What is spoilt of the row or of its diagnosis rows.</summary>
    public RowDamage Damage { get; set; }
}

/// <summary>Damage that is not in one cell.</summary>
internal enum RowDamage
{
    /// <summary>None.</summary>
    None,

    /// <summary>The row ends too early.</summary>
    CutOff,

    /// <summary>A diagnosis row belongs to no contact.</summary>
    Orphan,

    /// <summary>A diagnosis row's order is no number.</summary>
    Order,
}
