using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Implementation.Contracts;

/// <summary>How far the regions have come with the vårdförlopp, for reports.</summary>
public interface IImplementationOverview
{
    /// <summary>The status picture on a day.</summary>
    Task<ImplementationOverview> On(DateOnly day, CancellationToken ct = default);
}

/// <summary>The status picture in figures.</summary>
/// <param name="Vardforlopp">How many vårdförlopp.</param>
/// <param name="Done">How many of them are in use in all four regions.</param>
/// <param name="Reported">How many of the cells (vårdförlopp × region) are reported.</param>
/// <param name="Old">How many vårdförlopp have a report older than six months from some region.</param>
/// <param name="HasExamples">True when some report is made up, for the demonstration.</param>
/// <param name="Table">The picture: vårdförlopp × region, least progress first.</param>
public sealed record ImplementationOverview(int Vardforlopp, int Done, int Reported, int Old, bool HasExamples, Table Table);
