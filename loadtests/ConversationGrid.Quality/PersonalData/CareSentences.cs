using System.Text;
using ConversationGrid.Understanding.PersonalData;
using ConversationGrid.Understanding.PersonalData.Names;

namespace ConversationGrid.Quality.PersonalData;

/// <summary>
/// Fills the hand-written sentences with names and addresses: from the gazetteer, and one in three made up of syllables, so that the tagger learns from the
/// words around a name as well. Same seed, same sentences.
/// </summary>
internal sealed class CareSentences
{
    private static readonly string[] Things =
    [
        "iPhone", "Netflix", "Monday", "Friday", "Saturday", "Visa", "Mastercard", "Apple Pay", "Google Pay", "Touch n Go", "Grab", "Shopee", "Lazada",
        "Samsung", "Android",
        "Windows", "WiFi", "March", "June", "December", "Premium", "Basic", "Gold", "Bluetooth", "Netflix", "Instagram", "WhatsApp", "Facebook", "Maybank",
        "FPX", "Isnin", "Jumaat", "Ahad",
        "Christmas", "Hari Raya", "Deepavali", "Uber", "PayPal", "Amazon", "Toyota", "Myvi", "Celcom", "Unifi", "Black Friday", "Spotify", "YouTube", "MacBook",
        "Galaxy", "PlayStation", "Jazz", "Reggae", "Thai", "Mexican", "Chinese", "Hilton", "Comedy", "Star Wars", "Southwest", "Delta",
    ];

    private static readonly string[] Syllables =
        ["ka", "lo", "mir", "ten", "ba", "sho", "vik", "ran", "del", "qu", "zer", "ma", "ni", "tor", "wen", "hal", "pra", "jes", "un", "ost", "ley", "rik",
            "sen", "ov", "ez", "ska", "berg", "ham"];

    private static readonly string[] Firms = ["Sdn Bhd", "Ltd", "Inc", "LLC", "Group", "Holdings", "Enterprise", "and Sons", "Technologies", "GmbH", "Bank",
        "Systems"];
    private static readonly string[] Streets = ["Street", "Road", "Avenue", "Lane", "Drive", "St", "Rd", "Ave", "Court", "Close", "Boulevard"];
    private static readonly string[] Jalan = ["Jalan", "Jln", "Lorong", "Persiaran", "Lebuh"];
    private static readonly string[] Taman = ["Taman", "Kampung", "Bandar", "Desa", "Kg", "Seksyen"];
    private static readonly string[] Blooms = ["Kenari", "Melur", "Mawar", "Cempaka", "Ampang", "Bukit", "Setia", "Indah", "Perdana", "Utama", "Meranti",
        "Dahlia", "Raja Uda", "Tun Razak"];
    private static readonly string[] LongPlaces =
    [
        "New York", "Los Angeles", "San Francisco", "San Diego", "Las Vegas", "New Delhi", "Hong Kong", "Kuala Lumpur", "Johor Bahru", "Kota Kinabalu",
        "Petaling Jaya", "Shah Alam", "Mexico City",
        "Sri Lanka", "South Africa", "New Zealand", "Saudi Arabia", "Costa Rica", "United States", "United Kingdom", "Long Beach", "Santa Cruz", "San Jose",
        "Alor Setar", "Negeri Sembilan",
    ];

    private static readonly string[] Bin = ["bin", "binti", "bin", "binti", "a/l", "a/p", "bt"];

    private readonly Random _random;
    private readonly Dictionary<WordKinds, string[]> _words;

