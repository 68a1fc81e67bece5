using System.Globalization;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>What is printed.</summary>
internal static class Report
{
    /// <summary>A line for machines: <c>RESULT G1 0.93</c>.</summary>
    public static void Result(string goal, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RESULT {goal} {value:0.00}"));

    /// <summary>A line for people.</summary>
    public static void Line(string what, Cost cost, long rows) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  {what,-34}{cost.Wall.TotalSeconds,8:0.00} s {cost.Cpu.TotalSeconds,8:0.00} CPU s {cost.PeakBytes / 1048576.0,7:0} MiB {rows / cost.Wall.TotalSeconds,10:N0} rows/s"));

    /// <summary>The one in the middle; of two, the mean.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    /// <summary>Ends the run when two that must be equal are not: a fast wrong answer is no answer.</summary>
    public static void MustEqual<T>(string what, T ours, T theirs)
    {
        if (!EqualityComparer<T>.Default.Equals(ours, theirs)) throw new InvalidOperationException($"{what}: ours {ours}, theirs {theirs}.");
    }
}
