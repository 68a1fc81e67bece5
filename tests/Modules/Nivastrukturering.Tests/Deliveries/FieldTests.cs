using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class FieldTests
{
    [Theory]
    [InlineData("YYYY-MM-DD", "2024-02-29", "2024-02-29")]
    [InlineData("YYYYMMDD", "20260301", "2026-03-01")]
    [InlineData("YYYY-MM-DD hh:mm", "2026-03-01 23:59", "2026-03-01")]
    [InlineData("YYYY-MM-DD", "2026-02-29", null)]
    [InlineData("YYYY-MM-DD", "2026-3-01", null)]
    [InlineData("YYYY-MM-DD", "20260301", null)]
    [InlineData("YYYY-MM-DD", "1899-12-31", null)]
    [InlineData("YYYY-MM-DD", "2100-01-01", null)]
    [InlineData("YYYY-MM-DD", "٢٠٢٦-03-01", null)]
    [InlineData("YYYY-MM-DD hh:mm", "2026-03-01 24:00", null)]
    [InlineData("YYYY-MM-DD hh:mm", "2026-03-01\u00a023:59", null)]
    [InlineData("YYYY-MM-DD hh:mm", "2026-03-01", null)]
    public void A_date_has_exactly_the_agreed_form(string pattern, string text, string? expected)
    {
        var isDate = new DatePattern(pattern).TryParse(text, out var date);

        Assert.Equal(expected, isDate ? date.ToString("yyyy-MM-dd", null) : null);
    }

    [Theory]
    [InlineData("1,5", 4, 15000L)]
    [InlineData("0", 2, 0L)]
    [InlineData("12\u00a0345,67", 2, 1234567L)]
    [InlineData("12 345\u202f678,9", 2, 1234567890L)]
    [InlineData("123456789012", 2, 12345678901200L)]
    [InlineData("1234567890123", 2, null)]
    [InlineData("1,50000", 4, null)]
    [InlineData("1,500", 2, null)]
    [InlineData("1.5", 4, null)]
    [InlineData("-1", 2, null)]
    [InlineData("+1", 2, null)]
    [InlineData("1,", 2, null)]
    [InlineData(",5", 2, null)]
    [InlineData("1,5,0", 4, null)]
    [InlineData("\u202f", 2, null)]
    [InlineData("1e3", 2, null)]
    public void A_number_is_never_guessed(string text, int decimals, long? expected)
    {
        var isNumber = new NumberPattern(Mapping(decimalSign: ",")).TryParse(text, decimals, out var scaled);

        Assert.Equal(expected, isNumber ? scaled : null);
    }

    [Theory]
    [InlineData("YYYYMMDDNNNC", "199001019802", "199001019802")]
    [InlineData("YYYYMMDDNNNC", "199001019803", "199001019803")]
    [InlineData("YYYYMMDD-NNNC", "19900101-9802", "199001019802")]
    [InlineData("YYYYMMDD-NNNC", "199001019802", null)]
    [InlineData("YYYYMMDDNNNC", "19900101-9802", null)]
    [InlineData("YYYYMMDDNNNC", "199002309802", null)]
    [InlineData("YYYYMMDDNNNC", "199001619809", "199001619809")]
    [InlineData("YYYYMMDDNNNC", "199002929809", null)]
    [InlineData("YYYYMMDDNNNC", "19900101A123", "19900101A123")]
    [InlineData("YYYYMMDDNNNC", "19900231A123", null)]
    [InlineData("YYYYMMDDNNNC", "18900101A123", null)]
    [InlineData("YYYYMMDDNNNC", "19900101a123", null)]
    [InlineData("yymmdd-nnnn", "900101-9802", "199001019802")]
    [InlineData("yymmdd-nnnn", "900101+9802", "189001019802")]
    [InlineData("yymmdd-nnnn", "260101-9804", "202601019804")]
    [InlineData("yymmdd-nnnn", "270101-9803", "192701019803")]
    [InlineData("yymmdd-nnnn", "9001019802", null)]
    [InlineData("yymmdd-nnnn", "900101-X123", "19900101X123")]
    public void A_person_id_is_brought_to_twelve_characters_and_judged(string pattern, string text, string? normal)
    {
        Span<char> twelve = stackalloc char[12];

        var person = new PersonIdPattern(Mapping(personnummer: pattern)).Read(text, 2026, twelve);

        Assert.Equal(normal, person.IsReadable ? twelve.ToString() : null);
    }

    [Theory]
    [InlineData("19900101980", 2)]
    [InlineData("19900161980", null)] // a samordningsnummer: one digit is right, whichever
    public void One_check_digit_of_ten_is_right(string eleven, int? expected)
    {
        var pattern = new PersonIdPattern(Mapping());
        var twelve = new char[12];

        var right = Enumerable.Range(0, 10).Where(digit => pattern.Read($"{eleven}{digit}", 2026, twelve).HasRightCheckDigit).ToList();

        Assert.Equal(expected ?? right[0], Assert.Single(right));
    }

    [Theory]
    [InlineData("i10.9", "I109")]
    [InlineData("I21", "I21")]
    [InlineData("I21499", "I21499")]
    [InlineData("I2149XY", null)]
    [InlineData("I1", null)]
    [InlineData("1I0", null)]
    [InlineData("I10-9", null)]
    [InlineData("...", null)]
    public void An_icd_code_gets_its_normal_form(string text, string? expected)
    {
        var slot = new TextSlot();

        Assert.Equal(expected, CareCodes.TryAppendIcd(text, slot) ? slot.ToString() : null);
    }

    [Theory]
    [InlineData("fng05", "FNG05")]
    [InlineData("AF063", "AF063")]
    [InlineData("A0063", null)]
    [InlineData("FNG5", null)]
    [InlineData("FNG055", null)]
    [InlineData("FNGA5", null)]
    public void A_kva_code_gets_its_normal_form(string text, string? expected)
    {
        var slot = new TextSlot();

        Assert.Equal(expected, CareCodes.TryAppendKva(text, slot) ? slot.ToString() : null);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("9901", true)]
    [InlineData("9999", true)]
    [InlineData("2482", true)]
    [InlineData("0180", true)]
    [InlineData("2499", false)] // of Västerbotten, and not in the table
    [InlineData("0200", false)]
    [InlineData("0280", false)] // no such län
    [InlineData("1100", false)]
    [InlineData("180", false)]
    [InlineData("24A2", false)]
    public void A_kommun_is_known_by_län_and_table(string code, bool isKnown) =>
        Assert.Equal(isKnown, new DeliveryReference([], [new("2482", "Skellefteå", null, null)]).IsKnownKommun(code));

    [Fact]
    public void Ids_are_numbered_exactly_however_many_they_are()
    {
        var table = new IdTable();
        const int Many = 100_000;

        for (var i = 0; i < Many; i++) Assert.Equal(i, table.GetOrAdd($"Å{i}", out _));

        Assert.Equal(77, table.GetOrAdd("Å77", out var added));
        Assert.False(added);
        table.GetOrAdd("å77", out added); // case-sensitive
        Assert.True(added);
        Assert.Equal("Å77", table[77]);
        table.GetOrAdd(new string('x', 4000), out added);
        Assert.True(added);
    }

    [Fact]
    public void Codes_of_a_row_count_once_and_warnings_are_no_errors()
    {
        var codes = default(KstSet);
        foreach (var code in Enum.GetValues<Kst>().Concat(Enum.GetValues<Kst>())) codes.Add(code);
        var warnings = default(KstSet);
        foreach (var code in new[] { Kst.UnknownLevel, Kst.SexDiffers, Kst.DrgOrWeightMissing }) warnings.Add(code);

        Assert.Equal(Enum.GetValues<Kst>().Select(c => c.Name()), codes.ToString().Split(' '));
        Assert.False(warnings.HasErrors);
        Assert.True(warnings.Errors.IsEmpty);
        Assert.All(Enum.GetValues<Kst>(), code => Assert.NotEqual(code.Name(), KstCodes.Of(code.Name()).Name));
    }

    private static Mapping Mapping(string decimalSign = ",", string personnummer = "YYYYMMDDNNNC") => new()
    {
        Region = "norrbotten",
        Regionkod = "25",
        Version = 1,
        GiltigFran = new(2024, 1, 1),
        Format = "csv",
        Kodning = "utf-8",
        Datum = "YYYY-MM-DD",
        Decimal = decimalSign,
        Tusental = [" ", "\u00a0", "\u202f"],
        Personnummer = personnummer,
        Reservnummer = "^(19|20)[0-9]{6}[A-ZÅÄÖ][0-9A-ZÅÄÖ]{3}$",
        Filer = new Dictionary<string, string>(),
        Kolumner = new Dictionary<Field, string>(),
    };
}
