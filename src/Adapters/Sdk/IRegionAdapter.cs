namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>
/// Reads one region's exports: maps layout, never meaning. One public, parameterless class per plugin implements it;
/// the host uses an instance for one delivery at a time and from one thread.
/// </summary>
public interface IRegionAdapter
{
    /// <summary>The adapter's key, as in its <c>adapter.json</c> and in the mapping file's <c>region</c>, for example <c>norrbotten</c>.</summary>
    string Id { get; }

    /// <summary>Pushes every row of the delivery to <paramref name="sink"/>, once each, in file order within a file: fields by common name, or structural codes.</summary>
    /// <param name="files">The delivery's files and period.</param>
    /// <param name="mapping">The layout's version for the delivery's period: column names, value maps, date and number forms.</param>
    /// <param name="sink">Takes the rows. Unit rows are pushed before the first contact; diagnosis and procedure rows in any order.</param>
    /// <param name="ct">Checked at least every thousand rows.</param>
    /// <remarks>The host types, checks, joins and pseudonymises; the adapter keeps nothing of a row after it has pushed it.</remarks>
    /// <exception cref="DeliveryRejectedException">The whole is unreadable (formats/VALIDERING.md, KST-2nn). The host throws away what was pushed.</exception>
    /// <exception cref="SourceUnavailableException">A retry may help. The host retries, the adapter does not.</exception>
    void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct);

    /// <summary>Reads the region's local LPO structure (formats/LPO-STRUKTUR.md).</summary>
    /// <param name="content">The structure file, from its first byte; the adapter does not dispose it.</param>
    /// <param name="fileName">The file's bare name, for messages.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <exception cref="StructureRejectedException">The whole file is unreadable or breaks a rule (LPO-nnn).</exception>
    LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct);
}

/// <summary>What a row tells of.</summary>
public enum RowKind : byte
{
    /// <summary>One vårdkontakt.</summary>
    Contact,

    /// <summary>One diagnosis of a contact, where diagnoses have a file of their own.</summary>
    Diagnosis,

    /// <summary>One procedure (KVÅ) of a contact, where procedures have a file of their own.</summary>
    Procedure,

    /// <summary>One row of the region's own unit table: local code or name → HSA-id.</summary>
    Unit,
}

/// <summary>The common names of what a row holds (formats/VARDKONTAKT.md). A mapping file says which column or path each is read from.</summary>
public enum Field : byte
{
    /// <summary>The contact's id: 1–40 characters, unique within the region, case-sensitive.</summary>
    KontaktId,

    /// <summary>Person id in the mapping's form; goes to the host's pseudonymiser alone.</summary>
    Person,

    /// <summary>Sex, through the mapping's values: 0 unknown, 1 man, 2 woman, 9 not applicable.</summary>
    Kon,

    /// <summary>Four digits; 9901 asylum seeker; empty or 9999 = not resident in Sweden.</summary>
    Hemkommun,

    /// <summary>HSA-id of the unit, or the code or name by which the unit table gives it.</summary>
    Enhet,

    /// <summary>Through the mapping's values: SLUTEN, DAGKIR, OPPEN_LAKARE, OPPEN_ANNAN, DISTANS.</summary>
    Kontaktslag,

    /// <summary>Through the mapping's values: NY, ATER.</summary>
    Besokstyp,

    /// <summary>Through the mapping's values: true planned, false acute.</summary>
    Planerad,

    /// <summary>Swedish local date in the mapping's form.</summary>
    InDatum,

    /// <summary>As <see cref="InDatum"/>; not before it.</summary>
    UtDatum,

    /// <summary>Medicinskt verksamhetsområde, three digits.</summary>
    Mvo,

    /// <summary>ICD-10-SE.</summary>
    Huvuddiagnos,

    /// <summary>List of ICD-10-SE in given order.</summary>
    Bidiagnoser,

    /// <summary>One list, the first is the main diagnosis; instead of <see cref="Huvuddiagnos"/> and <see cref="Bidiagnoser"/>.</summary>
    Diagnoser,

    /// <summary>List of KVÅ in given order.</summary>
    Atgarder,

