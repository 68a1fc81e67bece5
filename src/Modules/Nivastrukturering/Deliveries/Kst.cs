using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>The row codes of formats/VALIDERING.md by their numbers: 1–6 of structure (one per row), 100–123 of row checks.</summary>
internal enum Kst : byte
{
    TooFewColumns = 1,
    TooManyColumns = 2,
    Nul = 3,
    Undecodable = 4,
    TooLongField = 5,
    BadQuote = 6,
    MissingField = 100,
    UnknownKommun = 101,
    BadDate = 102,
    OutBeforeIn = 103,
    OutsidePeriod = 104,
    FutureDate = 105,
    UnknownUnit = 106,
    BadPersonId = 107,
    BadCheckDigit = 108,
    BornAfterContact = 109,
    BadDiagnosis = 110,
    BadProcedure = 111,
    BadDrg = 112,
    BadMvo = 113,
    BadDrgWeight = 114,
    BadCost = 115,
    Duplicate = 116,
    Orphan = 117,
    UnknownValue = 118,
    UnknownLevel = 119,
    SexDiffers = 121,
    DrgOrWeightMissing = 122,
    TooLongId = 123,
}

/// <summary>The codes of one row, each at most once. One word: no allocation.</summary>
internal struct KstSet : IEquatable<KstSet>
{
    private const uint Warnings = 1u << (119 - 92) | 1u << (121 - 92) | 1u << (122 - 92);
    private uint _bits;

    public readonly bool IsEmpty => _bits == 0;

    /// <summary>True when some code quarantines the row: every one but 119, 121 and 122.</summary>
    public readonly bool HasErrors => (_bits & ~Warnings) != 0;

    public void Add(Kst code) => _bits |= 1u << Bit(code);

    public readonly bool Has(Kst code) => (_bits & 1u << Bit(code)) != 0;

    /// <summary>The codes that quarantine, without the warnings.</summary>
    public readonly KstSet Errors => new() { _bits = _bits & ~Warnings };

    /// <summary>In order of number, separated by a blank: <c>KST-100 KST-104</c>.</summary>
    public override readonly string ToString()
    {
        var codes = new List<string>();
        foreach (var code in this) codes.Add(code.Name());
        return string.Join(' ', codes);
    }

    public readonly Enumerator GetEnumerator() => new(_bits);

    public readonly bool Equals(KstSet other) => _bits == other._bits;

    public override readonly bool Equals(object? obj) => obj is KstSet other && Equals(other);

    public override readonly int GetHashCode() => (int)_bits;

    private static int Bit(Kst code) => code < Kst.MissingField ? (int)code : (int)code - 92;

    internal struct Enumerator(uint bits)
    {
        private uint _left = bits;

        public Kst Current { get; private set; }

        public bool MoveNext()
        {
            if (_left == 0) return false;
            var bit = BitOperations.TrailingZeroCount(_left);
            _left &= _left - 1;
            Current = (Kst)(bit < 8 ? bit : bit + 92);
            return true;
        }
    }
}

/// <summary>What a code means and what to do about it, in Swedish: the one table of these texts.</summary>
/// <param name="Name">The code's Swedish name, lower case.</param>
/// <param name="Remedy">What the region does about it.</param>
internal sealed record KstText(string Name, string Remedy);

/// <summary>Names and texts of the stable codes.</summary>
internal static class KstCodes
{
    /// <summary>Ours, not of the formats: a delivery without one good contact would replace one that has some.</summary>
    public const string EmptyInsteadOfFull = "KST-290";

