namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>An accepted contact of the seller, as far as the control asks.</summary>
internal sealed record BilledContact(
    string KontaktId, string Region, string HomeRegion, string HsaId, bool IsInpatient, DateOnly InDatum, DateOnly Prisdatum, int Level, PriceRule Rule, string Drg, long AmountOre, bool OutsideUnit);

/// <summary>A contact with what lines find it by, which is let go when it has passed; the tag is that of its KontaktId (<see cref="InvoiceKeys.TagOf"/>).</summary>
internal readonly record struct PassingContact(BilledContact Contact, KeyedHash Tag, KeyedHash Pseudonym);

/// <summary>A line that is to be judged.</summary>
/// <param name="Document">Where it stands.</param>
/// <param name="Seller">Län code, or null when nobody's.</param>
/// <param name="Buyer">Likewise.</param>
/// <param name="At">Which of the document's lines it is.</param>
internal readonly record struct BilledLine(JudgedDocument Document, string? Seller, string? Buyer, int At)
{
    /// <summary>As billed.</summary>
    public InvoiceLine Line => Document.Basis!.Lines[At];
}

/// <summary>The contact that each line bills, found while the contacts pass by once: by its id where the line states one, else by patient, unit, day and kind of care.</summary>
internal sealed class LineMatch
{
    private const int None = -1;
    private readonly List<BilledContact> _contacts = [];
    private readonly int[] _contactOf; // by line
    private readonly bool[] _isMatched, _isBilled; // by contact

    /// <summary>Matches.</summary>
    /// <param name="lines">In the order of control.</param>
    /// <param name="contacts">Of the sellers, in any order; those that no line bills and nothing awaits are let go.</param>
    /// <param name="isAwaited">True for a contact that a line should bill.</param>
    public LineMatch(List<BilledLine> lines, IEnumerable<PassingContact> contacts, Func<BilledContact, bool> isAwaited)
    {
        _contactOf = new int[lines.Count];
        var sameAs = new int[lines.Count]; // the first line that states the same contact
        StatedContacts stated = new(lines);
        HashSet<(string Seller, string HsaId, DateOnly Day)> visits = [];
        for (var i = 0; i < lines.Count; i++)
        {
            (_contactOf[i], sameAs[i]) = (None, i);
            if (lines[i].Seller is not { } seller) continue;
            var line = lines[i].Line;
            if (line.ContactTag is not { } tag) visits.Add((seller, line.UnitHsaId ?? "", line.VisitDate));
            else sameAs[i] = stated.Add(i, seller, tag);
        }
        List<KeyedHash> pseudonyms = [];
        foreach (var (contact, tag, pseudonym) in contacts)
        {
            if (stated.TryFind(contact.Region, tag, out var first) && _contactOf[first] == None) _contactOf[first] = _contacts.Count;
            else if (!isAwaited(contact) && !visits.Contains((contact.Region, contact.HsaId, contact.InDatum))) continue;
            _contacts.Add(contact);
            if (visits.Count > 0) pseudonyms.Add(pseudonym);
        }
        for (var i = 0; i < lines.Count; i++) _contactOf[i] = _contactOf[sameAs[i]];

        _isMatched = new bool[_contacts.Count];
        _isBilled = new bool[_contacts.Count];
        foreach (var contact in _contactOf)
            if (contact != None) _isMatched[contact] = true;
        if (visits.Count > 0) MatchVisits(lines, pseudonyms);
    }

    /// <summary>The line's contact, or null.</summary>
    public BilledContact? this[int line] => _contactOf[line] == None ? null : _contacts[_contactOf[line]];

    /// <summary>The contacts of no line.</summary>
    public IEnumerable<BilledContact> Unmatched => _contacts.Where((_, i) => !_isMatched[i]);

    /// <summary>Bills the line's contact; false when an earlier line did.</summary>
    public bool Bill(int line)
    {
        ref var isBilled = ref _isBilled[_contactOf[line]];
        return !isBilled && (isBilled = true);
    }

    /// <summary>Lines without an id, among the contacts that no id names: each takes another contact as long as there is one.</summary>
    private void MatchVisits(List<BilledLine> lines, List<KeyedHash> pseudonyms)
    {
        var byVisit = Enumerable.Range(0, _contacts.Count).Where(c => !_isMatched[c]).ToLookup(c => (_contacts[c].Region, pseudonyms[c], _contacts[c].HsaId, _contacts[c].InDatum, _contacts[c].IsInpatient));
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Line;
            if (line.ContactTag is not null || line.Pseudonym is not { } pseudonym || lines[i].Seller is not { } seller) continue;
            var fitting = byVisit[(seller, pseudonym, line.UnitHsaId ?? "", line.VisitDate, line.IsInpatient)].OrderBy(c => _contacts[c].KontaktId, StringComparer.Ordinal).ToList();
            if (fitting.Count == 0) continue;
            _contactOf[i] = fitting[Math.Max(0, fitting.FindIndex(c => !_isMatched[c]))];
            _isMatched[_contactOf[i]] = true;
        }
    }
}
