using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace ConversationGrid.Understanding.Priority;

/// <summary>
/// Reads danger to people, and somebody else's use of the customer's account, card or name. The words for both have many harmless uses ("fire sale", "smoke
/// detector", "shock absorber", "the machine swallowed my card"), so they count in the phrases that tell of harm and never alone. Words come normalised as
/// <see cref="UrgencyWords"/> does.
/// </summary>
internal static partial class DangerWords
{
    /// <summary>The words without which a pattern cannot hold, with a star where they may go on: a text that has none is not searched by it.</summary>
    private static readonly WordTriggers Triggers = new(
        (Pattern.English, "fire flame* smok* burn* gas carbon electri* electrocut* zapp* shock* spark* explo* blew blown"),
        (Pattern.Harm, "injur* wounded cut* slic* hurt* burn* scald* broke fractur* crush* sprain* bruis* pierc* trapped pinch* bleed* blood swollen " +
        "unconscious fainted passed collaps* breath* chok* suffocat* allergic anaphyla* poison* seizure attack hospital* emergency icu ambulance swallow* " +
        "ingested drank ate eaten drunk licked fell fallen falls falling tipped toppled dropped came crashed landed"),
        (Pattern.Malay, "terbakar kebakaran percikan api berasap asap hangus gas bocor kebocoran kejutan renjatan renjat karan kejut shock elektrik cedera " +
        "tecedera tercedera luka terluka berdarah melecur patah tersepit terkoyak terhempap tertimpa dihempap terhimpit pengsan nafas bernafas keracunan " +
        "tercekik ambulans hospital icu emergency kecemasan runtuh roboh rebah jatuh tertelan telan menelan minum terminum termakan meletup letupan"),
        (Pattern.Intent, "kill* hurt* harm* cut* suicid* myself end ending take taking die dead live stab shoot strangle beat bunuh mati hidup cederakan"),
        (Pattern.Takeover, "someone somebody some stranger* hack* thief thieves scammer* fraudster* unknown another other others compromised stolen hijack* " +
        "cloned taken broken skimmed used stole broke got not didnt never havent dont unauthori* fraudulent unrecogni* identity wasnt isnt"),
        (Pattern.TakenOver, "account card credit debit* wallet login* password email profile money savings name identity bank points balance details ic " +
        "charge* transaction* purchase* payment* order* withdrawal* transfer* loan access logged signed bought paid me"),
        (Pattern.TakeoverMalay, "orang seseorang hacker penggodam scammer penipu pencuri someone somebody hack godam curi clone ambil guna digodam diceroboh " +
        "dicuri diklon diguna digunakan dipakai hacked dihack bukan transaksi pembelian bayaran pengeluaran transfer"));

    private const string Body = "(?:hands?|fingers?|foot|feet|legs?|arms?|face|eyes?|head|skin|toes?|knees?|neck|thumb|palm|lips?|mouth|tongue|" +
            "ankle|wrist|elbow|shoulder)";
    private const string People = "(?:me|myself|us|him|her|them|someone|somebody|people|(?:my|our|the|a|his|her|their) (?:\\w+ ){0,2}" +
        "(?:son|daughter|baby|child|children|kids?|toddler|boy|girl|wife|husband|mother|mum|mom|father|dad|grandma|grandpa|grandmother|grandfather|" +
            "grandson|brother|sister|nephew|niece|friend|maid|staff|worker|dog|cat|" + BodyAlone + "))";
    private const string BodyAlone = "hands?|fingers?|foot|feet|legs?|arms?|face|eyes?|head|skin|toes?|knees?|neck|thumb|palm|lips?|mouth|tongue|" +
            "ankle|wrist|elbow|shoulder";
    private const string Eater = "(?:i|we|he|she|son|daughter|baby|child|children|kids?|toddler|boy|girl|wife|husband|mother|father|brother|sister|" +
            "nephew|niece|grandson|dog|cat|puppy|kitten|infant|anak|adik|bayi|budak|kucing|cucu)";
    private const string Stranger = "(?:someone|somebody|some one|some guy|strangers?|hackers?|a thief|thieves|scammers?|fraudsters?|" +
            "unknown (?:person|people|man)|another person|other people|others|my ex)";
    private const string Own = "(?:account|card|credit card|debit card|wallet|login|password|email|profile|money|savings|name|identity|bank|points|" +
            "balance|details|ic)";

