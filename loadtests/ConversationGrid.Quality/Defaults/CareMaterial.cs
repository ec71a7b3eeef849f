using ConversationGrid.Training;

namespace ConversationGrid.Quality.Defaults;

/// <summary>What the default intents of customer care are trained on: open sets brought to our names, and our own examples in English and Malay.</summary>
internal static class CareMaterial
{
    private static readonly Dictionary<string, string> FromBitext = Pairs(
        "cancel_order=cancellation check_cancellation_fee=cancellation change_order=account_change change_shipping_address=account_change "
        + "set_up_shipping_address=account_change check_invoice=billing get_invoice=billing check_payment_methods=product_question complaint=complaint "
        + "contact_customer_service=human_request contact_human_agent=human_request create_account=account_change delete_account=account_change "
        + "edit_account=account_change switch_account=account_change delivery_options=delivery_status "
        + "delivery_period=delivery_status track_order=delivery_status "
        + "get_refund=refund check_refund_policy=refund track_refund=refund newsletter_subscription=promotion payment_issue=payment_problem "
        + "recover_password=login registration_problems=login place_order=product_question review=complaint");

    private static readonly Dictionary<string, string> FromBanking = Pairs(
        "Refund_not_showing_up=refund request_refund=refund card_arrival=delivery_status card_delivery_estimate=delivery_status compromised_card=fraud "
        + "card_payment_not_recognised=fraud cash_withdrawal_not_recognised=fraud direct_debit_payment_not_recognised=fraud lost_or_stolen_card=fraud "
        + "lost_or_stolen_phone=fraud declined_card_payment=payment_problem declined_transfer=payment_problem failed_transfer=payment_problem "
        + "pending_card_payment=payment_problem transaction_charged_twice=payment_problem top_up_failed=payment_problem passcode_forgotten=login "
        + "unable_to_verify_identity=login edit_personal_details=account_change terminate_account=account_change extra_charge_on_statement=billing "
        + "card_payment_fee_charged=billing card_not_working=technical_problem contactless_not_working=technical_problem");

    private const int RowsPerBitextIntent = 60;
    private const int RowsPerBankingIntent = 30;

    public static IReadOnlyList<Example> Examples(Material material) =>
    [
        .. Renamed(material.Ai("bitext-customer-service/train.tsv"), FromBitext, RowsPerBitextIntent, 0.5f),
        .. Renamed(material.Ai("banking77/train.tsv"), FromBanking, RowsPerBankingIntent, 0.5f),
        .. material.OwnFile("malay-care-tune.tsv", "intent"),
        .. material.OwnFile("care-intents.tsv", "label", 2f),
        .. material.OwnFile("care-intents-malay.tsv", "label", 2f),
        .. Outside(material),
    ];

    /// <summary>What no care desk is asked: the out-of-scope rows of CLINC150 and a few of its far intents.</summary>
    private static IEnumerable<Example> Outside(Material material)
    {
        var far = new HashSet<string>(StringComparer.Ordinal)
        {
            "weather", "recipe", "tell_joke", "what_song", "spelling", "definition", "fun_fact", "calculator", "meaning_of_life", "flip_coin", "roll_dice",
            "play_music", "timezone", "translate", "distance", "calories", "alarm", "next_song", "smart_home", "oil_change_how", "nutrition_info", "make_call",
        };
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var example in material.Ai("clinc150/train.tsv"))
        {
            if (example.Label == "oos" || (far.Contains(example.Label) && (taken[example.Label] = taken.GetValueOrDefault(example.Label) + 1) <= 15))
                yield return example with { Label = "none" };
        }
    }

    private static IEnumerable<Example> Renamed(IEnumerable<Example> examples, Dictionary<string, string> names, int most, float weight)
    {
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var example in examples)
        {
            if (!names.TryGetValue(example.Label, out var name) || taken.GetValueOrDefault(example.Label) >= most)
                continue;
            taken[example.Label] = taken.GetValueOrDefault(example.Label) + 1;
            yield return example with { Label = name, Weight = weight };
        }
    }

    private static Dictionary<string, string> Pairs(string pairs) =>
        pairs.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
