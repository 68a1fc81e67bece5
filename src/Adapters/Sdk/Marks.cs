using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Finds the characters that give delimited text its shape, a vector at a time.</summary>
internal static class Marks
{
    /// <summary>How much longer than the text the array of marks must be.</summary>
    internal const int Slack = 4;

    private const int Block = 32;

    /// <summary>Writes where separators, line ends and quotes stand.</summary>
    /// <param name="text">The text to look through.</param>
    /// <param name="offset">Added to each position.</param>
    /// <param name="separator">What stands between cells.</param>
    /// <param name="quote">The quote, or the separator again where quotes mean nothing.</param>
    /// <param name="marks">At least <see cref="Slack"/> longer than the text.</param>
    /// <returns>How many were found.</returns>
    internal static int Find(ReadOnlySpan<char> text, int offset, char separator, char quote, Span<int> marks)
    {
        var (at, count) = (0, 0);
        if (Vector256.IsHardwareAccelerated)
        {
            var values = MemoryMarshal.Cast<char, ushort>(text);
            var (separators, quotes) = (Vector256.Create((ushort)separator), Vector256.Create((ushort)quote));
            var (feeds, returns) = (Vector256.Create((ushort)'\n'), Vector256.Create((ushort)'\r'));
            ref var target = ref MemoryMarshal.GetReference(marks);
            for (; at <= values.Length - Block; at += Block)
            {
                var bits = Hits(values[at..]) | (Hits(values[(at + Block / 2)..]) << (Block / 2));
                var found = BitOperations.PopCount(bits);
                // Four at a time, wanted or not: what is written too many is written over, and the branch is nearly always foreseen.
                for (var i = 0; i < found; i += 4)
                {
                    for (var j = 0; j < 4; j++)
                    {
                        Unsafe.Add(ref target, count + i + j) = offset + at + BitOperations.TrailingZeroCount(bits);
                        bits &= bits - 1;
                    }
                }
                count += found;
            }

            uint Hits(ReadOnlySpan<ushort> part)
            {
                var block = Vector256.Create(part);
                return (Vector256.Equals(block, separators) | Vector256.Equals(block, quotes) | Vector256.Equals(block, feeds) | Vector256.Equals(block, returns)).ExtractMostSignificantBits();
            }
        }
        foreach (var c in text[at..])
        {
            if (c == separator || c == quote || c is '\n' or '\r') marks[count++] = offset + at;
            at++;
        }
        return count;
    }
}