    private static readonly FrozenDictionary<string, KstText> Texts = new Dictionary<string, KstText>
    {
        ["KST-001"] = new("för få kolumner", "Raden har färre kolumner än rubriken. Ta ut filen på nytt; troligen är raden avklippt."),
        ["KST-002"] = new("för många kolumner", "Raden har fler kolumner än rubriken. Sätt citattecken runt text som innehåller skiljetecknet."),
        ["KST-003"] = new("NUL-tecken i raden", "Raden innehåller ett tomt tecken (NUL). Ta ut filen på nytt."),
        ["KST-004"] = new("oläsliga tecken", "Raden kan inte läsas med den avtalade teckenkodningen. Kontrollera kodningen i uttaget."),
        ["KST-005"] = new("för långt fält", "Ett fält är längre än 4 000 tecken. Korta det i källan."),
        ["KST-006"] = new("felaktigt citattecken", "Ett citattecken är inte avslutat eller följs av text. Dubblera citattecken inne i text."),
        ["KST-100"] = new("obligatoriskt fält saknas", "Fyll i de fält som krävs för kontaktslaget i källsystemet."),
        ["KST-101"] = new("okänd kommunkod", "Skriv en giltig kommunkod med fyra siffror, 9901 för asylsökande eller 9999 för inte bosatt i Sverige."),
        ["KST-102"] = new("felaktigt datum", "Skriv datumet på den avtalade formen och kontrollera att dagen finns."),
        ["KST-103"] = new("ut före in", "Utdatum ligger före indatum. Rätta något av dem."),
        ["KST-104"] = new("utanför perioden", "Kontakten hör till en annan månad. Lämna den i den månadens leverans."),
        ["KST-105"] = new("datum i framtiden", "Datumet ligger efter dagen då leveransen skapades. Rätta datumet."),
        ["KST-106"] = new("okänd enhet", "Enheten finns inte i enhetsregistret för regionen. Lägg till den i registret eller rätta koden."),
        ["KST-107"] = new("felaktigt personnummer", "Personnumret har inte den avtalade formen eller ett datum som inte finns. Rätta det i källan."),
        ["KST-108"] = new("fel kontrollsiffra", "Personnumrets kontrollsiffra stämmer inte. Rätta numret i källan."),
        ["KST-109"] = new("född efter kontakten", "Födelsedatum ligger efter indatum. Rätta något av dem."),
        ["KST-110"] = new("felaktig diagnoskod", "En diagnoskod följer inte ICD-10-SE. Rätta koden."),
        ["KST-111"] = new("felaktig åtgärdskod", "En åtgärdskod följer inte KVÅ. Rätta koden."),
        ["KST-112"] = new("felaktig DRG", "DRG-koden har inte rätt form: en bokstav, två siffror och ett tecken. Rätta koden."),
        ["KST-113"] = new("felaktig MVO", "Koden för medicinskt verksamhetsområde ska ha tre siffror. Rätta den."),
        ["KST-114"] = new("felaktig DRG-vikt", "Vikten ska vara ett tal med högst fyra decimaler och utan minus. Rätta den."),
        ["KST-115"] = new("felaktig kostnad", "Kostnaden ska vara ett belopp i kronor med högst två decimaler och utan minus. Rätta den."),
        ["KST-116"] = new("dubblett av vårdkontakt", "Samma kontakt-id står på en tidigare rad i leveransen. Ta bort den ena raden."),
        ["KST-117"] = new("rad utan vårdkontakt", "Raden hör till ett kontakt-id som inte finns bland leveransens kontakter. Lägg till kontakten eller ta bort raden."),
        ["KST-118"] = new("okänt kodvärde", "Värdet finns inte i mappningens värdelista. Rätta värdet eller lägg till det i en ny mappningsversion."),
        ["KST-119"] = new("okänd vårdnivå", "Registrerad vårdnivå ska vara 1, 2, 3 eller 4. Kontakten lästes in utan registrerad nivå."),
        ["KST-121"] = new("kön stämmer inte", "Kön och personnummer säger olika. Kontrollera uppgiften i källan; kontakten lästes in."),
        ["KST-122"] = new("DRG utan vikt eller vikt utan DRG", "Bara det ena av DRG och vikt är ifyllt. Komplettera; kontakten lästes in."),
        ["KST-123"] = new("för lång identitet", "Kontakt-, remiss- eller betalningsförbindelse-id är längre än 40 tecken. Korta det."),
        ["KST-201"] = new("fil saknas", "Lägg med filen och lämna leveransen på nytt."),
        ["KST-202"] = new("rubrik eller obligatorisk kolumn saknas", "Ta ut filen med alla avtalade kolumner, eller registrera en ny mappningsversion."),
        ["KST-203"] = new("kolumn står två gånger", "Kolumnens namn får stå en gång i rubriken. Ta bort den ena."),
        ["KST-204"] = new("XML-filen är inte välformad", "Filen är trasig eller avklippt. Ta ut den på nytt."),
        ["KST-205"] = new("XML-filen har en DOCTYPE", "DOCTYPE är inte tillåten. Ta ut filen utan den."),
        ["KST-206"] = new("fel rotelement eller namnrymd", "Filen har inte det avtalade XML-formatet. Kontrollera att det är rätt fil."),
        ["KST-207"] = new("antalet rader stämmer inte", "Filens egen kontrollsumma anger ett annat antal rader. Ta ut filen på nytt."),
        ["KST-208"] = new("kontrollrad saknas", "Filen saknar sin sista kontrollrad och är troligen avklippt. Ta ut den på nytt."),
        ["KST-209"] = new("leveransens uppgifter går inte att läsa", "Kontrollera region, slag och period i leverans.json och filnamnen, och att en mappning gäller periodens första dag."),
        ["KST-210"] = new("filen har ändrats", "Filens storlek eller SHA-256 är en annan än leverans.json anger. Lämna leveransen på nytt."),
        ["KST-211"] = new("löpnumret är inte högre", "En leverans med samma eller högre löpnummer gäller redan. Höj löpnumret om den ska ersättas."),
        ["KST-212"] = new("zip-filen kan inte tas emot", "Högst 50 filer utan mappar, utan lösenord och av rimlig storlek. Packa om leveransen."),
        ["KST-251"] = new("UTF-8 där Windows-1252 är avtalat", "Filen lästes som UTF-8. Rätta kodningen i uttaget eller i mappningen."),
        ["KST-252"] = new("dolda tecken i texten", "Tecknet U+FEFF togs bort ur texten. Inget behöver göras."),
        ["KST-253"] = new("upprepad rubrik", "En upprepad rubrikrad hoppades över. Inget behöver göras."),
        ["KST-254"] = new("trasig rad i enhetstabellen", "En rad i enhetstabellen kunde inte läsas och hoppades över. Rätta tabellen."),
        [EmptyInsteadOfFull] = new("leveransen är tom", "Det som gäller för månaden får inte försvinna. Kontrollera uttaget och lämna leveransen på nytt. Är månaden verkligen tom: kör kst import contacts med --allow-empty."),
    }.ToFrozenDictionary();

