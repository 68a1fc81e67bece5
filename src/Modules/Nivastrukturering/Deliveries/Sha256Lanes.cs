using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>SHA-256's compression of as many blocks at a time as a vector has lanes: word i of the block in lane n stands in lane n of vector i.</summary>
/// <remarks>Source: FIPS 180-4, section 6.2. <see cref="HmacBatch"/> compares it with the platform's before it is used.</remarks>
internal static class Sha256Lanes
{
    private static readonly uint[] RoundConstants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>How many blocks are compressed at a time.</summary>
    public static int Count => Vector<uint>.Count;

    /// <summary>The state before the first block.</summary>
    /// <param name="state">Eight vectors.</param>
    public static void Start(Span<Vector<uint>> state)
    {
        ReadOnlySpan<uint> first = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        for (var i = 0; i < first.Length; i++) state[i] = new(first[i]);
    }

    /// <summary>Takes the next block of every lane.</summary>
    /// <param name="state">Eight vectors.</param>
    /// <param name="words">Sixteen vectors; written over.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // hot from its first call on
    public static void Compress(Span<Vector<uint>> state, Span<Vector<uint>> words)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        var constants = RoundConstants;
        for (var i = 0; i < constants.Length; i++)
        {
            if (i >= 16)
            {
                var (far, near) = (words[i + 1 & 15], words[i + 14 & 15]);
                words[i & 15] += words[i + 9 & 15] + (Turn(far, 7) ^ Turn(far, 18) ^ (far >>> 3)) + (Turn(near, 17) ^ Turn(near, 19) ^ (near >>> 10));
            }
            var first = h + (Turn(e, 6) ^ Turn(e, 11) ^ Turn(e, 25)) + (g ^ (e & (f ^ g))) + new Vector<uint>(constants[i]) + words[i & 15];
            var second = (Turn(a, 2) ^ Turn(a, 13) ^ Turn(a, 22)) + ((a & b) | (c & (a | b)));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Turn(Vector<uint> value, int bits) => (value >>> bits) | (value << (32 - bits));
}
