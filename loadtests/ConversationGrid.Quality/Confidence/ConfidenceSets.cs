namespace ConversationGrid.Quality.Confidence;

/// <summary>One question with the articles that answer it; none where nothing does.</summary>
internal sealed record LabelledQuestion(string Set, string Language, string Text, HashSet<string> Right, string Intent = "");

/// <summary>
/// The questions that the confidence is fitted on and tried on. Questions of others: Bitext's service intents mapped to the demo's articles, and banking,
/// everyday and device requests that no article of a furniture shop answers (those that one might are left out). Questions of our own: the grounding,
/// newcomers' and shop files. Training parts and parts set aside share no row.
/// </summary>
internal static class ConfidenceSets
{
    private const int PerIntent = 12;

    /// <summary>Bitext's intents as the demo's articles answer them.</summary>
    private static readonly Dictionary<string, string> Bitext = new()
    {
        ["cancel_order"] = "cancel-order", ["change_order"] = "change-order", ["change_shipping_address"] = "change-address",
            ["set_up_shipping_address"] = "change-address",
        ["check_cancellation_fee"] = "cancel-order", ["check_invoice"] = "invoice", ["get_invoice"] = "invoice", ["check_payment_methods"] = "payment-methods",
        ["check_refund_policy"] = "refund-time|returns|refund-exceptions", ["get_refund"] = "refund-time|returns", ["track_refund"] = "refund-time",
        ["complaint"] = "complaints|contact-hours",
        ["contact_customer_service"] = "contact-hours", ["create_account"] = "create-account", ["registration_problems"] = "create-account",
        ["delete_account"] = "delete-account",
        ["delivery_options"] = "delivery-standard|delivery-express|delivery-international|delivery-bulky|pickup-lockers",
        ["delivery_period"] = "delivery-standard|delivery-express|late-delivery|track-order",
        ["edit_account"] = "change-contact-details", ["newsletter_subscription"] = "newsletter", ["payment_issue"] = "payment-failed",
        ["recover_password"] = "reset-password",
        ["review"] = "product-reviews|complaints", ["track_order"] = "track-order",
    };

    /// <summary>Intents of others that one of the demo's articles may answer.</summary>
    private static readonly HashSet<string> MayBeAnswered =
    [
        "refund_not_showing_up", "request_refund", "Refund_not_showing_up", "transaction_charged_twice", "declined_card_payment", "edit_personal_details",
        "terminate_account", "passcode_forgotten",
        "supported_cards_and_currencies", "visa_or_mastercard", "card_payment_fee_charged", "getting_spare_card", "extra_charge_on_statement", "age_limit",
        "verify_my_identity", "why_verify_identity",
        "unable_to_verify_identity", "card_delivery_estimate", "card_arrival", "order_status", "order", "account_blocked", "redeem_rewards", "rewards_balance",
        "cancel", "repeat", "yes", "no", "maybe", "greeting",
        "goodbye", "thank_you", "are_you_a_bot", "what_can_i_ask_you", "who_made_you", "what_is_your_name", "report_fraud", "change_language", "insurance",
        "new_card", "replacement_card_duration", "card_declined", "pin_blocked", "change_user_name", "card_acceptance",
    ];

    /// <summary>The questions to fit on.</summary>
    public static List<LabelledQuestion> Fitted(string data, string repository) =>
    [
        .. OfBitext(Path.Combine(data, "bitext-customer-service", "train.tsv"), "bitext"), .. OfOthers(Path.Combine(data, "clinc150", "train.tsv"), "clinc", 4),
        .. OfOthers(Path.Combine(data, "banking77", "train.tsv"), "banking", 4),
        .. OfOthers(Path.Combine(data, "snips", "train.tsv"), "snips", 20),
        .. OfFile(Path.Combine(repository, "tests/ConversationGrid.Knowledge.Tests/Grounding/tune.tsv"), "own", null),
        .. OfFile(Path.Combine(repository, "loadtests/ConversationGrid.Quality/data/shop-questions.tsv"), "shop", "seen"),
    ];

    /// <summary>The questions that take no part in the fit.</summary>
    public static List<LabelledQuestion> Aside(string data, string repository) =>
    [
        .. OfBitext(Path.Combine(data, "bitext-customer-service", "valid.tsv"), "bitext"), .. OfOthers(Path.Combine(data, "clinc150", "valid.tsv"), "clinc", 4),
        .. OfOthers(Path.Combine(data, "banking77", "valid.tsv"), "banking", 5),
        .. OfOthers(Path.Combine(data, "snips", "valid.tsv"), "snips", 20),
        .. OfFile(Path.Combine(repository, "tests/ConversationGrid.Knowledge.Tests/Grounding/held.tsv"), "own", null),
        .. OfFile(Path.Combine(repository, "loadtests/ConversationGrid.Quality/data/shop-questions.tsv"), "shop", "kept"),
    ];

    private static IEnumerable<LabelledQuestion> OfBitext(string path, string set) => Rows(path).Where(row => Bitext.ContainsKey(row[1])).GroupBy(row => row[1])
        .SelectMany(group => group.DistinctBy(row => row[0]).Take(PerIntent)
            .Select(row => new LabelledQuestion(set, "en", row[0], [.. Bitext[group.Key].Split('|')], group.Key)));

    private static IEnumerable<LabelledQuestion> OfOthers(string path, string set, int each) =>
        Rows(path).Where(row => !MayBeAnswered.Contains(row[1])).GroupBy(row => row[1])
        .SelectMany(group => group.Take(group.Key == "oos" ? 100 : each)
            .Select(row => new LabelledQuestion(group.Key == "oos" ? "oos" : set, "en", row[0], [], group.Key)));

    private static IEnumerable<LabelledQuestion> OfFile(string path, string set, string? part)
    {
        foreach (var row in Rows(path))
        {
            var cells = part is null ? row : row[1..];
            if (part is not null && row[0] != part) continue;
            yield return new(set, cells[0], cells[1], cells[2] == "none" ? [] : [.. cells[2].Split('|')]);
        }
    }

    private static IEnumerable<string[]> Rows(string path) =>
        File.Exists(path) ? File.ReadLines(path).Skip(1).Select(line => line.Split('\t')).Where(row => row.Length > 1)
        : throw new BadFileException($"There is no file '{path}'.");
}
