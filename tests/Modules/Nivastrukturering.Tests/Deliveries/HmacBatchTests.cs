using System.Security.Cryptography;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class HmacBatchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(65)]
    public void Texts_of_any_number_and_length_get_what_the_platform_gives_them(int keyLength)
    {
        var random = new Random(20261122 + keyLength);
        var key = new byte[keyLength];
        random.NextBytes(key);
        var batch = new HmacBatch(key);
        foreach (var count in new[] { 1, 2, 7, 8, 9, 300, 1000 })
        {
            batch.Clear();
            var texts = Enumerable.Range(0, count).Select(_ => new byte[random.Next(130)]).ToList();
            foreach (var text in texts)
            {
                random.NextBytes(text);
                batch.Add(text);
            }
            batch.Complete();

            Assert.Equal(count, batch.Count);
            for (var i = 0; i < count; i++) Assert.Equal(HMACSHA256.HashData(key, texts[i]), batch[i]);
        }
    }

    [Fact]
    public void Its_own_arithmetic_is_the_one_in_use()
    {
        Assert.True(HmacBatch.IsOwn); // else the platform stands in, and an import is slow for no reason that anyone sees
    }
}
