namespace ConversationGrid.Knowledge;

/// <summary>
/// Words that carry grammar or politeness rather than a topic. They rank a little and never count as covered or missing, so that
/// "can you please tell me" neither finds an article nor hides one. Also the cheap guess whether a text is English or Malay.
/// </summary>
internal static class StopWords
{
    private static readonly HashSet<string> English = Set("""
        a an the this that these those there here it its he she they them their i im ive id ill me my mine myself you your yours u ur we us our ours who whom whose which what whats when where why how
        is am are was were be been being do does did done doing dont doesnt didnt has have had having havent hasnt will would wont wouldnt can cant cannot could couldnt should shouldnt may might must shall
        of in on at to for from by with without about into onto over under as than then so such or and but if because while until again too very just also still yet already only even ever
        no not any some all each every both more most other another one ones own
        please pls plz hi hello hey thanks thank ok okay well actually really maybe kindly sorry sir madam
        want wanted wants need needs needed know knows tell tells told say says ask asked asking help helps let lets like get gets getting got give gives make makes made go goes going come
        possible able something anything someone anyone thing things way lot bit much many gonna wanna
        usually normally generally typically happen happens happened question questions info information explain mean means look looking try trying tried see seeing
        assist assistance assisting helping wonder wondering request requesting understand figure having trouble problem problems issue issues regarding concerning
        damn goddamn bloody freaking fucking everything every case cases wish hope soon give offer available
        """);

    private static readonly HashSet<string> Malay = Set("""
        yang dan atau di ke dari daripada pada untuk dengan tanpa oleh kepada dalam atas bawah antara ini itu sini situ sana ia dia mereka kami kita saya aku awak anda kamu encik puan tuan cik
        adalah ialah ada tidak tak bukan tiada jangan belum sudah telah sedang akan boleh bolehkah dapat mesti perlu mahu nak hendak ingin mungkin
        apa apakah siapa bila bilakah mana manakah bagaimana bagaimanakah macam kenapa mengapa berapa berapakah adakah
        jika kalau kerana sebab supaya agar tetapi tapi maka lalu kemudian lagi juga pula pun lah kah nya saja sahaja hanya cuma masih sangat amat paling lebih kurang
        semua setiap sesuatu suatu seorang satu sebuah para lain seperti bagi sejak sehingga hingga semasa ketika apabila
        tolong sila mohon minta terima kasih hai helo salam maaf ok okey baik tahu beritahu tanya bantu jadi buat cara macamana camne camana kat je tu ni kan dgn utk yg x nk dah dh blm tlg jer la lah kot nih skrg pulak kena tak tk takde macamana mcm nape apsal sgt bagaimanapun korang kitorang diorang dorang ek eh ye lak dpt bole blh leh 
        biasanya kebiasaannya sekarang pernah masalah isu bantuan keterangan maklumat antaranya iaitu bahawa tersebut berkenaan
        """);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> EnglishBySpan = English.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> MalayBySpan = Malay.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Two words that only together ask how long or at what time: neither then names a topic (<c>berapa lama</c>, but <c>perkakas lama</c>).</summary>
    public static bool AsksTogether(ReadOnlySpan<char> first, ReadOnlySpan<char> second) => first switch
    {
        "berapa" => second is "lama",
        "pukul" or "jam" => second is "berapa",
        "how" => second is "long",
        _ => false,
    };

    public static bool Contains(string language, ReadOnlySpan<char> word) => language switch
    {
        "en" => EnglishBySpan.Contains(word),
        "ms" or "id" => MalayBySpan.Contains(word),
        _ => false,
    };

    private static HashSet<string> Set(string words) => new(words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
