using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>Making pseudonyms beside calling <see cref="HMACSHA256.HashData(ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte})"/> for each.</summary>
internal static class Hashing
{
    private const int Persons = 1_000_000;
    private const int AtATime = 256; // as an import has them

    public static double Ratio(int rounds)
    {
        var key = "benchmark"u8.ToArray();
        List<double> ratios = [];
        Span<byte> theirs = stackalloc byte[32], bytes = stackalloc byte[12];
        Span<char> person = stackalloc char[12];
        for (var round = 0; round < rounds; round++)
        {
            var batch = new HmacBatch(key);
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Persons; i++)
            {
                Write(i, person);
                if (batch.Count == AtATime) batch.Clear();
                batch.Add(bytes[..Encoding.UTF8.GetBytes(person, bytes)]);
                if (batch.Count == AtATime) batch.Complete();
            }
            batch.Complete();
            var our = watch.Elapsed;

            watch.Restart();
            for (var i = 0; i < Persons; i++)
            {
                Write(i, person);
                HMACSHA256.HashData(key, bytes[..Encoding.UTF8.GetBytes(person, bytes)], theirs);
            }
            ratios.Add(our / watch.Elapsed);
            Report.MustEqual("The last pseudonym", Convert.ToHexString(batch[batch.Count - 1]), Convert.ToHexString(theirs));
        }
        return Report.Median(ratios);
    }

    /// <summary>Twelve digits that are nobody's number: the month is 99.</summary>
    private static void Write(int number, Span<char> person)
    {
        "199999000000".CopyTo(person);
        number.TryFormat(person[6..], out _, "D6", System.Globalization.CultureInfo.InvariantCulture);
    }
}
