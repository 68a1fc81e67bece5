using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Finds the characters that give delimited text its shape, a vector at a time.</summary>
internal static class Marks
{
    /// <summary>Writes where separators, line ends and quotes stand.</summary>
    /// <param name="text">The text to look through.</param>
    /// <param name="offset">Added to each position.</param>
    /// <param name="separator">What stands between cells.</param>
    /// <param name="quote">The quote, or the separator again where quotes mean nothing.</param>
    /// <param name="marks">At least as long as the text.</param>
    /// <returns>How many were found.</returns>
    internal static int Find(ReadOnlySpan<char> text, int offset, char separator, char quote, Span<int> marks)
    {
        var (at, count) = (0, 0);
        if (Vector256.IsHardwareAccelerated)
        {
            var (separators, quotes) = (Vector256.Create((ushort)separator), Vector256.Create((ushort)quote));
            var (feeds, returns) = (Vector256.Create((ushort)'\n'), Vector256.Create((ushort)'\r'));
            var values = MemoryMarshal.Cast<char, ushort>(text);
            for (; at <= values.Length - Vector256<ushort>.Count; at += Vector256<ushort>.Count)
            {
                var block = Vector256.Create(values.Slice(at, Vector256<ushort>.Count));
                var hits = Vector256.Equals(block, separators) | Vector256.Equals(block, quotes) | Vector256.Equals(block, feeds) | Vector256.Equals(block, returns);
                for (var bits = hits.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
                    marks[count++] = offset + at + BitOperations.TrailingZeroCount(bits);
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
