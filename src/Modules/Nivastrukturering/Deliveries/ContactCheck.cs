using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// The row checks of formats/VALIDERING.md on one delivery: types a row into <see cref="Contact"/> and says all its codes.
/// One for each thread; nothing is allocated for a good row.
/// </summary>
internal sealed class ContactCheck
{
    private const int MaxIdLength = 40;
    private readonly ContactLayout _layout;
    private readonly DeliveryReference _reference;
    private readonly string _region;
    private readonly DateOnly _firstDay;
    private readonly DateOnly _lastDay;
    private readonly DateOnly _created;
    private readonly UnitTable _units;
    private PersonFacts _person;
    private int _personYear;
    private bool _isFaultless;

    /// <param name="delivery">Region, period, layout and day of creation.</param>
    /// <param name="reference">What is looked up.</param>
    /// <exception cref="InvalidMappingException">The mapping can't be used.</exception>
    public ContactCheck(DeliveryIdentity delivery, DeliveryReference reference)
    {
        _layout = new(delivery.Mapping);
        _reference = reference;
        _region = delivery.Region.Code.Code;
        _firstDay = delivery.FirstDay;
        _lastDay = _firstDay.AddMonths(1).AddDays(-1);
        _created = delivery.Skapad;
        _units = new(_layout.UnitsByName);
    }

    /// <summary>The row as the common model; whole only when the last check found no errors.</summary>
    public CheckedContact Contact { get; } = new();

    /// <summary>Takes a row of the region's own unit table.</summary>
    /// <returns>What it says.</returns>
    public LocalUnitText AddUnit(in SourceRow row)
    {
        var unit = new LocalUnitText(row[_layout.UnitsByName ? Field.Namn : Field.Kod].ToString(), row[Field.HsaId].ToString(), row[Field.Mvo].ToString());
        AddUnit(unit);
        return unit;
    }

    /// <summary>As <see cref="AddUnit(in SourceRow)"/>.</summary>
    public void AddUnit(in LocalUnitText unit) => _units.Add(unit.Key, _reference.FindUnit(unit.HsaId, _region), unit.Mvo);

    /// <summary>What may be kept of the last row's person id; null when it was missing or at fault.</summary>
    public KeptPerson? KeepPerson() => _isFaultless ? KeptPerson.Of(Contact.Pseudonym, _person, _personYear) : null;

    /// <summary>Checks a contact.</summary>
    /// <param name="row">A readable contact row.</param>
    /// <param name="isDuplicate">True when its id stood on an earlier readable row (KST-116).</param>
    /// <param name="details">Diagnoses and procedures, where they have files of their own; else null.</param>
    /// <param name="person">What its person id was.</param>
    /// <param name="kept">What was kept of the person id when the row is read again, in place of <paramref name="person"/>.</param>
    public KstSet Check(in SourceRow row, bool isDuplicate, DetailRows? details, PersonRead person, KeptPerson? kept = null)
    {
        var c = Contact;
        var codes = default(KstSet);
        if (isDuplicate) codes.Add(Kst.Duplicate);

        c.KontaktId.Set(row[Field.KontaktId]);
        if (c.KontaktId.IsEmpty) codes.Add(Kst.MissingField);
        c.RemissId.Set(row[Field.RemissId]);
        c.BetalningsforbindelseId.Set(row[Field.BetalningsforbindelseId]);
        if (IsTooLong(c.KontaktId.Span) || IsTooLong(c.RemissId.Span) || IsTooLong(c.BetalningsforbindelseId.Span)) codes.Add(Kst.TooLongId);

        var kind = CheckKind(row, ref codes);
        CheckDates(row, kind, ref codes, out var inDate);
        CheckUnitAndMvo(row, ref codes);
        c.Hemkommun.Set(_layout.Value(row, Field.Hemkommun));
        if (!_reference.IsKnownKommun(c.Hemkommun.Span)) codes.Add(Kst.UnknownKommun);
        CheckCosts(row, ref codes);
        CheckLevel(row, ref codes);

        c.MainDiagnosis.Clear();
        c.SideDiagnoses.Clear();
        c.Procedures.Clear();
        if (details is null || !isDuplicate) // a duplicate's diagnosis and procedure rows belong to the first row with the id
        {
            var hasMain = details is null ? CheckLists(row, ref codes) : CheckDetails(details, ref codes);
            if (!hasMain && kind is Kontaktslag.Sluten or Kontaktslag.Dagkir or Kontaktslag.OppenLakare) codes.Add(Kst.MissingField);
        }

        CheckPerson(row, inDate, person, kept, ref codes);
        return codes;
    }

