namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>What the contacts in scope of one subscription come to, for one home region.</summary>
/// <param name="Contacts">Number of contacts.</param>
/// <param name="Referrals">Number of distinct non-empty RemissId.</param>
/// <param name="KppOre">Sum of known costs, öre.</param>
internal readonly record struct ScopeTally(long Contacts, long Referrals, long KppOre);

/// <summary>
/// Tallies contacts in scope per subscription and home region, contact by contact. A contact counts in every subscription that covers it,
/// whichever of them decides its price. Memory: one text per distinct RemissId in scope.
/// </summary>
/// <param name="subscriptions">Those to tally for.</param>
internal sealed class SubscriptionScope(IEnumerable<Subscription> subscriptions)
{
    private readonly Scope[] _scopes = [.. subscriptions.Select(s => new Scope(s))];

    /// <summary>Counts an accepted contact in force.</summary>
    /// <exception cref="OverflowException">A sum does not fit 64 bits.</exception>
    internal void Add(in ContactFacts contact, in Classification classification, ReadOnlySpan<char> remissId)
    {
        foreach (var scope in _scopes)
            if (scope.Subscription.Covers(contact, classification)) scope.Add(contact, remissId);
    }

    /// <summary>The tally of a subscription by home region; participants without contacts are left out.</summary>
    /// <exception cref="KeyNotFoundException">No such subscription.</exception>
    internal IReadOnlyDictionary<string, ScopeTally> Of(string subscriptionId) =>
        _scopes.FirstOrDefault(s => s.Subscription.Id == subscriptionId)?.Tallies() ?? throw new KeyNotFoundException(subscriptionId);

    private sealed class Scope(Subscription subscription)
    {
        private readonly long[] _contacts = new long[subscription.Participants.Count];
        private readonly long[] _kppOre = new long[subscription.Participants.Count];
        private readonly HashSet<string>[] _referrals = [.. subscription.Participants.Select(_ => new HashSet<string>())];

        internal Subscription Subscription => subscription;

        internal void Add(in ContactFacts contact, ReadOnlySpan<char> remissId)
        {
            var home = IndexOf(contact.HomeRegion);
            _contacts[home]++;
            _kppOre[home] = checked(_kppOre[home] + (contact.KppOre ?? 0));
            if (!remissId.IsEmpty) _referrals[home].GetAlternateLookup<ReadOnlySpan<char>>().Add(remissId);
        }

        internal Dictionary<string, ScopeTally> Tallies() => subscription.Participants.Index()
            .Where(p => _contacts[p.Index] > 0)
            .ToDictionary(p => p.Item, p => new ScopeTally(_contacts[p.Index], _referrals[p.Index].Count, _kppOre[p.Index]));

        private int IndexOf(ReadOnlySpan<char> region)
        {
            var index = 0;
            while (!region.SequenceEqual(subscription.Participants[index])) index++;
            return index;
        }
    }
}
