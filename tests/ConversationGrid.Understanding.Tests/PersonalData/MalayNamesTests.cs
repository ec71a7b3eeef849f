using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Understanding.Tests.PersonalData;

/// <summary>In Malay a word with a capital begins a sentence and is no name for it; real names are found all the same.</summary>
public sealed class MalayNamesTests
{
    [Theory]
    [InlineData("Kualiti kain sangat teruk dan saya kecewa")]
    [InlineData("Bungkusan saya belum sampai lagi")]
    [InlineData("Harga RM 450 itu sudah termasuk penghantaran?")]
    [InlineData("Tempahkan saya dua kerusi yang sama")]
    [InlineData("Pelayan kedai tu sangat peramah")]
    [InlineData("Warna langsir tak sama macam dalam gambar")]
    [InlineData("Sudah tiga hari saya tunggu panggilan balik")]
    [InlineData("Barangnya rusak dan uang saya belum kembali")]
    public void OrdinaryWords_AreNoNames(string text) => Assert.Empty(PersonalDataFinder.Find(text));

    [Theory]
    [InlineData("nama saya Rosnah, saya nak tukar alamat", "Rosnah")]
    [InlineData("Terima kasih encik Zulhilmi kerana bantu saya", "Zulhilmi")]
    [InlineData("barang untuk Nurul Huda sudah sampai ke", "Nurul Huda")]
    public void Names_AreFound(string text, string name) =>
        Assert.Contains(PersonalDataFinder.Find(text), span => span.Type == PersonalDataType.Person
            && text.Substring(span.Start, span.Length).Contains(name, StringComparison.Ordinal));
}
