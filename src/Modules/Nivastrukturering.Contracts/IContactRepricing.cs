using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>Prices a seller's contacts anew with the lists, agreements and subscriptions that are in force now, and writes the prices back (docs/adr/0030).</summary>
public interface IContactRepricing
{
    /// <summary>Prices the deliveries in force of some months anew: all of them or none.</summary>
    /// <param name="seller">Whose contacts.</param>
    /// <param name="first">The first month, <c>2026-03</c>.</param>
    /// <param name="last">The last month, itself included.</param>
    /// <param name="reason">Why; may be empty when no month is invoiced.</param>
    /// <param name="dryRun">True: tell what it would come to, change nothing.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The contacts with another amount, by month and buyer; none when everything is as it was.</returns>
    /// <exception cref="NotOwnerException">The host or the user may not write for the region.</exception>
    /// <exception cref="JobRunningException">One of the months is being read in; a retry may help.</exception>
    /// <exception cref="DomainException"><c>price.month-invoiced</c>: a month is invoiced and the reason is missing. <c>price.no-delivery</c>: no month is read in.
    /// <c>price.months</c>: the last lies before the first. <c>price.reason</c>: the reason holds a person id.</exception>
    Task<IReadOnlyList<RepricedSum>> Run(Region seller, string first, string last, string reason, bool dryRun, CancellationToken ct);
}

/// <summary>The contacts of a month and buyer that got another amount.</summary>
/// <param name="Month">The delivery's, <c>2026-03</c>.</param>
/// <param name="Buyer">Län code of the home region.</param>
/// <param name="Contacts">How many, ≥ 1.</param>
/// <param name="ThenOre">Σ of these before, öre.</param>
/// <param name="NowOre">Σ of these after, öre.</param>
public sealed record RepricedSum(string Month, string Buyer, long Contacts, long ThenOre, long NowOre);
