namespace ConversationGrid.Understanding.Tests.PersonalData;

/// <summary>Names and addresses in English and Malay sentences, and capitalised words that are neither.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("My name is Susan.", "Person:Susan")]
    [InlineData("Nama saya Siti Aminah binti Rahman", "Person:Siti Aminah binti Rahman")]
    [InlineData("tempahan atas nama Kumar a/l Muthu", "Person:Kumar a/l Muthu")]
    [InlineData("thank you Mrs. Anderson", "Person:Mrs. Anderson")]
    [InlineData("Encik Hafiz ada tak?", "Person:Hafiz")]
    [InlineData("I live at 12 Baker Street, London", "Address:12 Baker Street, London")]
    public void NamesAndAddresses(string text, string expected) => Assert.Equal(expected, StructuredTests.Found(text));

    [Theory]
    [InlineData("Where is my order? I paid with Google Pay on Monday.")]
    [InlineData("I WANT MY MONEY BACK NOW")]
    [InlineData("nak tanya pasal refund saya, dah 3 minggu")]
    [InlineData("Tolong semak pesanan saya hari Isnin")]
    [InlineData("The app crashes when I open the cart")]
    [InlineData("flight to London please")]
    [InlineData("Thanks! Have a great day")]
    public void NeitherNamesNorAddresses(string text) => Assert.Equal("", StructuredTests.Found(text));
}
