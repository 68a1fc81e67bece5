using System.Numerics;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Classifies contacts by one version of the catalogue. Immutable; any number of threads may ask it.</summary>
/// <remarks>
/// Services are numbered by priority, one bit each. What a contact shows at once (MVO, kind, how its codes begin) gives a set of services that may
/// match, nearly always empty; only those are tried rule by rule, the lowest priority first.
/// </remarks>
internal sealed class ServiceCatalogue
{
    private const int MvoCount = 1000;
    private const int KindCount = 5;
    private readonly ServiceMatcher[] _byPriority;
    private readonly Classification[] _withoutService = new Classification[MvoCount];
    private readonly int _words;
    private readonly ulong[] _ofMvo;
    private readonly ulong[] _ofKind;
    private readonly PrefixIndex _ofProcedure;
    private readonly PrefixIndex _ofDiagnosis;

    /// <summary>Builds the lookups.</summary>
    /// <param name="catalogue">Without load errors.</param>
    /// <param name="mvos">Level and RPO of contacts without service; each code once.</param>
    internal ServiceCatalogue(Catalogue catalogue, IEnumerable<Mvo> mvos)
    {
        Version = catalogue.Version;
        Array.Fill(_withoutService, new Classification(null, 2, Classification.UnknownRpo));
        foreach (var mvo in mvos) _withoutService[mvo.Code] = new Classification(null, mvo.IsPrimaryCare ? 1 : 2, mvo.Rpo);

        CareService[] services = [.. catalogue.Services.OrderBy(s => s.Priority)];
        _byPriority = [.. services.Select(s => new ServiceMatcher(s))];
        _words = (services.Length + 63) / 64;
        _ofMvo = SetsOf(services, MvoCount, s => s.Rules.Mvos);
        _ofKind = SetsOf(services, KindCount, s => [.. s.Rules.Kinds.Select(k => (int)k)]);
        _ofProcedure = new([.. services.Select(s => s.Rules.Kva)], _words);
        _ofDiagnosis = new([.. services.Select(s => s.Rules.Icd)], _words);
    }

    /// <summary>The catalogue's own number.</summary>
    internal int Version { get; }

    /// <summary>Service, level and RPO of an accepted contact.</summary>
    internal Classification Classify(in ContactFacts contact)
    {
        for (var word = 0; word < _words; word++)
        {
            var candidates = _ofMvo[contact.Mvo * _words + word] & _ofKind[(int)contact.Kontaktslag * _words + word];
            candidates &= _ofDiagnosis.AnyOf(contact.MainDiagnosis, word) & _ofProcedure.AnyOf(contact.Procedures, word);
            for (; candidates != 0; candidates &= candidates - 1)
            {
                var matcher = _byPriority[word * 64 + BitOperations.TrailingZeroCount(candidates)];
                if (matcher.Matches(contact)) return matcher.Classification;
            }
        }
        return _withoutService[contact.Mvo];
    }

    /// <summary>True when the contact was performed "utanför beslutad enhet" (formats/NIVASTRUKTURERING.md).</summary>
    internal static bool IsOutsidePermittedUnit(in ContactFacts contact, in Classification classification)
    {
        if (classification.Service is not { Units.Count: > 0 } service) return false;
        if (service.PlannedOnly && !contact.Planerad) return false;
        if (contact.Hospital.IsEmpty) return true;

        var prisdatum = contact.Prisdatum;
        for (var i = 0; i < service.Units.Count; i++)
            if (contact.Hospital.SequenceEqual(service.Units[i].Hospital) && service.Units[i].Validity.Contains(prisdatum)) return false;
        return true;
    }

    private ulong[] SetsOf(CareService[] services, int count, Func<CareService, IReadOnlyList<int>> valuesOf)
    {
        var sets = new ulong[count * _words];
        foreach (var (number, service) in services.Index())
        {
            var values = valuesOf(service);
            foreach (var value in values.Count == 0 ? Enumerable.Range(0, count) : values)
                sets[value * _words + number / 64] |= 1UL << number;
        }
        return sets;
    }
}
