using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Understanding.Tests.PersonalData;

/// <summary>What shapes and checksums prove, and what only looks like it. Each expectation is <c>Type:text</c>, separated by <c>|</c>.</summary>
public sealed class StructuredTests
{
    [Theory]
    [InlineData("write to aina.b+care@mail.shop.com.my please", "Email:aina.b+care@mail.shop.com.my")]
    [InlineData("e-mel saya: siti_99@contoh.my.", "Email:siti_99@contoh.my")]
    [InlineData("reach me: omar at example dot com ok", "Email:omar at example dot com")]
    [InlineData("omar [at] example [dot] co [dot] uk", "Email:omar [at] example [dot] co [dot] uk")]
    [InlineData("see https://shop.example/a?b=1, thanks", "Url:https://shop.example/a?b=1")]
    [InlineData("my site is www.contoh.my!", "Url:www.contoh.my")]
    [InlineData("profile at contoh.com/me", "Url:contoh.com/me")]
    public void AddressesAndLinks(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("I was there at noon @ the shop")]
    [InlineData("look at that dot over there")]
    [InlineData("ok.thanks.bye")]
    [InlineData("tak boleh.macam mana ni")]
    [InlineData("a@b")]
    [InlineData("@support @admin hello")]
    public void AddressesAndLinks_NearMisses(string text) => Assert.Equal("", Found(text));

    [Theory]
    [InlineData("call +60 12-345 6789", "Phone:+60 12-345 6789")]
    [InlineData("hp 012-3456789 ye", "Phone:012-3456789")]
    [InlineData("0123456789", "Phone:0123456789")]
    [InlineData("011-2345 6789", "Phone:011-2345 6789")]
    [InlineData("pejabat 03-8888 1234", "Phone:03-8888 1234")]
    [InlineData("60123456789 whatsapp", "Phone:60123456789")]
    [InlineData("+44 20 7946 0958 is mine", "Phone:+44 20 7946 0958")]
    [InlineData("(555) 010-4477", "Phone:(555) 010-4477")]
    [InlineData("555-010-4477 ext. 12", "Phone:555-010-4477 ext. 12")]
    [InlineData("my number to call: 73 448 266", "Phone:73 448 266")]
    [InlineData("1-300-88-1234", "Phone:1-300-88-1234")]
    [InlineData("0060 12 345 6789", "Phone:0060 12 345 6789")]
    public void Phones(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("it costs RM 1234567")]
    [InlineData("between 10 and 12 people, 3 4 5 or 6")]
    [InlineData("on 12/05/2024 at 10.30")]
    [InlineData("5.5 2.25 3.75")]
    [InlineData("$1,234,567.00")]
    public void Phones_NearMisses(string text) => Assert.Equal("", Found(text));

    [Theory]
    [InlineData("4485527627509597", "CreditCard:4485527627509597")]
    [InlineData("card 4485 5276 2750 9597 exp 05/27", "CreditCard:4485 5276 2750 9597")]
    [InlineData("kad 4485-5276-2750-9597.", "CreditCard:4485-5276-2750-9597")]
    [InlineData("amex 3782 822463 10005", "CreditCard:3782 822463 10005")]
    [InlineData("order 4485527627509597", "CreditCard:4485527627509597")]
    [InlineData("my card # 4222222222222", "CreditCard:4222222222222")]
    public void Cards(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("order number 4485527627500", "OrderNumber:4485527627500")]
    [InlineData("card 4485527627509598", "AccountNumber:4485527627509598")]
    public void Cards_FailingTheChecksum_AreHiddenAsWhatTheWordsSay(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("iban GB82 WEST 1234 5698 7654 32 ok", "Iban:GB82 WEST 1234 5698 7654 32")]
    [InlineData("DE89370400440532013000", "Iban:DE89370400440532013000")]
    [InlineData("gb82west12345698765432", "Iban:gb82west12345698765432")]
    public void Ibans(string text, string expected) => Assert.Equal(expected, Found(text));

    [Fact]
    public void Iban_WithAWrongChecksum_IsNone() => Assert.DoesNotContain("Iban", Found("code GB83WEST12345698765432"), StringComparison.Ordinal);

    [Theory]
    [InlineData("from 86.231.85.193 blocked", "IpAddress:86.231.85.193")]
    [InlineData("at 10.0.0.1:8080", "IpAddress:10.0.0.1")]
    [InlineData("2001:db8:85a3::8a2e:370:7334 is it", "IpAddress:2001:db8:85a3::8a2e:370:7334")]
    [InlineData("fe80::1ff:fe23:4567:890a", "IpAddress:fe80::1ff:fe23:4567:890a")]
    public void Addresses(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("app version 1.2.3.4 crashes")]
    [InlineData("versi 10.0.2.1")]
    [InlineData("v1.2.3.4")]
    [InlineData("section 1.2.3.4.5")]
    [InlineData("256.1.1.1")]
    [InlineData("at 12:30:45 or 10:20")]
    [InlineData("std::move")]
    public void Addresses_NearMisses(string text) => Assert.DoesNotContain("IpAddress", Found(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("IC saya 900115-14-5678", "MyKad:900115-14-5678")]
    [InlineData("mykad 900115145678", "MyKad:900115145678")]
    [InlineData("000229-01-1234", "MyKad:000229-01-1234")]
    [InlineData("my ssn is 455-99-6622", "NationalId:455-99-6622")]
    public void IdentityCards(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("901315-14-5678")]
    [InlineData("900230-14-5678")]
    [InlineData("900115-00-5678")]
    [InlineData("900115-70-5678")]
    [InlineData("order 900115145678")]
    public void IdentityCards_WithoutARealDayOrPlace_AreNone(string text) => Assert.DoesNotContain("MyKad", Found(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("my order number is 1048576", "OrderNumber:1048576")]
    [InlineData("pesanan no. MY-2024-00117 belum sampai", "OrderNumber:MY-2024-00117")]
    [InlineData("account number 84318931", "AccountNumber:84318931")]
    [InlineData("no akaun 7012-3344-55", "AccountNumber:7012-3344-55")]
    [InlineData("passport number A12345678", "Passport:A12345678")]
    [InlineData("My driver's license number is 425700624", "DriverLicense:425700624")]
    [InlineData("84318931431", "AccountNumber:84318931431")]
    [InlineData("my zip code is 35649", "Address:35649")]
    public void NumbersByTheirWords(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("I placed the order in 2023")]
    [InlineData("order 2 of them")]
    [InlineData("book a table for 8 at 7")]
    [InlineData("room 351, flight 294")]
    [InlineData("iphone13 and the ps5")]
    public void NumbersByTheirWords_NearMisses(string text) => Assert.Equal("", Found(text));

    [Theory]
    [InlineData("born 3/23/1940", "DateOfBirth:3/23/1940")]
    [InlineData("lahir pada 3 Mei 1990", "DateOfBirth:3 Mei 1990")]
    [InlineData("dob: 12-05-85", "DateOfBirth:12-05-85")]
    [InlineData("March 3rd, 1985", "DateOfBirth:March 3rd, 1985")]
    public void Birthdays(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("ordered on 12/05/2025")]
    [InlineData("march 3 at noon")]
    [InlineData("31/31/1990")]
    public void Birthdays_NearMisses(string text) => Assert.Equal("", Found(text));

    internal static string Found(string text) =>
        string.Join('|', PersonalDataFinder.Find(text).Select(span => $"{span.Type}:{text.Substring(span.Start, span.Length)}"));
}
