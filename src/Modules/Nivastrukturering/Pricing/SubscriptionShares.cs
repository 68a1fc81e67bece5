using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>How a subscription's yearly sum falls on its participants (formats/PRICING.md, "Sharing a fixed sum").</summary>
/// <param name="SubscriptionId">Which.</param>
/// <param name="Weights">By län code; null when they can't be known (no population for the year).</param>
/// <param name="Shares">Öre by län code, summing to the yearly sum exactly; null when it is not shared.</param>
/// <param name="IsPreliminary">True until the seller has a delivery in force for every month that the validity touches; always true with an open end.</param>
internal sealed record SubscriptionShares(
    string SubscriptionId, IReadOnlyDictionary<string, long>? Weights, IReadOnlyDictionary<string, long>? Shares, bool IsPreliminary)
{
    /// <summary>There is nothing to share by: no population for the year, or every weight is 0. Never split evenly by itself.</summary>
    internal const string NotShared = "AVT-003";

    /// <summary><see cref="NotShared"/>, or null.</summary>
    internal string? Error => Shares is null ? NotShared : null;

    /// <summary>Shares a subscription's sum.</summary>
    /// <param name="subscription">Without load errors.</param>
    /// <param name="tallies">Of its contacts in scope, by home region; read for <c>REMISSER</c> and <c>KPP</c> only.</param>
    /// <param name="population">Every known figure; read for <c>BEFOLKNING</c> only.</param>
    /// <param name="deliveredMonths">First day of each month for which the seller has a delivery in force.</param>
    internal static SubscriptionShares Of(
        Subscription subscription, IReadOnlyDictionary<string, ScopeTally> tallies, IEnumerable<PopulationFigure> population,
        IReadOnlySet<DateOnly> deliveredMonths)
    {
        var isPreliminary = !IsFullyDelivered(subscription.Validity, deliveredMonths);
        string[] participants = [.. subscription.Participants.Order(StringComparer.Ordinal)]; // the order decides ties: the lower code first
        if (WeightsOf(subscription.Key, participants, tallies, population) is not { } weights)
            return new(subscription.Id, null, null, isPreliminary);

        var shares = Money.Share(subscription.YearlyOre, weights);
        return new(subscription.Id, ByRegion(participants, weights), shares is null ? null : ByRegion(participants, shares), isPreliminary);
    }

    private static long[]? WeightsOf(
        SharingKey key, string[] participants, IReadOnlyDictionary<string, ScopeTally> tallies, IEnumerable<PopulationFigure> population)
    {
        switch (key.Type)
        {
            case SharingKeyType.Remisser:
                return [.. participants.Select(p => tallies.GetValueOrDefault(p).Referrals)];
            case SharingKeyType.Kpp:
                return [.. participants.Select(p => tallies.GetValueOrDefault(p).KppOre)];
            case SharingKeyType.Fast:
                return [.. participants.Select(p => key.Parts[p])];
            default:
                var ofYear = population.Where(f => f.Year == key.Year).ToDictionary(f => f.Region, f => f.Count);
                return participants.All(ofYear.ContainsKey) ? [.. participants.Select(p => ofYear[p])] : null;
        }
    }

    private static bool IsFullyDelivered(Period validity, IReadOnlySet<DateOnly> deliveredMonths)
    {
        if (validity.To is not { } end || validity.From == DateOnly.MinValue) return false;
        for (var month = FirstOfMonth(validity.From); month <= end; month = month.AddMonths(1))
            if (!deliveredMonths.Contains(month)) return false;
        return true;
    }

    private static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    private static Dictionary<string, long> ByRegion(string[] participants, long[] values) =>
        participants.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
}