    private Kontaktslag? CheckKind(in SourceRow row, ref KstSet codes)
    {
        Kontaktslag? kind = TryMap(_layout.Kontaktslag, row, Field.Kontaktslag, ref codes, out var known) ? known : null;
        Contact.Kontaktslag = known;
        Contact.Planerad = TryMap(_layout.Planerad, row, Field.Planerad, ref codes, out var planned) && planned;
        Contact.Besokstyp = kind == Kontaktslag.Distans ? Besokstyp.Ater : null;
        if (kind is Kontaktslag.OppenLakare or Kontaktslag.OppenAnnan || kind == Kontaktslag.Distans && !_layout.Value(row, Field.Besokstyp).IsEmpty)
            Contact.Besokstyp = TryMap(_layout.Besokstyp, row, Field.Besokstyp, ref codes, out var visit) ? visit : null;
        return kind;
    }

    private bool TryMap<T>(ValueMap<T> map, in SourceRow row, Field field, ref KstSet codes, out T value) where T : struct
    {
        value = default;
        var text = _layout.Value(row, field);
        if (text.IsEmpty) codes.Add(Kst.MissingField);
        else if (map.TryGet(text, out value)) return true;
        else codes.Add(Kst.UnknownValue);
        return false;
    }

    private void CheckDates(in SourceRow row, Kontaktslag? kind, ref KstSet codes, out DateOnly? inDate)
    {
        ReadOnlySpan<char> inText = _layout.Value(row, Field.InDatum), outText = _layout.Value(row, Field.UtDatum);
        inDate = _layout.Dates.TryParse(inText, out var day) ? day : null;
        DateOnly? outDate = _layout.Dates.TryParse(outText, out day) ? day : null;
        var staysIn = kind is Kontaktslag.Sluten or Kontaktslag.Dagkir;

        if (inText.IsEmpty || staysIn && outText.IsEmpty) codes.Add(Kst.MissingField);
        if (!inText.IsEmpty && inDate is null || !outText.IsEmpty && outDate is null) codes.Add(Kst.BadDate);
        if (outDate < inDate) codes.Add(Kst.OutBeforeIn);
        var priceDate = staysIn ? outDate : kind is null ? outDate ?? inDate : inDate;
        if (priceDate < _firstDay || priceDate > _lastDay) codes.Add(Kst.OutsidePeriod);
        if (inDate > _created || outDate > _created) codes.Add(Kst.FutureDate);

        Contact.InDatum = inDate ?? default;
        Contact.UtDatum = outDate ?? inDate ?? default;
    }

    private void CheckUnitAndMvo(in SourceRow row, ref KstSet codes)
    {
        var text = _layout.Value(row, Field.Enhet);
        var local = _layout.HasUnitTable && !text.IsEmpty ? _units.Find(text) : null;
        var unit = _layout.HasUnitTable ? local?.Unit : _reference.FindUnit(text, _region);
        if (text.IsEmpty) codes.Add(Kst.MissingField);
        else if (unit is null) codes.Add(Kst.UnknownUnit);
        Contact.Unit = unit!;

        ReadOnlySpan<char> mvo = _layout.MvoFromUnitTable ? local?.Mvo : _layout.Value(row, Field.Mvo);
        if (mvo.IsEmpty)
        {
            if (!_layout.MvoFromUnitTable || unit is not null) codes.Add(Kst.MissingField);
            return;
        }
        if (!CareCodes.TryMvo(mvo, out var number)) codes.Add(Kst.BadMvo);
        Contact.Mvo = number;
    }

    private void CheckCosts(in SourceRow row, ref KstSet codes)
    {
        var c = Contact;
        c.Drg.Clear();
        (c.Weight, c.KppOre) = (null, null);
        ReadOnlySpan<char> drg = _layout.Value(row, Field.Drg), weight = _layout.Value(row, Field.DrgVikt), cost = _layout.Value(row, Field.Kpp);
        var isWellFormed = true;
        if (!drg.IsEmpty && !CareCodes.TrySetDrg(drg, c.Drg))
        {
            codes.Add(Kst.BadDrg);
            isWellFormed = false;
        }
        if (!weight.IsEmpty)
        {
            if (_layout.Numbers.TryParse(weight, 4, out var scaled)) c.Weight = scaled;
            else
            {
                codes.Add(Kst.BadDrgWeight);
                isWellFormed = false;
            }
        }
        if (isWellFormed && drg.IsEmpty != weight.IsEmpty) codes.Add(Kst.DrgOrWeightMissing);
        if (cost.IsEmpty) return;
        if (_layout.Numbers.TryParse(cost, 2, out var ore)) c.KppOre = ore;
        else codes.Add(Kst.BadCost);
    }

    private void CheckLevel(in SourceRow row, ref KstSet codes)
    {
        var level = _layout.Value(row, Field.Vardniva);
        Contact.Vardniva = level.Length == 1 && level[0] is >= '1' and <= '4' ? (byte)(level[0] - '0') : null;
        if (!level.IsEmpty && Contact.Vardniva is null) codes.Add(Kst.UnknownLevel);
    }