    /// <summary>Four characters.</summary>
    Drg,

    /// <summary>A number with at most four decimals, not negative.</summary>
    DrgVikt,

    /// <summary>Cost in kronor with at most two decimals, not negative; the host keeps whole öre.</summary>
    Kpp,

    /// <summary>Referral, at most 40 characters.</summary>
    RemissId,

    /// <summary>Commitment to pay, at most 40 characters.</summary>
    BetalningsforbindelseId,

    /// <summary>1–4 as the region has recorded it, or empty.</summary>
    Vardniva,

    /// <summary>Of a diagnosis or procedure row: a whole number from 1; diagnosis 1 is the main one, else KST-118.</summary>
    Ordning,

    /// <summary>Of a diagnosis or procedure row: ICD-10-SE or KVÅ; of a unit row: the region's own code.</summary>
    Kod,

    /// <summary>Of a unit row: the unit's name.</summary>
    Namn,

    /// <summary>Of a unit row: its HSA-id.</summary>
    HsaId,

    /// <summary>Of a unit row: the hospital's five digits.</summary>
    Sjukhus,
}

/// <summary>Where a row stood: which of the mapping's files, and the line (1 = the file's first) or, in XML, the record's number, on which it begins.</summary>
/// <param name="File">The file's bare name.</param>
/// <param name="Row">1-based.</param>
public readonly record struct RowPosition(string File, long Row);

/// <summary>Takes what an adapter reads. The spans of a row are valid only during the call.</summary>
public interface IContactSink
{
    /// <summary>A row that could be read.</summary>
    void Row(in SourceRow row);

    /// <summary>A structurally broken row: nothing of its text is passed on.</summary>
    /// <param name="kind">What the row would have been.</param>
    /// <param name="position">Where it stood.</param>
    /// <param name="code">The first that applies of KST-003, KST-004, KST-006, KST-001, KST-002, KST-005.</param>
    void Broken(RowKind kind, RowPosition position, string code);

    /// <summary>A warning about a file as a whole: KST-251, KST-252, KST-253 or KST-254. Saying it again changes nothing.</summary>
    void FileWarning(string file, string code);
}

/// <summary>One readable row as spans of text: trimmed values by common field, lists as they stood.</summary>
public readonly ref struct SourceRow
{
    private readonly ReadOnlySpan<char> _text;
    private readonly ReadOnlySpan<(int Start, int Length)> _slices;

    /// <summary>Makes a row over a buffer that the caller owns.</summary>
    /// <param name="kind">What the row tells of.</param>
    /// <param name="position">Where it stood.</param>
    /// <param name="text">The buffer in which the values lie.</param>
    /// <param name="slices">Indexed by <see cref="Field"/>: where in <paramref name="text"/> each value lies, already trimmed; length 0 = empty or absent.</param>
    /// <param name="listSeparators">The characters of which any run divides a list field.</param>
    public SourceRow(RowKind kind, RowPosition position, ReadOnlySpan<char> text, ReadOnlySpan<(int Start, int Length)> slices, ReadOnlySpan<char> listSeparators)
    {
        Kind = kind;
        Position = position;
        _text = text;
        _slices = slices;
        ListSeparators = listSeparators;
    }

    /// <summary>What the row tells of.</summary>
    public RowKind Kind { get; }

    /// <summary>Where the row stood.</summary>
    public RowPosition Position { get; }

    /// <summary>The characters of which any run divides <see cref="Field.Diagnoser"/>, <see cref="Field.Bidiagnoser"/> and <see cref="Field.Atgarder"/>; empty = the field is one item.</summary>
    public ReadOnlySpan<char> ListSeparators { get; }

    /// <summary>The trimmed value, empty when the field is empty, absent or not mapped.</summary>
    public ReadOnlySpan<char> this[Field field]
    {
        get
        {
            var (start, length) = _slices[(int)field];
            return _text.Slice(start, length);
        }
    }

    /// <summary>How many values <see cref="Field"/> has: the length of the slices array.</summary>
    public static int FieldCount => (int)Field.Sjukhus + 1;
}
