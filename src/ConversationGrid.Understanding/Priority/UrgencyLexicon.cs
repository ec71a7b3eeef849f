using System.Collections.Frozen;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Priority;

/// <summary>What a run of words says.</summary>
/// <param name="Signals">None for words that only begin a phrase.</param>
/// <param name="Continues">True when a longer phrase begins with these words.</param>
/// <param name="Of">The language that the text must have a word of; none where the words are of no other language.</param>
internal readonly record struct UrgencyPhrase(UrgencySignals Signals, bool Continues, WordLanguages Of = WordLanguages.None);

/// <summary>
/// The words and phrases of each signal, normalised as <see cref="UrgencyWords"/> does (9 stands for any number). <c>@ms</c> marks a Malay word that is a name
/// or a word of other languages too.
/// </summary>
internal static class UrgencyLexicon
{
    private const string MalayOnly = "@ms";

    public static FrozenDictionary<string, UrgencyPhrase> Build()
    {
        var phrases = new Dictionary<string, UrgencyPhrase>(StringComparer.Ordinal);
        AddThreats(phrases);
        AddTroubles(phrases);
        AddPressures(phrases);
        return phrases.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void AddThreats(Dictionary<string, UrgencyPhrase> phrases)
    {
        Add(UrgencySignals.LegalThreat, "lawyer; lawyers; attorney; solicitor; legal action; sue; suing; lawsuit; small claims; in court; to court; go to " +
            "court; ombudsman; the regulator; consumer protection; trading standards; peguam; saman@ms; mahkamah; tribunal; tindakan undang undang; kpdn; " +
            "kpdnhep; bnm; skmm; mcmc; suruhanjaya; lapor kpdn; report to bank negara; lawyer letter; surat peguam; undang undang");
        Add(UrgencySignals.PublicThreat, "social media; on twitter; on facebook; on tiktok; on instagram; go viral; viral; viralkan; viral kan; tular@ms; " +
            "tularkan; the news; newspaper; journalist; the press; bad review; 9 star review; one star; leave a review; post everywhere; kat tiktok; dekat " +
            "tiktok; kat twitter; di facebook; kat fb; surat khabar; media sosial; everyone will know; expose; dedahkan");
        Add(UrgencySignals.LeavingThreat, "cancel my account; close my account; never again; never order; never buy; switch to; switching to; going to your " +
            "competitor; competitor; taking my business; terminate; last time i; lost a customer; port out; tutup akaun; tukar company; taknak guna dah; tak " +
            "nak dah; pergi tempat lain; menyesal; cancel account; cari company lain; berhenti langgan; last warning; business elsewhere; money elsewhere; " +
            "go elsewhere; going elsewhere; shop elsewhere; buy elsewhere; somewhere else; done with you; done with this company; im done; i am done; not " +
            "ordering again; wont order; wont buy; will not buy; will not order; wont be buying; wont be back; not coming back; never shop; never use; never " +
            "come back; last order; lose me; losing me; lost me; losing a customer; lose a customer; cancel everything; cancel my subscription; cancel my " +
            "membership; boycott; boikot; tak beli lagi; tak akan beli; takkan beli; tak datang dah; pindah ke; beli kat tempat lain; beli tempat lain; " +
            "kedai lain; serik; tak order dah; tak order lagi; hilang pelanggan; putus langganan; cancel semua; cari tempat lain; cari kedai lain");
        Add(UrgencySignals.Police, "police; polis; police report; report polis; laporan polis; lapor polis");
        void Add(UrgencySignals signal, string list) => AddAll(phrases, signal, list);
    }

    private static void AddTroubles(Dictionary<string, UrgencyPhrase> phrases)
    {
        Add(UrgencySignals.MoneyLoss, "charged twice; double charged; charged me twice; double charge; overcharged; money is gone; money gone; lost money; " +
            "lost my money; never got my money; want my money; my money back; still no refund; not refunded; no refund; refund still; where is my refund; " +
            "wheres my refund; where is my money; took money; took my money; deducted; debited; withdrawn; unauthorised charge; wrong amount; duit dah " +
            "tolak; duit tolak; duit dah keluar; duit keluar; duit hilang; duit lesap; duit habis; lesap; double deduct; tolak dua kali; kena charge 9 kali; " +
            "charge dua kali; charge 9 kali; tolak 9 kali; tolak tiga kali; kena tolak; masih ditolak; ditolak rm 9; kena sapu; refund saya mana; mana " +
            "refund; mana duit; duit saya; duit simpanan; bank dah debit; tak refund; belum refund; x refund; duit masih x masuk; duit tak masuk; tak masuk " +
            "akaun; belum masuk akaun; rugi; loss; amount salah; refund lagi; x dapat; tak dapat lagi; deposit rm 9; rm 9 tau; caj penalti; bayar sekali; " +
            "refund dapat separuh; lebih tinggi; mustahil; tiba 9 ada caj; ada caj; potongan");
        Add(UrgencySignals.Fraud, "hacked; hack; scam; scammed; scammer; fraud; fraudulent; stolen; steal; stole; phishing; identity theft; not me; wasnt " +
            "me; didnt make; did not make; not authorised; not authorized; unauthorised; unauthorized; block my card; freeze my card; freeze my account; " +
            "lost my card; lost card; kena tipu; tertipu; penipu; penipuan; kena scam; kena hack; block kad; bekukan; kad hilang; kad clone; transaksi saya " +
            "tak; saya tak buat; bukan saya; tak pernah buat; tanpa kebenaran; tanpa izin; akaun kena; stop kan; tolong stop; tolong hold; freeze kad; " +
            "freeze this card; disyaki; kena ambil alih; orang lain guna; ugut; love scam");
        Add(UrgencySignals.Outage, "outage; is down; are down; went down; system down; server down; website down; site down; no internet; no signal; no " +
            "service; no power; blackout; not working; offline; crashed; crash; disconnected; cut off; takde internet; tiada internet; no line; takde line; " +
            "takde signal; tiada liputan; line mati; wifi down; internet down; unifi mati; line down; app down; sistem down; down lagi; down 9; semua down; " +
            "putus; terputus; terputus bekalan; gangguan; elektrik trip; tiada elektrik; takde api; tiada air; bekalan air; mati sejak; tidak dapat diakses; " +
            "tak boleh diakses; server problem; app hang; system hang; sistem hang; phone hang; telefon hang; asyik hang; selalu hang; hang teruk; stuck " +
            "semua; gelap; api takda; lampu merah; line kena potong");
        Add(UrgencySignals.WideImpact, "whole office; whole team; whole area; whole street; all our; all staff; all of us; everyone; entire; all customers; " +
            "our business; our shop; our store; production; hundreds; thousands; semua orang; semua staf; 9 staf; 9 staff; satu taman; satu kampung; satu " +
            "blok; whole company; satu kawasan; kedai penuh; 9 outlet; 9 cawangan; semua outlet; semua terminal; pelanggan semua; customers waiting; " +
            "pesakit; kilang; beribu; tak boleh bekerja; kritikal; critical; semua kereta; client semua; pejabat kami; server kami; tak boleh terima bayaran");
        void Add(UrgencySignals signal, string list) => AddAll(phrases, signal, list);
    }

    private static void AddPressures(Dictionary<string, UrgencyPhrase> phrases)
    {
        Add(UrgencySignals.Safety, "hospital now; unsafe; ambulance; ambulans; bahaya; nyawa; " +
            "insulin; oksigen; oxygen; dialisis; expired bulan lepas; pecah masuk; kecemasan "
            + "klinik; kecederaan; very dangerous; its dangerous; is dangerous; in danger; danger to");
        Add(UrgencySignals.Deadline, "urgent; urgently; asap; immediately; right now; right away; today; tonight; tomorrow; in an hour; this morning; this " +
            "afternoon; deadline; hari ni; hari ini; harini; arini; malam ni; malam ini; esok; esok pagi; segera; sekarang; skrg; sekarang juga; cepat " +
            "sikit; tolong cepat; cepat tolong; last day; kecemasan; emergency; masuk wad; "
            + "dah lambat; majlis saya; urgentkan; pukul 9 petang; flight esok; now; before 9");
        Add(UrgencySignals.RepeatedContact, "third time; second time; fourth time; 9 rd time; 9 nd time; 9 th time; 9 times; times already; yet again; once " +
            "again; i already told; already told you; as i said; how many times; still waiting; keep asking; no one replied; nobody replied; no reply; no " +
            "response; ignored; ignoring; called 9; dah 9 kali; 9 kali; dua kali dah; tiga kali; lima kali; banyak kali; berkali kali; berapa kali; dah " +
            "banyak kali; dah complain; dah lapor; dah follow up; follow up; setiap kali; setiap bulan; lagi sekali; ulang; tak balas; tak reply; reply tak; " +
            "seen je; buat tak tahu; tiada tindakan; hari 9 check; dah minta; dah request; again and again; masih tak; masih belum; suruh tanya");
        Add(UrgencySignals.LongWait, "for weeks; for days; for months; 9 days; 9 weeks; 9 months; over a month; two weeks; three weeks; waited; been " +
            "waiting; waiting for; dah 9 hari; dah 9 minggu; dah 9 bulan; 9 hari tunggu; 9 minggu tunggu; lebih 9 hari; 9 hari lambat; dah hari ke; " +
            "seminggu; dua minggu; tiga minggu; sebulan; dua bulan; lebih sebulan; dah lama; lama dah; sampai bila; bila nak; sejak semalam; dah 9 jam; 9 " +
            "jam lebih; sampai sekarang; tertangguh; lambat gila; lambat sgt; lambat sangat");
        Add(UrgencySignals.Blocked, "locked out; cannot log in; cant log in; cannot access; cant access; cannot work; cant work; stranded; stuck; cannot " +
            "pay; cant pay; suspended; kena lock; kena block; tersadai; terkandas; tersekat; tak boleh masuk; tak boleh kerja; tak boleh naik; terlepas; " +
            "sold out; sewa; kerja saya; missed my flight; miss my flight; account "
            + "locked; baki saya tinggal; nak makan apa; rumah saya ada bayi; oku; masuk wad");
        Add(UrgencySignals.Anger | UrgencySignals.AngryWords,
            "furious; outraged; disgusting; disgusted; unacceptable; ridiculous; pathetic; useless; worst; terrible; horrible; awful; shame on you; fed up; " +
            "sick of; disgrace; liar; liars; lied; wtf; rude; geram; marah; bengang; teruk; teruk gila; hampeh; tipu; menipu; kurang ajar; biadap; kecewa; " +
            "tak puas hati; x puas hati; mengecewakan; penat; bodoh; sial@ms; celaka; tak guna; sakit hati; tak masuk akal; main main; double standard; apa " +
            "guna; apa gunanya; no way; company ni; jangan bagi; joke; a joke; clowns; clown; incompetent; nonsense; bullshit; crap; garbage; rubbish; " +
            "trash; hate; livid; fuming; irate; enraged; infuriating; infuriated; outrage; outrageous; unbelievable; despicable; dreadful; abysmal; insult; " +
            "insulting; lying to me; you lie; keep lying; do you even; even care; nobody cares; no one cares; what kind of; how hard can it; how hard is it; " +
            "why can nobody; kidding me; are you serious; are you kidding; are you joking; upset; i demand; so bad; very bad; crooks; thieves; cheaters; my " +
            "patience; losing patience; lost patience; out of patience; patience with you; sick and tired; nightmare; your excuses; excuses; an excuse; " +
            "treat customers; treat your customers; treat people; nobody picks up; no one picks up; nobody answers; no one answers; nobody listens; no one " +
            "listens; hung up on; do your job; regret buying; regret ordering; or else; how many times must; how many times do i; ruined; ruin my; blame me; " +
            "blaming me; arrogant; arrogance; impossible to deal; shameless; cant believe you; cant believe how; treated like; fooled; fooling; take me for; " +
            "mess up; messed up; you people; worst ever; ever had; avoid this; stay away; no respect; disrespect; disrespectful; ignorant; laughable; " +
            "inexcusable; unprofessional; negligent; carelessness; tak boleh diharap; tak boleh harap; hilang sabar; habis sabar; sabar saya; lembab; apa " +
            "punya; cakap kasar; janji tinggal janji; janji palsu; pembohong; bohong; menipu pelanggan; dasar; keji; memalukan; dayus; sakit jiwa; tension; " +
            "stress dengan; waste of time; wasting my time; angry; mad at; pissed; frustrated; frustrating; annoyed; annoying; disappointed; disappointing; " +
            "disappointment; appalling; atrocious; absurd; scandal; shameful; ripped off; rip off; had enough; last straw; never seen such; how dare; dont " +
            "you dare; stupid; idiots; idiot; damn; what the hell; the hell; lousy; sucks; mengarut; sampah; buang masa; melampau; babi; gila ke; " +
            "menyusahkan; menyakitkan hati; naik angin; hangin; meluat; benci; tak bertanggungjawab; tak profesional; lembap");
        Add(UrgencySignals.Defect, "broken; damaged; cracked; torn; shattered; wrong item; wrong size; wrong order; missing item; item missing; never " +
            "arrived; not arrived; never received; not received; didnt arrive; didnt receive; defective; faulty; fake; expired; pecah; retak; koyak; rosak; " +
            "kemek; kemik; tertukar; salah hantar; salah barang; kurang satu; takde apa 9; tak sampai; xsampai; x sampai; belum terima; palsu; tiruan; " +
            "basah; tumpah; gagal; failed; delivered; batu dalam; salah size; tanpa papan; expired bulan; missing");
        Add(UrgencySignals.Request, "can; could; please; pls; plz; how; where; when; why; what; which; need; want; help; would; may i; id like; boleh; bole; " +
            "blh; nak; nk; tolong; tlg; macam mana; mcm mana; camne; bagaimana; mana@ms; bila@ms; "
            + "kenapa; knp; apa@ms; berapa; brp; minta; mohon; sila; perlu; bagi@ms; ada tak; ada ke");

        void Add(UrgencySignals signal, string list) => AddAll(phrases, signal, list);
    }

    private static void AddAll(Dictionary<string, UrgencyPhrase> phrases, UrgencySignals signal, string list)
    {
        foreach (var entry in list.Split("; "))
        {
            var isMarked = entry.EndsWith(MalayOnly, StringComparison.Ordinal);
            var phrase = isMarked ? entry[..^MalayOnly.Length] : entry;
            var known = phrases.GetValueOrDefault(phrase);
            phrases[phrase] = known with { Signals = known.Signals | signal, Of = isMarked ? WordLanguages.Malay : known.Of };
            for (var end = phrase.LastIndexOf(' '); end > 0; end = phrase.LastIndexOf(' ', end - 1))
                phrases[phrase[..end]] = phrases.GetValueOrDefault(phrase[..end]) with { Continues = true };
        }
    }
}