    private static readonly string[] Names = [.. Enumerable.Range(0, 124).Select(n => string.Create(CultureInfo.InvariantCulture, $"KST-{n:000}"))];

    /// <summary>Every code with its text, in order of code.</summary>
    public static IEnumerable<KeyValuePair<string, KstText>> All => Texts.OrderBy(t => t.Key, StringComparer.Ordinal);

    /// <summary>The stable form, <c>KST-100</c>; the same string object each time.</summary>
    public static string Name(this Kst code) => Names[(int)code];

    /// <summary>Reads a structural code as the adapters give it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of KST-001 … KST-006.</exception>
    public static Kst Structural(string code) => code switch
    {
        "KST-001" => Kst.TooFewColumns,
        "KST-002" => Kst.TooManyColumns,
        "KST-003" => Kst.Nul,
        "KST-004" => Kst.Undecodable,
        "KST-005" => Kst.TooLongField,
        "KST-006" => Kst.BadQuote,
        _ => throw new ArgumentOutOfRangeException(nameof(code), "An adapter may give KST-001 … KST-006 for a broken row."),
    };

    /// <summary>Reads a row code as it is stored.</summary>
    public static Kst Parse(string name) => (Kst)byte.Parse(name.AsSpan("KST-".Length), CultureInfo.InvariantCulture);

    /// <summary>The text of a code; the code itself with a plain remedy when it is not known here.</summary>
    public static KstText Of(string code) =>
        Texts.GetValueOrDefault(code) ?? new(code, "Fråga den som förvaltar formaten vad koden betyder.");
}
