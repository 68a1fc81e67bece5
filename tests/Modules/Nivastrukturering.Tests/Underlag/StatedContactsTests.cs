using Kunskapsstyrning.Nivastrukturering.Underlag;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

public class StatedContactsTests
{
    [Fact]
    public void A_contact_is_its_sellers_and_told_from_those_whose_hash_begins_alike()
    {
        string[] sellers = ["22", "23"];
        var tags = Enumerable.Range(0, 100).Select(i => new KeyedHash((ulong)(i % 3), (UInt128)i)).ToList();
        var stated = tags.SelectMany(tag => sellers, (tag, seller) => (seller, tag)).ToList();
        StatedContacts contacts = new([.. stated.Concat(stated).Select(s => new BilledLine(null!, s.seller, null, 0))]);

        for (var i = 0; i < stated.Count; i++)
        {
            Assert.False(contacts.TryFind(stated[i].seller, stated[i].tag, out _));
            Assert.Equal(i, contacts.Add(i, stated[i].seller, stated[i].tag));
        }
        for (var i = 0; i < stated.Count; i++)
        {
            Assert.Equal(i, contacts.Add(stated.Count + i, stated[i].seller, stated[i].tag));
            Assert.True(contacts.TryFind(stated[i].seller, stated[i].tag, out var first));
            Assert.Equal(i, first);
        }
        Assert.False(contacts.TryFind("24", tags[0], out _));
        Assert.False(new StatedContacts([]).TryFind("22", tags[0], out _));
    }
}
