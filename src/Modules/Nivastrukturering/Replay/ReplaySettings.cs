using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.Extensions.Configuration;

namespace Kunskapsstyrning.Nivastrukturering.Replay;

/// <summary>The section <c>nivastrukturering:Replay</c> (docs/drift).</summary>
/// <param name="ChunkRows">Rows read again in one transaction, 1–5 000.</param>
/// <param name="Interval">Between two looks for jobs; zero for only when asked.</param>
internal sealed record ReplaySettings(int ChunkRows, TimeSpan Interval)
{
    /// <summary>Reads the section.</summary>
    /// <exception cref="ConfigurationException">A value is wrong: the message names the key.</exception>
    public static ReplaySettings Read(IConfiguration module) =>
        new(Number(module, "ChunkRows", 500, 1, ReplayBatch.MostRows), TimeSpan.FromSeconds(Number(module, "IntervalSeconds", 5, 0, 3600)));

    private static int Number(IConfiguration module, string key, int unlessTold, int least, int most) => module.GetSection("Replay").GetValue(key, unlessTold) is var number && number >= least && number <= most
        ? number : throw new ConfigurationException($"nivastrukturering:Replay:{key}", $"Skriv ett heltal, {least}–{most}.");
}
