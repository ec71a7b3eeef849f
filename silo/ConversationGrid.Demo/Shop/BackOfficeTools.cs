using System.Globalization;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Contracts;

namespace ConversationGrid.Demo.Shop;

/// <summary>The assistant's tools on the back office. Every one of them looks only at the account that the call's subject proves.</summary>
public static class BackOfficeTools
{
    /// <param name="codes">How often codes are sent and tried.</param>
    public static Toolbox Of(BackOfficeStore store, TimeProvider time, Func<ICodeSender, IOneTimeCodes> codes) =>
        new([new OrderStatus(store), new AccountBalance(store), new ChangeBooking(store, time)], codes(new OutboxCodes(store)));

    private static string Say(ToolCall call, string english, string malay) => call.Language == "ms" ? malay : english;

    private static Dictionary<string, string> Ask(string english, string malay) => new() { ["en"] = english, ["ms"] = malay };

    private static SlotDefinition BookingSlot => new(
        "bookingId", SlotKind.Pattern, "The booking's number, like B-2001.", @"\b(B-\d{4})\b",
        Ask("Which booking is it? Its number looks like B-2001.", "Tempahan yang mana? Nombornya seperti B-2001."));

    private static string Day(string day, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language == "ms" ? "ms-MY" : "en-GB");
        return DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("dddd, d MMMM yyyy", culture);
    }

    private sealed class OrderStatus(BackOfficeStore store) : ITool
    {
        public ToolDefinition Definition { get; } = new(
            "order_status", "Tells where one order of the customer is.",
            [
                new("orderId", SlotKind.OrderNumber, "The order's number, four digits.", @"(?<![\d-])(\d{4})(?![\d-])",
                    Ask("Which order is it? Its number has four digits.", "Pesanan yang mana? Nombornya empat digit.")),
            ],
            NeedsProof: true, HasEffect: false,
            [@"\b(order|parcel|pesanan|bungkusan)\b[^\n?!]{0,30}#\d{4}\b", @"^(no|number|nombor)?[ .:]*#\d{4}\W*$", @"\bstatus (of my order|pesanan saya)\b"]);

        public Task<ToolPreview> PreviewAsync(ToolCall call, CancellationToken cancel = default) => Task.FromResult(new ToolPreview(null, ""));

        public Task<ToolOutcome> RunAsync(ToolCall call, CancellationToken cancel = default)
        {
            var id = call.Arguments["orderId"];
            if (store.AccountOf(call.Subject) is not { } account || store.Order(account, id) is not { } order)
                return Task.FromResult(
                    new ToolOutcome("not_found", Say(call, $"There is no order {id} on your account.", $"Tiada pesanan {id} pada akaun anda.")));
            return Task.FromResult(new ToolOutcome("done", Say(call,
                $"Order {id} ({order.Item}) is {order.Status}; it is due on {Day(order.Due, "en")}.",
                $"Pesanan {id} ({order.Item}) berstatus {order.Status}; dijangka pada {Day(order.Due, "ms")}.")));
        }
    }

    private sealed class AccountBalance(BackOfficeStore store) : ITool
    {
        public ToolDefinition Definition { get; } = new(
            "account_balance", "Tells the customer's store credit.", [], NeedsProof: true, HasEffect: false,
            [@"\bmy (account |store credit |wallet )?(balance|store credit)\b", @"\b(balance|credit) (on|of|in) my account\b",
                @"\bbaki (akaun|kredit)?\s*saya\b"]);

        public Task<ToolPreview> PreviewAsync(ToolCall call, CancellationToken cancel = default) => Task.FromResult(new ToolPreview(null, ""));

        public Task<ToolOutcome> RunAsync(ToolCall call, CancellationToken cancel = default)
        {
            if (store.AccountOf(call.Subject) is not { } account)
                return Task.FromResult(new ToolOutcome("not_found", Say(call, "We found no account of yours.", "Kami tidak menemui akaun anda.")));
            var amount = (store.BalanceSen(account) / 100m).ToString("0.00", CultureInfo.InvariantCulture);
            return Task.FromResult(new ToolOutcome("done", Say(call, $"Your store credit is RM {amount}.", $"Baki kredit anda ialah RM {amount}.")));
        }
    }

    private sealed class ChangeBooking(BackOfficeStore store, TimeProvider time) : ITool
    {
        public ToolDefinition Definition { get; } = new(
            "change_booking", "Moves one booking of the customer to another day.",
            [
                BookingSlot,
                new("date", SlotKind.Date, "The new day, yyyy-MM-dd.", null, Ask("To which day shall it be moved?", "Ke hari apa hendak dipindahkan?")),
            ],
            NeedsProof: true, HasEffect: true,
            [
                @"\b(change|move|reschedule|shift|postpone)\b.{0,40}\b(booking|appointment|visit)\b",
                @"\b(booking|appointment)\b.{0,60}\b(change|move|reschedule|postpone|another day|other day)",
                @"\b(tukar|ubah|pinda|tunda|alih)\w*\b.{0,40}\b(tempahan|temu ?janji)\b", @"\b(move|change|reschedule|tukar|ubah|tunda)\b.{0,40}\bb-\d{4}\b",
            ]);

        public Task<ToolPreview> PreviewAsync(ToolCall call, CancellationToken cancel = default)
        {
            var (id, day) = (call.Arguments["bookingId"], call.Arguments["date"]);
            if (store.AccountOf(call.Subject) is not { } account || store.Booking(account, id) is not { } booking)
                return Task.FromResult(new ToolPreview(NotFound(call, id), ""));
            if (DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) <= DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
                return Task.FromResult(new ToolPreview(Say(call, $"{Day(day, "en")} is not in the future, so I cannot move it there.",
                    $"{Day(day, "ms")} bukan hari akan datang, jadi saya tidak dapat memindahkannya."), ""));
            return Task.FromResult(new ToolPreview(null, Say(call,
                $"Booking {id} ({booking.What}) moves from {Day(booking.Day, "en")} to {Day(day, "en")}.",
                $"Tempahan {id} ({booking.What}) dipindahkan dari {Day(booking.Day, "ms")} ke {Day(day, "ms")}.")));
        }

        public Task<ToolOutcome> RunAsync(ToolCall call, CancellationToken cancel = default)
        {
            var (id, day) = (call.Arguments["bookingId"], call.Arguments["date"]);
            if (store.AccountOf(call.Subject) is not { } account || store.MoveBooking(call.Key, account, id, day) is not { } moved)
                return Task.FromResult(new ToolOutcome("not_found", NotFound(call, id)));
            // The way back, with the value that was really there.
            TaskProgress? undo = moved.Before == moved.After ? null
                : new("change_booking", TaskStage.Filling, [new("bookingId", id), new("date", moved.Before)], null, NeedsProof: true, NeedsConsent: true);
            return Task.FromResult(new ToolOutcome("done", Say(call,
                $"Done: booking {id} is on {Day(moved.After, "en")} now.", $"Siap: tempahan {id} kini pada {Day(moved.After, "ms")}."), Undo: undo));
        }

        private static string NotFound(ToolCall call, string id) =>
            Say(call, $"There is no booking {id} on your account.", $"Tiada tempahan {id} pada akaun anda.");
    }

    private sealed class OutboxCodes(BackOfficeStore store) : ICodeSender
    {
        public Task SendAsync(string workspace, string email, string code, string language, CancellationToken cancel = default)
        {
            if (store.HasEmail(email)) store.Send(email, language == "ms" ? $"Kod anda ialah {code}." : $"Your code is {code}.");
            return Task.CompletedTask;
        }
    }
}