    /// <summary>Words before a phrase that deny or imagine it: "no fire", "fake blood", "in case of a gas leak" is named by its own words.</summary>
    private static readonly Deniers Named = new(
        1, "no not without never nobody any isnt wasnt tiada takde tak tidak bukan against prevent avoid anti fake test if");

    private static readonly Deniers NamedInMalay =
        Named with { Beside = Set("alarm penggera pengesan pemadam insurans ubat krim plaster alat latihan ikan salai warna harga beli") };
    private static readonly Deniers Imagined = new(4, "can could may let allow want protect protects protected protecting protection prevent avoid if for",
        " from being ", " how do i ");
    /// <summary>Who speaks of it and wishes it not is heard all the same.</summary>
    private static readonly Deniers Meant = new(4, "prevent against protect", " how do i ");

    private static readonly Deniers ImaginedInMalay = new(4, "boleh bolehkah kalau jika elak cegah supaya", " macam mana ");

    /// <summary>The signals of the words, <see cref="UrgencySignals.Safety"/> and <see cref="UrgencySignals.Takeover"/>.</summary>
    public static UrgencySignals Read(ReadOnlySpan<char> words)
    {
        var may = Triggers.In(words);
        return (Holds(may, Pattern.English, English(), words, Named) || Holds(may, Pattern.Harm, Harm(), words, Named)
                || Holds(may, Pattern.Malay, Malay(), words, NamedInMalay) || Holds(may, Pattern.Intent, Intent(), words, Meant)
                ? UrgencySignals.Safety | UrgencySignals.Danger : UrgencySignals.None)
            | (Holds(may, Pattern.Takeover | Pattern.TakenOver, Takeover(), words, Imagined)
                || Holds(may, Pattern.TakeoverMalay, TakeoverMalay(), words, ImaginedInMalay) ? UrgencySignals.Takeover : UrgencySignals.None);
    }

