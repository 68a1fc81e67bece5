namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Classifies contacts by one version of the catalogue. Immutable; any number of threads may ask it.</summary>
internal sealed class ServiceCatalogue
{
    private const int MvoCount = 1000;
    private readonly Matcher[] _byPriority;
    private readonly Classification[] _withoutService = new Classification[MvoCount];

    /// <summary>Builds the lookups.</summary>
    /// <param name="catalogue">Without load errors.</param>
    /// <param name="mvos">Level and RPO of contacts without service; each code once.</param>
    internal ServiceCatalogue(Catalogue catalogue, IEnumerable<Mvo> mvos)
    {
        Version = catalogue.Version;
        _byPriority = [.. catalogue.Services.OrderBy(s => s.Priority).Select(s => new Matcher(s))];
        Array.Fill(_withoutService, new Classification(null, 2, Classification.UnknownRpo));
        foreach (var mvo in mvos) _withoutService[mvo.Code] = new Classification(null, mvo.IsPrimaryCare ? 1 : 2, mvo.Rpo);
    }

    /// <summary>The catalogue's own number.</summary>
    internal int Version { get; }

    /// <summary>Service, level and RPO of an accepted contact.</summary>
    internal Classification Classify(in ContactFacts contact)
    {
        var prisdatum = contact.Prisdatum;
        foreach (var matcher in _byPriority)
            if (matcher.Matches(contact, prisdatum)) return matcher.Classification;
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

    /// <summary>A service's rules in the form that is fastest to try: what rejects most contacts at least cost comes first.</summary>
    private sealed class Matcher(CareService service)
    {
        private readonly string[] _kva = [.. service.Rules.Kva];
        private readonly string[] _icd = [.. service.Rules.Icd];
        private readonly string[] _drg = [.. service.Rules.Drg];
        private readonly bool[]? _mvos = MvoSet(service.Rules.Mvos);
        private readonly int _kinds = service.Rules.Kinds.Count == 0 ? ~0 : service.Rules.Kinds.Aggregate(0, (set, kind) => set | 1 << (int)kind);
        private readonly int _ageFrom = service.Rules.AgeFrom ?? int.MinValue;
        private readonly int _ageTo = service.Rules.AgeTo ?? int.MaxValue;

        internal Classification Classification { get; } = new(service, service.Level, service.Rpo);

        internal bool Matches(in ContactFacts contact, DateOnly prisdatum) =>
            (_kva.Length == 0 || AnyProcedure(contact.Procedures))
            && (_mvos is null || _mvos[contact.Mvo])
            && (_icd.Length == 0 || StartsWithAny(contact.MainDiagnosis, _icd))
            && (_drg.Length == 0 || StartsWithAny(contact.Drg, _drg))
            && (_kinds & 1 << (int)contact.Kontaktslag) != 0
            && contact.Age >= _ageFrom && contact.Age <= _ageTo
            && service.Validity.Contains(prisdatum);

        private bool AnyProcedure(ReadOnlySpan<char> procedures)
        {
            while (!procedures.IsEmpty)
            {
                if (StartsWithAny(procedures, _kva)) return true; // no prefix holds a blank, so none reaches into the next code
                var blank = procedures.IndexOf(' ');
                if (blank < 0) return false;
                procedures = procedures[(blank + 1)..];
            }
            return false;
        }

        private static bool StartsWithAny(ReadOnlySpan<char> code, string[] prefixes)
        {
            foreach (var prefix in prefixes)
                if (code.StartsWith(prefix)) return true;
            return false;
        }

        private static bool[]? MvoSet(IReadOnlyList<int> mvos)
        {
            if (mvos.Count == 0) return null;
            var set = new bool[MvoCount];
            foreach (var mvo in mvos) set[mvo] = true;
            return set;
        }
    }
}