    /// <returns>True when a main diagnosis is given, well formed or not.</returns>
    private bool CheckLists(in SourceRow row, ref KstSet codes)
    {
        var main = _layout.Value(row, Field.Huvuddiagnos);
        if (!main.IsEmpty && !CareCodes.TryAppendIcd(main, Contact.MainDiagnosis)) codes.Add(Kst.BadDiagnosis);

        var place = 0;
        var list = _layout.Value(row, Field.Diagnoser);
        while (NextItem(ref list, row.ListSeparators, out var item))
            if (!CareCodes.TryAppendIcd(item, place++ == 0 ? Contact.MainDiagnosis : Contact.SideDiagnoses)) codes.Add(Kst.BadDiagnosis);
        list = _layout.Value(row, Field.Bidiagnoser);
        while (NextItem(ref list, row.ListSeparators, out var item))
            if (!CareCodes.TryAppendIcd(item, Contact.SideDiagnoses)) codes.Add(Kst.BadDiagnosis);
        list = _layout.Value(row, Field.Atgarder);
        while (NextItem(ref list, row.ListSeparators, out var item))
            if (!CareCodes.TryAppendKva(item, Contact.Procedures)) codes.Add(Kst.BadProcedure);
        return !main.IsEmpty || place > 0;
    }

    /// <returns>As <see cref="CheckLists"/>.</returns>
    private bool CheckDetails(DetailRows details, ref KstSet codes)
    {
        if (Contact.KontaktId.IsEmpty) return false;
        var hasMain = false;
        var place = 0;
        foreach (var row in details.Of(Contact.KontaktId.Span))
        {
            if (details.KindOf(row) == RowKind.Procedure)
            {
                if (!CareCodes.TryAppendKva(details.KodOf(row), Contact.Procedures)) codes.Add(Kst.BadProcedure);
                continue;
            }
            var isMain = place++ == 0 && details.IsFirst(row);
            hasMain |= isMain;
            if (!CareCodes.TryAppendIcd(details.KodOf(row), isMain ? Contact.MainDiagnosis : Contact.SideDiagnoses)) codes.Add(Kst.BadDiagnosis);
        }
        return hasMain;
    }

    /// <summary>Takes the next item of a list field, empty ones left out.</summary>
    private static bool NextItem(ref ReadOnlySpan<char> list, ReadOnlySpan<char> separators, out ReadOnlySpan<char> item)
    {
        if (separators.IsEmpty)
        {
            item = list;
            list = [];
            return !item.IsEmpty;
        }
        var start = list.IndexOfAnyExcept(separators);
        if (start < 0)
        {
            item = list = [];
            return false;
        }
        list = list[start..];
        var end = list.IndexOfAny(separators);
        item = end < 0 ? list : list[..end];
        list = list[item.Length..];
        return true;
    }

    private void CheckPerson(in SourceRow row, DateOnly? inDate, PersonRead read, KeptPerson? kept, ref KstSet codes)
    {
        var hasSex = TryMap(_layout.Kon, row, Field.Kon, ref codes, out var sex);
        Contact.Kon = sex;
        _isFaultless = false;
        _personYear = (inDate ?? _firstDay).Year;
        if (kept is not null)
        {
            CheckKept(kept, inDate, ref codes);
            if (hasSex && Differs(sex, kept.SexDigitIsOdd)) codes.Add(Kst.SexDiffers);
            return;
        }
        if (read.Facts is not { } person)
        {
            codes.Add(Kst.MissingField);
            return;
        }
        if (!person.IsReadable)
        {
            codes.Add(Kst.BadPersonId);
            return;
        }
        if (!person.HasRightCheckDigit) codes.Add(Kst.BadCheckDigit);
        else if (hasSex && Differs(sex, person.SexDigitIsOdd)) codes.Add(Kst.SexDiffers);
        if (person.Born > inDate) codes.Add(Kst.BornAfterContact);
        Contact.BirthYear = person.Born.Year;
        _isFaultless = person.HasRightCheckDigit && !codes.Has(Kst.BornAfterContact);
        if (!_isFaultless) return;
        _person = person;
        read.Pseudonym.CopyTo(Contact.Pseudonym);
    }

    private void CheckKept(KeptPerson kept, DateOnly? inDate, ref KstSet codes)
    {
        if (_layout.Persons.HasShortYear && !kept.IsSameIn(_personYear)) codes.Add(Kst.BadPersonId);
        else if (kept.MayBeBornAfter(inDate)) codes.Add(Kst.BornAfterContact);
        Contact.BirthYear = kept.BirthYear;
        kept.Pseudonym.CopyTo(Contact.Pseudonym, 0);
    }

    private static bool Differs(byte sex, bool? digitIsOdd) => sex is 1 or 2 && digitIsOdd is { } odd && odd != (sex == 1);

    private static bool IsTooLong(ReadOnlySpan<char> id)
    {
        if (id.Length <= MaxIdLength) return false;
        var runes = 0;
        foreach (var _ in id.EnumerateRunes()) runes++;
        return runes > MaxIdLength;
    }
}