    /// <summary>
    /// Whether a phrase stands in the words and nothing before it denies it. What denies is looked at after a phrase was found: as a condition in front of the
    /// pattern it would be tried at every character.
    /// </summary>
    private static bool Holds(Pattern may, Pattern pattern, Regex phrases, ReadOnlySpan<char> words, Deniers deniers)
    {
        if ((may & pattern) != pattern) return false;
        for (var from = 0; ;)
        {
            var found = phrases.EnumerateMatches(words, from);
            if (!found.MoveNext()) return false;
            if (!deniers.Deny(words[..found.Current.Index])) return true;
            from = found.Current.Index + 1;
        }
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words that take the meaning from a phrase behind them.</summary>
    /// <param name="Reach">Words that may stand between the two.</param>
    /// <param name="Phrases">Denials of several words, with a space on both sides.</param>
    private sealed record Deniers(int Reach, FrozenSet<string> Words, params IReadOnlyList<string> Phrases)
    {
        public Deniers(int reach, string words, params IReadOnlyList<string> phrases) : this(reach, Set(words), phrases)
        {
        }

        /// <summary>Words that deny only directly before the phrase.</summary>
        public FrozenSet<string> Beside { get; init; } = [];

        /// <param name="before">What stands before the phrase, with a space at its end.</param>
        public bool Deny(ReadOnlySpan<char> before)
        {
            for (var skipped = 0; skipped <= Reach; skipped++)
            {
                if (before.Length < 2 || before[^1] != ' ') return false;
                var start = before[..^1].LastIndexOf(' ') + 1;
                var word = before[start..^1];
                if (Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return true;
                if (skipped == 0 && Beside.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return true;
                foreach (var phrase in Phrases)
                    if (before.EndsWith(phrase, StringComparison.Ordinal) || before.SequenceEqual(phrase.AsSpan(1))) return true;
                before = before[..start];
            }
            return false;
        }
    }

    /// <summary>Somebody who means to hurt themselves or others.</summary>
    [GeneratedRegex(
        @"\b(?:(?:kill|killing|hurt|hurting|harm|harming|cut|cutting) myself\b|suicid(?:e|al)\b|(?:end|ending|take|taking) (?:it all|my (?:own )?life)\b|" +
            @"(?:want|wants|wish|wanna|going|ready) (?:to )?(?:die|be dead)\b|(?:dont|do not|no longer) want to live\b|better off dead\b" +
        @"|(?:i will|ill|im going to|i am going to|gonna|going to) (?:kill|stab|shoot|hurt|strangle|beat up) (?:you|him|her|them|someone|somebody|everyone|your \w+)\b" +
        @"|bunuh (?:diri|kau|awak|kamu|korang|dia|dorang)\b|(?:nak|mahu|ingin) mati\b|(?:tak|tidak) (?:nak|mahu|ingin) hidup\b|cederakan (?:diri|orang|kau|awak)\b)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Intent();

    /// <summary>The patterns below.</summary>
    [Flags]
    private enum Pattern
    {
        None = 0,
        English = 1,
        Harm = 2,
        Malay = 4,
        Takeover = 8,
        TakeoverMalay = 16,
        Intent = 32,

        /// <summary>What strangers take over. No phrase of <see cref="Takeover"/> is without one of its words either.</summary>
        TakenOver = 64,
    }

    /// <summary>Which patterns may hold in a text, by its words.</summary>
    private sealed class WordTriggers
    {
        private const int KeyLength = 3;
        private readonly FrozenDictionary<string, Trigger[]> _byKey;
        private readonly FrozenDictionary<string, Trigger[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;

        public WordTriggers(params IReadOnlyList<(Pattern Pattern, string Words)> lists)
        {
            var triggers = lists.SelectMany(list => list.Words.Split(' ').Select(word => new Trigger(word.TrimEnd('*'), word.EndsWith('*'), list.Pattern)));
            _byKey = triggers.GroupBy(trigger => trigger.Word[..Math.Min(KeyLength, trigger.Word.Length)])
                .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
            _lookup = _byKey.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public Pattern In(ReadOnlySpan<char> words)
        {
            var found = Pattern.None;
            foreach (var range in words.Split(' '))
            {
                var word = words[range];
                if (!_lookup.TryGetValue(word.Length > KeyLength ? word[..KeyLength] : word, out var triggers)) continue;
                foreach (var trigger in triggers)
                    if (word.StartsWith(trigger.Word) && (trigger.GoesOn || word.Length == trigger.Word.Length)) found |= trigger.Pattern;
            }
            return found;
        }

        private sealed record Trigger(string Word, bool GoesOn, Pattern Pattern);
    }

    /// <summary>Fire, smoke, gas, current, explosion, collapse.</summary>
    [GeneratedRegex(
        @"\b(?:on fire\b(?<!\b(?:guys are|you are|youre|team is|sale is|deals are|sales are) on fire)|(?:caught|catch|catches|catching|taking|" +
            @"took|set) (?:on )?fire\b|burst(?:ed|s|ing)? into flames?\b|in flames\b|up in (?:flames|smoke)\b" +
        @"|flames? (?:came|come|comes|coming|shot|shooting|from|out|inside)\b|(?:theres a|there is a|there was a|is a|was a|there is|theres|" +
            @"started a|starts a|small|big|huge|electrical|kitchen|house|had a) fire\b(?! (?:sale|alarm|tv|tablet|sticks?|hd|extinguisher|pit|" +
            @"drill|safety|escape|door|exit|truck|engine|place|hydrant|blanket|red|brand|emoji|insurance|damage))" +
        @"|fire (?:in|at|inside) (?:my|our|the|his|her) |fire (?:came|broke|started|help)\b|help fire\b|^fire$|fire fire\b" +
        @"|burning smell|burnt smell|smell(?:s|ed|ing|t)? (?:of |like |something |a |it )*burn(?:ing|t|ed)?\b|burn(?:t|ed|ing|s)? (?:down|a hole|" +
            @"through|marks? on (?:the|my) (?:wall|socket|plug|outlet|bed|carpet|table|cable|adapter|charger))\b" +
        @"|smoke (?:\w+ )?(?:com|pour|billow|puff|leak|ris)(?:ing|es|e|s|ed)\b|smoke (?:came|from|out|everywhere|inside|in (?:my|the|our))\b(?! box)" +
        @"|(?:saw|seeing|see|smell|smells|smelled|smelt|smelling|lots? of|full of|black|thick|heavy|much|giving off|gives off|emits?|emitting|" +
            @"started to|filled with|some) smoke\b(?! (?:detector|alarm|grey|gray|colou?r|blue|glass|machine|free|white|black|finish|tint|flavou?r|" +
            @"effect|sensor|bomb))" +
        @"|(?:is|was|started|starts|starting|began|keeps|still|been|and) smoking\b(?! (?:allowed|area|permitted|room|banned|zone|section|ok|okay|" +
            @"in|near|prohibited|cessation))" +
        @"|gas (?:is |was |are |keeps |started )?(?:leak\w*|escap\w+|hissing)\b(?! (?:detector|alarm|sensor|tester|spray))|(?:smell\w*|smelt|" +
            @"odou?r of|leaking|leak of) (?:of |like |the |a |strong |some |natural |cooking )*gas\b|carbon monoxide\b(?! (?:detector|alarm|" +
            @"sensor))" +
        @"|electric(?:al)? shocks?\b(?! (?:proof|protection|collar|therapy))|electrocut\w+|zapp(?:ed|ing) (?:me|us|him|her|my)\b" +
        @"|(?:got|gets?|getting|gave|gives?|giving|received|felt|feel|feels) (?:me |us |him |her |a |an |my \w+ |small |little |big |mild |nasty |" +
            @"strong |bad |huge |static |tiny |real )*shock(?:s|ed)?\b(?! (?:absorber\w*|when (?:i|we) (?:saw|see|read|heard|got|opened|found)|" +
            @"at (?:the|your|how)|about|by|to (?:see|hear|read|find)|how|of my|collar|proof|value))" +
        @"|shocked (?:me|him|her|us|my \w+)\b(?<!\b(?:price|prices|bill|cost|news|service|fee|fees|charges|invoice|quality|what|this|that|" +
            @"really|email) shocked (?:me|him|her|us|my \w+))(?! (?:how|that|when (?:i|we) (?:saw|read|got the)|with|by))" +
        @"|sparks\b(?! joy)|(?:is|was|are|keeps|started|starts|socket|plug) sparking\b|explo(?:ded|des|ding|sion)\b|(?:blew|blown) up\b(?! (?:with|" +
            @"on social|online|the picture|the photo|my phone|balloon)))",
        RegexOptions.CultureInvariant)]
    private static partial Regex English();

    /// <summary>Injury, poison, breath, something swallowed, something that comes down on people.</summary>
    [GeneratedRegex(
        @"\b(?:(?:is|was|are|were|got|badly|seriously|been|me|someone|somebody|i) (?:\w+ )?(?:injured|wounded)\b|injur(?:ed|ing) " + People +
        @"|(?:cuts?|cutting|slic\w+|hurts?|hurting|burn(?:s|t|ed)?|burning|scald\w*|broke|fractur\w*|crush\w*|sprain\w*|bruis\w*|pierc\w*|trapped|" +
            @"pinch\w*|injur\w*) (?:himself|herself|" + People + @")\b" +
        @"|" + Body + @" (?:is |was |are |were |got |has |have |been |badly |all |deeply |completely )*(?:bleeding|burnt|burned|injured|fractured|" +
            @"crushed|swollen|trapped|cut by|cut open)\b|bleed(?:ing|s)\b(?! (?:edge|colou?rs?|ink|through))|blood (?:everywhere|all over|is|from|" +
            @"coming)\b" +
        @"|unconscious\b|fainted\b|(?:he|she|i|son|daughter|mother|father|wife|husband|baby) (?:just |has |suddenly )?(?:passed out|collapsed)\b|" +
            @"not breathing\b|(?:cant|cannot|trouble|difficulty|stopped|struggling to|hard to) breath(?:e|ing)\b" +
        @"|(?:is|was|son|daughter|baby|child|he|she|i|nearly|almost) (?:\w+ )?chok(?:ed|ing)\b|suffocat(?:ed|ing)\b|allergic reaction\b|" +
            @"anaphyla\w+|poisoned\b|food poisoning\b|seizure\b|heart attack\b|severe burns?\b|burns on (?:my|his|her)\b" +
        @"|(?:taken|rushed|admitted|brought|went|sent|go|going|had to go) (?:\w+ ){0,2}to (?:the |a )?(?:hospital|emergency room|er)\b|(?:ended up|" +
            @"is now|now|lying) in (?:the )?(?:hospital|icu)\b|hospitali[sz]ed\b|call(?:ed|ing)? (?:an |the )?ambulance\b" +
        @"|" + Eater + @" (?:\w+ ){0,4}(?:swallow(?:ed|s|ing)?|ingested)\b(?! (?:my|the|our|his|her)? ?(?:\w+ )?(?:cards?|money|cash|notes?|" +
            @"deposit|ticket|cheque|pride|cost|words|coins))|swallow(?:ed|ing)? (?:a |the |some |one |part of |9 )*(?:\w+ )?(?:battery|batteries|" +
            @"magnets?|beads?|screws?|button|bleach|detergent|pills?)\b" +
        @"|(?:drank|ate|eaten|drunk|licked) (?:\w+ ){0,3}(?:detergent|bleach|cleaner|battery|batteries|magnets?|glue|chemicals?|desiccant|silica|" +
            @"solvent|screws?|rat poison|insecticide|thinner)\b" +
        @"|collaps(?:ed|es|ing) (?:on|onto|under|while|when|with|as|and|beneath|after|suddenly|in the)\b(?<!\b(?:prices?|market|shares?|deal|" +
            @"menu|section|panel|page|tab|sidebar|box|boxes|carton|packaging|talks|website|app|column|row|comments?) (?:\w+ )?collaps\w+ \w+(?: the)?)|(?:chair|bed|" +
            @"table|ladder|shelf|shelves|stool|sofa|roof|ceiling|wall|wardrobe|rack|crib|cot|swing|bench|desk|bunk|hammock|bookcase|cabinet|" +
            @"stroller) (?:has |have |had |just |suddenly |completely )*collapsed\b" +
        @"|(?:fell|fallen|falls|falling|tipped|toppled|dropped|came down|crashed|landed) (?:over |down |off )?(?:on|onto|on top of) " + People + @"\b)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Harm();

    [GeneratedRegex(
        @"\b(?:terbakar\b(?! hutan)|kebakaran\b|percikan api|api (?:keluar|menyala|marak|besar|merebak|dari|daripada|kat|dekat)\b|" +
            @"(?:keluar|ada|naik|nampak) api\b" +
        @"|berasap\b|keluar asap\b(?! detector)|asap (?:\w+ )?(?:keluar|hitam|tebal|banyak|dari|daripada|kat|dekat|memenuhi)\b|(?:ada|nampak|bau|" +
            @"penuh) (?:dengan )?asap\b|bau (?:hangus|terbakar|gas)\b|(?:wayar|plug|soket|adapter|charger|kabel|suis|palam|" +
            @"bateri) (?:\w+ ){0,2}hangus\b" +
        @"|gas (?:\w+ )?(?:bocor|meletup)\b|bocor gas\b|kebocoran gas\b|(?:kena|terkena|dapat|rasa) (?:\w+ )?(?:kejutan|renjatan|renjat|karan|" +
            @"kejut|shock elektrik|kejutan elektrik)\b|(?:renjatan|kejutan) elektrik\b|terkena elektrik\b" +
        @"|ter?cedera\b|cedera\b|(?:tangan|jari|kaki|muka|kepala|kulit|mata|badan|anak) (?:\w+ ){0,2}(?:luka|terluka|berdarah|melecur|patah|" +
            @"tersepit|terbakar)\b|(?:luka|patah|tersepit|melecur|terkoyak) (?:di |pada |kat |dekat )?(?:tangan|jari|kaki|muka|kepala|kulit|mata|" +
            @"badan|teruk|parah|tulang)\b|terluka\b|berdarah\b|melecur\b" +
        @"|(?:terhempap|tertimpa|dihempap|terhimpit)\b|pengsan\b|sesak nafas\b|(?:tak|tidak|susah|sukar) (?:boleh |dapat |nak )*bernafas\b|" +
            @"keracunan\b|tercekik\b|panggil ambulans\b|masuk (?:hospital|icu|emergency|kecemasan)\b" +
        @"|(?:kerusi|meja|katil|rak|almari|kabinet|siling|tangga|bumbung|dinding|buaian|sofa|bangku) (?:\w+ ){0,2}(?:runtuh|roboh|rebah|" +
            @"jatuh (?:atas|menimpa|kena))\b|tertelan\b(?<!\bkad (?:\w+ ){0,3}tertelan)(?! (?:oleh |dalam |di )?(?:mesin|atm|kad))|" + Eater +
        @" (?:\w+ ){0,3}(?:telan|menelan|minum|terminum|termakan) (?:\w+ )?(?:bateri|magnet|butang|skru|sabun|peluntur|pencuci|racun|klorox|guli|" +
            @"syiling|ubat)\b|meletup\b|letupan\b)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Malay();

    /// <summary>Somebody else in the account, with the card, under the name.</summary>
    [GeneratedRegex(
        @"\b(?:" + Stranger +
        @" (?:(?:is|was|got|has been|are) )?(?:in|into|inside) (?:my|our) (?:\w+ ){0,2}?" + Own + @"\b|" + Stranger + @" (?:\w+ ){0,4}?(?:got into|" +
            @"access\w*|log\w*|hack\w*|using|used|uses|took|taken|taking|chang\w*|stole|stolen|spend\w*|spent|withdr\w*|charg\w*|opened|" +
            @"transfer\w*|has|have|got|emptied|cloned) (?:\w+ ){0,4}?(?:my|our) (?:\w+ ){0,2}?" + Own + @"\b" +
        @"|(?:my|our) (?:\w+ ){0,2}?" + Own + @" (?:\w+ ){0,3}?(?:hacked|compromised|stolen|hijacked|cloned|taken over|broken into|skimmed|" +
            @"used by (?:someone|somebody|others|another|strangers?|other|unknown|a (?:stranger|thief))|used without)\b" +
        @"|(?:hacked|hijacked|cloned|skimmed|stole|broke into|got into|taken over) (?:my|our) (?:\w+ ){0,2}?" + Own + @"\b" +
        @"|(?:charges?|transactions?|purchases?|payments?|orders?|withdrawals?|transfers?|logins?|debits?|loan) (?:\w+ ){0,5}?(?:i|we|" +
            @"me) (?:did not|didnt|never|havent|have not|do not|dont) (?:\w+ )?(?:make|made|authori[sz]\w*|placed?|do|did|done|approved?|" +
            @"recogni[sz]e|took|take|apply|request\w*)\b" +
        @"|(?:unauthori[sz]ed|fraudulent|unrecogni[sz]ed) (?:\w+ )?(?:charges?|transactions?|purchases?|payments?|withdrawals?|transfers?|logins?|" +
            @"access|debits?|orders?) (?:\w+ ){0,2}?(?:on|in|from|to|of|with|using) (?:my|our)\b|identity (?:was |has been |got )?(?:theft|" +
            @"stolen)\b" +
        @"|(?:logged in|login|signed in|password (?:was |got |has been )?changed|bought|purchased|paid|ordered|transferred) (?:\w+ ){0,5}?(?:wasnt|" +
            @"was not|isnt|not) (?:me|by me|mine)\b|(?:wasnt|was not|isnt) me (?:who|that) )",
        RegexOptions.CultureInvariant)]
    private static partial Regex Takeover();

    [GeneratedRegex(
        @"\b(?:(?:orang lain|ada orang|seseorang|orang tak dikenali|" +
            @"orang asing|hacker|penggodam|scammer|penipu|pencuri|someone|somebody) (?:\w+ ){0,4}?(?:guna|gunakan|pakai|masuk|akses|login|" +
            @"log masuk|tukar|ambil|curi|keluarkan|swipe|gesek|hack|godam|menggunakan|memasuki|mengakses) (?:\w+ ){0,3}?(?:akaun|account|acc|kad|" +
            @"card|wallet|duit|wang|emel|email|simpanan|nama)\b" +
        @"|(?:akaun|account|acc|kad|card|wallet|emel|email) (?:\w+ ){0,4}?(?:kena hack|kena godam|kena curi|kena clone|kena ambil alih|kena guna|" +
            @"digodam|diceroboh|dicuri|diklon|diguna orang|digunakan orang|diguna oleh|dipakai orang|hacked|dihack)\b" +
        @"|transaksi (?:\w+ ){0,4}?(?:bukan saya|saya tak|saya tidak|saya x|tak dikenali|tidak dikenali|tanpa kebenaran|tanpa izin)\b|" +
            @"bukan saya (?:yang )?(?:buat|beli|guna|login|transfer|order|keluarkan)\b|saya (?:tak|tidak|x) (?:pernah )?(?:buat|" +
            @"lakukan) (?:\w+ ){0,2}?(?:transaksi|pembelian|bayaran|transfer|pengeluaran)\b)",
        RegexOptions.CultureInvariant)]
    private static partial Regex TakeoverMalay();
}
