namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Tries every rule of one service on a contact.</summary>
/// <param name="service">Which.</param>
internal sealed class ServiceMatcher(CareService service)
{
    private readonly string[] _kva = [.. service.Rules.Kva];
    private readonly string[] _icd = [.. service.Rules.Icd];
    private readonly string[] _drg = [.. service.Rules.Drg];
    private readonly int[] _mvos = [.. service.Rules.Mvos];
    private readonly Kontaktslag[] _kinds = [.. service.Rules.Kinds];
    private readonly int _ageFrom = service.Rules.AgeFrom ?? int.MinValue;
    private readonly int _ageTo = service.Rules.AgeTo ?? int.MaxValue;

    /// <summary>Of a contact that matches.</summary>
    internal Classification Classification { get; } = new(service, service.Level, service.Rpo);

    /// <summary>True when the service is valid on prisdatum and every group of rules that is given matches.</summary>
    internal bool Matches(in ContactFacts contact) =>
        (_kva.Length == 0 || AnyProcedure(contact.Procedures))
        && (_icd.Length == 0 || StartsWithAny(contact.MainDiagnosis, _icd))
        && (_drg.Length == 0 || StartsWithAny(contact.Drg, _drg))
        && (_mvos.Length == 0 || _mvos.AsSpan().Contains(contact.Mvo))
        && (_kinds.Length == 0 || _kinds.AsSpan().Contains(contact.Kontaktslag))
        && contact.Age >= _ageFrom && contact.Age <= _ageTo
        && service.Validity.Contains(contact.Prisdatum);

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
}
