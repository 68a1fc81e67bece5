namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>
/// Which services a code may belong to, by how it begins: never too few, sometimes too many. A service without prefixes may have any code, or none.
/// </summary>
/// <remarks>A code's first two characters make a bucket; characters that share their five low bits share buckets, which only costs a closer look.</remarks>
internal sealed class PrefixIndex
{
    private const int Buckets = 32 * 32;
    private readonly int _words;
    private readonly ulong[] _buckets;
    private readonly ulong[] _unlimited;

    /// <summary>Builds the buckets.</summary>
    /// <param name="prefixes">One list per service, in the order of their bits; no prefix is empty.</param>
    /// <param name="words">Length of a set, in words of 64 services.</param>
    internal PrefixIndex(IReadOnlyList<IReadOnlyList<string>> prefixes, int words)
    {
        _words = words;
        _buckets = new ulong[Buckets * words];
        _unlimited = new ulong[words];
        foreach (var (service, ofService) in prefixes.Index())
        {
            var (word, bit) = (service / 64, 1UL << service);
            if (ofService.Count == 0) _unlimited[word] |= bit;
            foreach (var prefix in ofService)
            {
                var first = (prefix[0] & 31) * 32;
                if (prefix.Length > 1) _buckets[(first + (prefix[1] & 31)) * words + word] |= bit;
                else for (var second = 0; second < 32; second++) _buckets[(first + second) * words + word] |= bit;
            }
        }
    }

    /// <summary>One word of the services that some of the codes may belong to.</summary>
    /// <param name="codes">Codes of two characters or more with one blank between, or empty.</param>
    /// <param name="word">Which word.</param>
    internal ulong AnyOf(ReadOnlySpan<char> codes, int word)
    {
        var services = _unlimited[word];
        while (codes.Length >= 2)
        {
            services |= _buckets[((codes[0] & 31) * 32 + (codes[1] & 31)) * _words + word];
            var blank = codes.IndexOf(' ');
            if (blank < 0) break;
            codes = codes[(blank + 1)..];
        }
        return services;
    }
}