    public CareSentences(int seed)
    {
        _random = new Random(seed);
        _words = WordList.Gazetteer().GroupBy(w => w.Kind, w => w.Word).ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>Fills every sentence of the file so many times.</summary>
    public IEnumerable<AnnotatedText> Make(IEnumerable<string> lines, int rounds)
    {
        var sentences = lines.Where(line => line.Length > 0 && !line.StartsWith('#')).ToList();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var sentence in sentences)
                yield return Fill(sentence.Replace("\\n", "\n", StringComparison.Ordinal));
        }
    }

    private AnnotatedText Fill(string sentence)
    {
        var text = new StringBuilder();
        var spans = new List<(int, int, string)>();
        for (var i = 0; i < sentence.Length;)
        {
            var close = sentence[i] == '{' ? sentence.IndexOf('}', i) : -1;
            if (close < 0)
            {
                text.Append(sentence[i++]);
                continue;
            }
            var (value, type) = Value(sentence[(i + 1)..close]);
            if (type != PersonalDataType.None)
                spans.Add((text.Length, text.Length + value.Length, type.Label()));
            text.Append(value);
            i = close + 1;
        }
        var whole = text.ToString();
        return new(_random.Next(8) == 0 ? whole.ToLowerInvariant() : whole, -1, spans);
    }

    private (string Value, PersonalDataType Type) Value(string slot) => slot switch
    {
        "first" => (First(), PersonalDataType.Person),
        "name" => (Name(), PersonalDataType.Person),
        "address" => (Address(), PersonalDataType.Address),
        "city" or "country" => (Place(), PersonalDataType.Location),
        "town" => (Town(), PersonalDataType.None),
        "firm" => (Firm(), PersonalDataType.Organization),
        "thing" => (Pick(Things), PersonalDataType.None),
        "n" => ($"{_random.Next(1, 400)}", PersonalDataType.None),
        _ => throw new InvalidDataException($"There is no slot '{slot}'."),
    };

    private string First() => _random.Next(3) == 0 ? Made() : Title(Pick(_words[WordKinds.Given]));

    private string Family() => _random.Next(3) == 0 ? Made() : Title(Pick(_words[WordKinds.Family]));

    private string Name() => _random.Next(6) switch
    {
        0 => $"{First()} {Pick(Bin)} {First()}",
        1 => $"{First()} {First()} {Pick(Bin)} {First()} {First()}",
        2 => $"{Family()} {First()} {First()}",
        3 => Family(),
        _ => $"{First()} {Family()}",
    };

    private string Place() => _random.Next(6) switch
    {
        0 => Made(),
        1 => Pick(LongPlaces),
        2 => $"{Pick(["San", "Santa", "New", "Port", "Mount", "Kuala", "Kota", "North"])} {Made()}",
        _ => Title(Pick(_words[WordKinds.Place])),
    };

    private string Town() => _random.Next(5) == 0 ? $"{Place()}, {Pick(["CA", "NY", "TX", "UK", "WA"])}" : _random.Next(8) == 0
        ? Pick(["NYC", "LAX", "SF", "LA", "KL", "JB", "DC"]) : Place();

    private string Firm() => _random.Next(3) == 0 ? $"{Family()} {Made()} {Pick(Firms)}" : $"{Made()} {Pick(Firms)}";

    private string Address() => _random.Next(5) switch
    {
        0 => $"{_random.Next(1, 999)} {Family()} {Pick(Streets)}, {Place()} {_random.Next(10000, 99999)}",
        1 => $"{_random.Next(1, 99)} {Family()} {Pick(Streets)}",
        2 => $"No. {_random.Next(1, 99)}, {Pick(Jalan)} {Pick(Blooms)} {_random.Next(1, 30)}, {Pick(Taman)} {Pick(Blooms)}, {_random.Next(10000, 98000)} " +
        $"{Place()}",
        3 => $"{_random.Next(1, 99)} {Pick(Jalan)} {Pick(Blooms)} {_random.Next(1, 9)}/{_random.Next(1, 20)}, {Pick(Taman)} {Pick(Blooms)}",
        _ => $"Apt {_random.Next(1, 99)}, {_random.Next(1, 999)} {Made()} {Pick(Streets)}, {Place()}",
    };

    private string Made() => Title(string.Concat(Enumerable.Range(0, _random.Next(2, 4)).Select(_ => Pick(Syllables))));

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private static string Title(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
