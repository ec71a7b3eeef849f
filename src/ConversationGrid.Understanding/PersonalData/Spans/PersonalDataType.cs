namespace ConversationGrid.Understanding.PersonalData;

/// <summary>What a found piece of personal data is. <see cref="None"/> never leaves the finder.</summary>
public enum PersonalDataType
{
    None = 0,
    Email,
    Phone,
    CreditCard,
    Iban,
    IpAddress,
    MyKad,
    NationalId,
    Passport,
    DriverLicense,
    OrderNumber,
    AccountNumber,
    DateOfBirth,
    Url,
    Person,
    Address,
    Location,
    Organization,
}

/// <summary>The names of the types: in placeholders, and in annotated files of other makers.</summary>
public static class PersonalDataTypes
{
    private static readonly string[] Placeholders =
    [
        "", "email", "phone", "card", "iban", "ip", "mykad", "id", "passport", "licence", "order", "account", "birthday", "link", "name", "address", "place",
        "organisation",
    ];

    private static readonly string[] Labels =
    [
        "", "EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "IP_ADDRESS", "MY_KAD", "US_SSN", "PASSPORT", "US_DRIVER_LICENSE", "ORDER_NUMBER",
        "ACCOUNT_NUMBER", "DATE_TIME", "DOMAIN_NAME", "PERSON", "ADDRESS", "LOCATION", "ORGANIZATION",
    ];

    /// <summary>The word inside a placeholder, e.g. <c>email</c> in <c>[email]</c>.</summary>
    public static string Placeholder(this PersonalDataType type) => Placeholders[(int)type];

    /// <summary>The label that annotated evaluation files use, e.g. <c>EMAIL_ADDRESS</c>.</summary>
    public static string Label(this PersonalDataType type) => Labels[(int)type];

    /// <summary>The type behind a label of an annotated file; <see cref="PersonalDataType.None"/> for labels that we do not look for.</summary>
    public static PersonalDataType FromLabel(string label) => label switch
    {
        "STREET_ADDRESS" or "ZIP_CODE" => PersonalDataType.Address,
        "GPE" or "LOC" => PersonalDataType.Location,
        "ORG" => PersonalDataType.Organization,
        "URL" => PersonalDataType.Url,
        "PREFIX" or "NAME" => PersonalDataType.Person,
        "" => PersonalDataType.None,
        _ => (PersonalDataType)Math.Max(0, Array.IndexOf(Labels, label)),
    };

    /// <summary>True for the types that a checksum or a fixed shape proves: their precision and recall are promised separately.</summary>
    public static bool IsStructured(this PersonalDataType type) =>
        type is >= PersonalDataType.Email and <= PersonalDataType.NationalId or PersonalDataType.Url;
}
