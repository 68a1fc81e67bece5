using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>Judges the hostile cases of a data set (formats/EXPECTED.md), each as an empty host would meet it. Writes nothing.</summary>
public interface IDataSetCheck
{
    /// <summary>Reads every case with the set's own reference files and layouts.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="progress">What is being done, in Swedish; null = nobody asks.</param>
    /// <param name="ct">Cancels between cases and inside a delivery.</param>
    /// <returns>The sections <c>fientligt</c>, <c>fientligtReferens</c> and <c>fientligtUnderlag</c>, one member for each case.</returns>
    /// <exception cref="DomainException">The folder is no data set, or its own reference files are refused.</exception>
    /// <exception cref="AdapterUnavailableException">A region's adapter is missing, switched off, or failed.</exception>
    Task<JsonObject> Check(string folder, IProgress<string>? progress, CancellationToken ct);
}
