using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Figures;
using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Gateway.Rest;

/// <summary>What a list is asked for, as it stands in the query.</summary>
internal sealed record ListQueryParameters(
    string? State, string? Queue, string? AgentId, string? CustomerId, string? Q, string? Label, string? Channel, string? Topic, string? Rating, string? From,
    string? To, string? Sort,
    string? Cursor, int? Limit);

/// <summary>A page of conversations on the wire.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="NextCursor">The same under its older name.</param>
/// <param name="Total">How many the filter finds; only on the first page.</param>
/// <param name="TotalIsMore">True where there are more than <paramref name="Total"/>.</param>
public sealed record ConversationListAnswer(IReadOnlyList<ListedConversation> Items, string? Next, string? NextCursor, int? Total, bool? TotalIsMore);

/// <summary>Reads what a list is asked for, and says what is wrong with it.</summary>
internal static class ListRequests
{
    public const int LimitMax = 100;

    /// <summary>Conversations counted at the most; beyond, the answer says that there are more.</summary>
    private const int CountMax = 1_000;

    private const int LimitDefault = 50;
    private const string States = "bot, waiting, offered, assigned, snoozed, resolved, closed or open";

    public static ListQueryParameters Of(IQueryCollection query, int? limit) => new(
        query["state"], query["queue"], query["agentId"], query["customerId"], query["q"], query["label"], query["channel"], query["topic"], query["rating"],
        query["from"], query["to"],
        query["sort"], query["cursor"], limit);

    /// <param name="viewer">Who asks.</param>
    /// <param name="zone">In which dates are read.</param>
    public static (ConversationFilter? Filter, PageRequest? Page, Refusal? Wrong) Read(ListQueryParameters asked, Caller viewer, TimeZoneInfo zone)
    {
        var (state, open) = (ConversationStatus.None, asked.State == "open");
        if (asked.State is not null && !open
            && (!Enum.TryParse(asked.State, ignoreCase: true, out state) || state == ConversationStatus.None || int.TryParse(asked.State, out _)))
            return Wrong($"A state is {States}.");
        if (asked.Limit is < 1 or > LimitMax) return Wrong($"A limit is 1 to {LimitMax}, not {asked.Limit}.");
        if (asked.Q?.Length > Limits.ShortTextMax) return (null, null, Refusal.TooLarge($"A search has at most {Limits.ShortTextMax} characters."));
        if (asked.Rating is not null && asked.Rating is not ("1" or "2" or "3" or "4" or "5")) return Wrong("A rating is 1 to 5.");
        if (SortOf(asked.Sort) is not { } sort) return Wrong("A sort is newest, waiting or due.");
        var (from, fromWrong) = Periods.Read(asked.From, zone, isEnd: false);
        var (to, toWrong) = Periods.Read(asked.To, zone, isEnd: true);
        if ((fromWrong ?? toWrong) is { } unread) return Wrong(unread);
        if (from >= to) return Wrong("The period ends before it begins: from must be before to.");
        ListPosition? cursor = null;
        if (asked.Cursor is { Length: > 0 } text && (cursor = Read(text)) is null)
            return Wrong("This cursor was not given by a list; ask without one for the first page.");
        if (cursor is { } at && at.Sort != sort) return Wrong("This cursor belongs to a list with another sort.");
        var isCustomer = viewer.Role == CallerRole.Customer;
        var filter = new ConversationFilter(
            asked.State is null || open ? null : state, Given(asked.Queue), Given(asked.AgentId), isCustomer ? viewer.Actor.Id : Given(asked.CustomerId),
            string.IsNullOrWhiteSpace(asked.Q) ? null : asked.Q.Trim(), viewer.SeesWholeWorkspace ? null : viewer, isCustomer ? null : Given(asked.Label),
            Given(asked.Channel),
            isCustomer ? null : Given(asked.Topic), from, to, asked.Rating is null ? null
            : int.Parse(asked.Rating, CultureInfo.InvariantCulture)) { OnlyOpen = open };
        return (filter, new(sort, cursor, asked.Limit ?? LimitDefault, cursor is null ? CountMax : 0), null);

        static (ConversationFilter?, PageRequest?, Refusal?) Wrong(string why) => (null, null, Refusal.Invalid(why));
        static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>A cursor's text: opaque to clients.</summary>
    public static string? Write(ListPosition? position) => position is not { } at
        ? null
        : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)at.Sort}.{at.Key}.{at.Id}")));

    private static ListPosition? Read(string text)
    {
        if (text.Length > 200 || !Base64Url.IsValid(text)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('.', 3);
        return parts.Length == 3 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sort) && sort > 0
            && Enum.IsDefined((ConversationSort)sort)
            && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key) && new EntityId("x", parts[2]).IsWellFormed
            ? new((ConversationSort)sort, key, parts[2])
            : null;
    }

    private static ConversationSort? SortOf(string? text) => text switch
    {
        null or "" or "newest" => ConversationSort.Newest,
        "waiting" => ConversationSort.Waiting,
        "due" => ConversationSort.Due,
        _ => null,
    };
}
