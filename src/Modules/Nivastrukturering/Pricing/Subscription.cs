using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>A fixed yearly sum that several regions share for a kind of care (<c>abonnemang.json</c>).</summary>
/// <param name="Id">Unique; of several subscriptions that cover a contact, the ordinally lowest decides its price.</param>
/// <param name="Seller">Län code of the region that gives the care.</param>
/// <param name="Label">For people.</param>
/// <param name="Validity">Compared with prisdatum.</param>
/// <param name="Services">Service codes.</param>
/// <param name="Mvos">0–999.</param>
/// <param name="Participants">Län codes, each once, sorted; may contain the seller.</param>
/// <param name="YearlyOre">≥ 0, öre.</param>
/// <param name="Key">How the sum is shared.</param>
internal sealed record Subscription(
    string Id, string Seller, string Label, Period Validity, IReadOnlyList<string> Services, IReadOnlyList<int> Mvos,
    IReadOnlyList<string> Participants, long YearlyOre, SharingKey Key)
{
    /// <summary>True when the contact is in scope: by the seller, in the validity, from a participant, of a service or MVO listed here.</summary>
    /// <remarks>Also a contact of the seller's own residents, when the seller takes part: its price is <c>EGEN_VARD</c>, its weight counts.</remarks>
    internal bool Covers(in ContactFacts contact, in Classification classification) =>
        contact.Region.SequenceEqual(Seller)
        && Validity.Contains(contact.Prisdatum)
        && (HasMvo(contact.Mvo) || HasService(classification.Service))
        && HasParticipant(contact.HomeRegion);

    private bool HasMvo(int mvo)
    {
        for (var i = 0; i < Mvos.Count; i++)
            if (Mvos[i] == mvo) return true;
        return false;
    }

    private bool HasService(CareService? service)
    {
        if (service is null) return false;
        for (var i = 0; i < Services.Count; i++)
            if (Services[i] == service.Code) return true;
        return false;
    }

    private bool HasParticipant(ReadOnlySpan<char> region)
    {
        for (var i = 0; i < Participants.Count; i++)
            if (region.SequenceEqual(Participants[i])) return true;
        return false;
    }
}

/// <summary>What the weights of a shared sum are. The values are stored: never renumber.</summary>
internal enum SharingKeyType : byte
{
    /// <summary>Population in <see cref="SharingKey.Year"/>.</summary>
    Befolkning,

    /// <summary>Distinct referrals in scope.</summary>
    Remisser,

    /// <summary>Cost of the contacts in scope.</summary>
    Kpp,

    /// <summary>Parts agreed once and for all.</summary>
    Fast,
}

/// <summary>How a fixed sum is shared.</summary>
/// <param name="Type">What the weights are.</param>
/// <param name="Year">Of the population; null for other types.</param>
/// <param name="Parts">Hundredths of a percent by län code, summing to 10 000; empty for other types.</param>
internal sealed record SharingKey(SharingKeyType Type, int? Year, IReadOnlyDictionary<string, long> Parts);
