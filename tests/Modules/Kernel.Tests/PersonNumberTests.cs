using Xunit;

namespace Kunskapsstyrning.Kernel.Tests;

public class PersonNumberTests
{
    [Theory]
    [InlineData("19760626-9996", "********")]
    [InlineData("tel. 760626+9996.", "tel. ********.")]
    [InlineData("20260109197606269996", "********")]
    [InlineData("2381976062699960 Ort", "******** Ort")]
    [InlineData("19760626A123", "********")]
    public void A_person_id_is_masked_with_the_digits_that_it_is_glued_to(string text, string masked) => Assert.Equal(masked, PersonNumber.Mask(text));

    [Theory]
    [InlineData("2026-01-09 08:30")]
    [InlineData("SE2321000206-B001")]
    [InlineData("SE2321000230-N136")]
    [InlineData("37274,49")]
    [InlineData("2480 Ume\u00e5")]
    [InlineData("K210 I109 JAB30")]
    public void What_else_stands_in_a_delivery_is_left(string text) => Assert.Equal(text, PersonNumber.Mask(text));
}
