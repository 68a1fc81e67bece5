using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;

/// <summary>E7: person ids (VARDKONTAKT.md, "Person ids"). <c>personer=1</c>: the spelling gave the same pseudonym as the other rows' plain one.</summary>
internal static class Persons
{
    private const string Same = "inläst 4/0 personer=1", Another = "inläst 4/0 personer=2", BadForm = "inläst 3/1 KST-107", BadDigit = "inläst 3/1 KST-108";

    private static readonly (string Region, string Written, string Verdict)[] Written =
    [
        ("nb", "198001079808", Same), ("nb", " 198001079808\u00a0", Same), ("nb", "\"198001079808\"", Same),
        ("nb", "19800107-9808", BadForm), ("nb", "8001079808", BadForm), ("nb", "800107-9808", BadForm), ("nb", "19800107 9808", BadForm), ("nb", "1980010798081", BadForm),
        ("nb", "19800107980O", BadForm), ("nb", "１９８００１０７９８０８", BadForm), ("nb", "198002309808", BadForm), ("nb", "198013019808", BadForm), ("nb", "000000000000", BadForm),
        ("nb", "198001929808", BadForm), ("nb", "179901019808", BadForm), ("nb", "x", BadForm), ("nb", "", "inläst 3/1 KST-100"), ("nb", "198001079809", BadDigit), ("nb", "198001079807", BadDigit),
        ("nb", "19800107A123", Another), ("nb", "19800107ÖÅ12", Another), ("nb", "19800107a123", BadForm), ("nb", "19800230A123", BadForm), ("nb", "18800107A123", BadForm), ("nb", "198001071A23", BadForm),
        ("jh", "19651013-9956", Same), ("jh", " 19651013-9956 ", Same), ("jh", "196510139956", BadForm), ("jh", "651013-9956", BadForm), ("jh", "19651013+9956", BadForm), ("jh", "19651013 9956", BadForm),
        ("jh", "19651013-9957", BadDigit), ("jh", "19651013-A123", Another),
        ("vb", "500719-9903", Same), ("vb", "\u00a0500719-9903", Same), ("vb", "500719+9903", Another), ("vb", "5007199903", BadForm), ("vb", "19500719-9903", BadForm), ("vb", "195007199903", BadForm),
        ("vb", "500719 9903", BadForm), ("vb", "500719\u00ad9903", BadForm), ("vb", "500719-9904", BadDigit), ("vb", "500719-X123", Another), ("vb", "500719-x123", BadForm), ("vb", "500732-9903", BadForm),
        ("vn", "197606269996", Same), ("vn", "\n 197606269996\n", Same), ("vn", "1976<!-- -->06269996", Same), ("vn", "&#49;97606269996", Same), ("vn", "19760626-9996", BadForm), ("vn", "197606269997", BadDigit),
    ];

    public static CaseTable Table()
    {
        var t = new CaseTable("E7");
        foreach (var (region, written, verdict) in Written) t.Add(region, $"personnummer, form {t.Count + 1}", verdict, d => d.Set(Field.Person, written));
        t.Add("nb", "samordningsnummer", Another, d => d.Set(Field.Person, WithCheckDigit("19800167980")));
        t.Add("nb", "samordningsnummer för en dag som inte finns", BadForm, d => d.Set(Field.Person, WithCheckDigit("19800292980")));
        t.Add("nb", "född dagen efter kontakten", "inläst 3/1 KST-109", d => d.Set(Field.Person, WithCheckDigit("20260211980")));
        t.Add("nb", "född samma dag som kontakten", Another, d => d.Set(Field.Person, WithCheckDigit("20260210980")));
        t.Add("nb", "kön är ett annat än numrets", "inläst 4/0 ~ KST-121", d => d.Set(Field.Kon, "1"));
        t.Add("nb", "reservnummer säger inget om kön", "inläst 4/0", d => { d.Set(Field.Kon, "1"); d.Set(Field.Person, "19800107A123"); });
        t.Add("nb", "okänt kön", "inläst 3/1 KST-118", d => d.Set(Field.Kon, "3"));
        t.Add("nb", "personnummer i en annan kolumn av en rad i karantän", "inläst 3/1 KST-112", d => d.Set(Field.Drg, "198001079808"));
        t.Add("nb", "fel kontrollsiffra och fel diagnos", "inläst 3/1 KST-108 KST-110", d => { d.Set(Field.Person, "198001079809"); d.Set(Field.Diagnoser, "123"); });
        return t;
    }

    /// <summary>Eleven characters and the Luhn digit over the last nine of them.</summary>
    private static string WithCheckDigit(string eleven)
    {
        var sum = eleven[2..].Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(n => n / 10 + n % 10);
        return eleven + (10 - sum % 10) % 10;
    }
}
