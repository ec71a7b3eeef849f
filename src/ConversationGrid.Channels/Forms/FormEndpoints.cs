using ConversationGrid.Channels.Intake;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Channels.Forms;

/// <summary>The hosted form, and the page that follows its conversation.</summary>
internal static class FormEndpoints
{
    private const string Channel = "form";

    /// <summary>How old a page may be that is sent.</summary>
    private static readonly TimeSpan OldMax = TimeSpan.FromHours(24);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/form").ExcludeFromDescription().AllowAnonymous();
        group.MapGet("/style.css", () => Results.Text(FormPages.Style, "text/css")).RequireRateLimiting(RateLimits.Rest);
        group.MapGet("/{workspace}", Show).RequireRateLimiting(RateLimits.Rest);
        group.MapPost("/{workspace}", SendAsync).RequireRateLimiting(RateLimits.Sessions);
        group.MapGet("/{workspace}/c/{token}", FollowAsync).RequireRateLimiting(RateLimits.Rest);
        group.MapPost("/{workspace}/c/{token}", ReplyAsync).RequireRateLimiting(RateLimits.Sessions);
    }

    private static IResult Show(HttpContext http, FormSettings settings, FormTokens tokens, string workspace, string? lang) =>
        settings.Find(workspace) is { } options
            ? FormPages.Form(new(workspace, options, WordsOf(http, lang), tokens.Show(workspace)))
            : Problems.Of(Refusal.NotFound("form"));

    private static async Task<IResult> SendAsync(
        HttpContext http, FormSettings settings, FormTokens tokens, ChannelIntake intake, FormReceipts receipts, IAccessStore store, Seals seals,
        TimeProvider time, string workspace, string? lang, CancellationToken cancel)
    {
        if (settings.Find(workspace) is not { } options) return Problems.Of(Refusal.NotFound("form"));
        var words = WordsOf(http, lang);
        if (await FormAsync(http.Request, cancel) is not { } given) return Problems.Of(Refusal.Invalid("The body is a form's."));
        var filled = FormContent.Read(options, words, given);
        var view = new FormView(workspace, options, words, tokens.Show(workspace)) { Values = filled.Values, Wrong = filled.Wrong };
        if (tokens.Read(workspace, given["token"]) is not var (at, number) || time.GetUtcNow() - at > OldMax)
            return FormPages.Form(view with { Problem = words.TooOld }, StatusCodes.Status400BadRequest);
        if (filled.Wrong.Count > 0) return FormPages.Form(view with { Token = given["token"].ToString() }, StatusCodes.Status400BadRequest);
        // Machines hear the same as people, so that they learn nothing.
        if (given[FormPages.Trap].ToString().Length > 0 || time.GetUtcNow() - at < options.FilledInAfter)
            return FormPages.Receipt(words, options.Title ?? workspace, null, isMailed: false);
        var source = seals.Hash("form source", $"{workspace}\n{RateLimits.Address(http)}");
        if (!await store.TryCountAsync($"form/{source}", options.PerHourPerAddress, TimeSpan.FromHours(1), cancel))
            return FormPages.Form(view with { Problem = words.TooMany }, StatusCodes.Status429TooManyRequests);

        var customerId = number;
        var taken = await intake.TakeAsync(
            new(workspace, Channel, customerId, $"form {number}", filled.Text, new(Channel, filled.Email), options.Title ?? Channel)
            {
                Name = filled.Name, Email = filled.Email, Locale = words.Language, Topic = filled.Subject, Queue = options.Queue,
            }, cancel);
        if (taken.Refusal is { } refusal) return Problems.Of(refusal);
        var path = $"/form/{workspace}/c/{tokens.LinkTo(new(workspace, taken.ConversationId), customerId, options.LinkFor)}?lang={words.Language}";
        var isMailed = filled.Email is { } email && await receipts.SendAsync(workspace, number, email, words, new Uri(BaseOf(http, options), path), cancel);
        return FormPages.Receipt(words, options.Title ?? workspace, path, isMailed);
    }

    private static async Task<IResult> FollowAsync(
        HttpContext http, FormSettings settings, FormTokens tokens, IGrid grid, IJournal journal, string workspace, string token, string? lang,
        CancellationToken cancel)
    {
        var words = WordsOf(http, lang);
        if (settings.Find(workspace) is not { } options) return Problems.Of(Refusal.NotFound("form"));
        if (await ViewAsync(tokens, grid, workspace, token, cancel) is not var (view, _)) return FormPages.Nothing(words, words.LinkOver);
        var messages = await MessagesAsync(journal, new(workspace, view.ConversationId), cancel);
        return FormPages.Conversation(words, options.Title ?? workspace, messages, PathOf(workspace, token, words), tokens.Show(workspace));
    }

    /// <summary>What a form holds; null where the body is none.</summary>
    private static async Task<IFormCollection?> FormAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasFormContentType) return null;
        try
        {
            return await request.ReadFormAsync(cancel);
        }
        catch (InvalidDataException)
        {
            return null;
        }
        catch (IOException broken) when (broken is not BadHttpRequestException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<IResult> ReplyAsync(
        HttpContext http, FormSettings settings, FormTokens tokens, IGrid grid, IJournal journal, string workspace, string token, string? lang,
        CancellationToken cancel)
    {
        var words = WordsOf(http, lang);
        if (settings.Find(workspace) is not { } options) return Problems.Of(Refusal.NotFound("form"));
        if (await ViewAsync(tokens, grid, workspace, token, cancel) is not var (view, customer)) return FormPages.Nothing(words, words.LinkOver);
        var given = await FormAsync(http.Request, cancel) ?? FormCollection.Empty;
        var id = new EntityId(workspace, view.ConversationId);
        var problem = tokens.Read(workspace, given["token"]) is null ? words.TooOld : null;
        if (problem is null && tokens.Read(workspace, given["token"]) is var (_, number))
        {
            var posted = await grid.Conversation(id).ExecuteAsync(new PostMessage(customer, $"form {number}", given["message"].ToString()), cancel);
            if (posted.Refusal is null) return Results.Redirect(PathOf(workspace, token, words), permanent: false, preserveMethod: false);
            problem = posted.Refusal.Code switch
            {
                RefusalCodes.Invalid => words.Missing,
                RefusalCodes.TooLarge => words.TooLong,
                _ => words.Over,
            };
        }
        var messages = await MessagesAsync(journal, id, cancel);
        return FormPages.Conversation(words, options.Title ?? workspace, messages, PathOf(workspace, token, words), tokens.Show(workspace), problem);
    }

    /// <summary>The conversation that a link opens, as its customer may see it.</summary>
    private static async Task<(ConversationView View, Caller Customer)?> ViewAsync(
        FormTokens tokens, IGrid grid, string workspace, string token, CancellationToken cancel)
    {
        if (tokens.Follow(workspace, token) is not var (conversation, customerId)) return null;
        var customer = Caller.Customer(customerId, (await grid.Customer(new(workspace, customerId)).ViewAsync(cancel)).Name);
        return await grid.Conversation(new(workspace, conversation)).ViewAsync(customer, cancel) is { Erased: not true } view ? (view, customer) : null;
    }

    /// <summary>The newest messages, oldest first.</summary>
    private static async Task<IReadOnlyList<MessagePosted>> MessagesAsync(IJournal journal, EntityId conversation, CancellationToken cancel) =>
        [.. (await journal.ReadBackwardsAsync(new(EntityKind.Conversation, conversation), long.MaxValue, 500, cancel)).Select(e => e.Event)
            .OfType<MessagePosted>().Reverse()];

    private static string PathOf(string workspace, string token, FormWords words) => $"/form/{workspace}/c/{token}?lang={words.Language}";

    private static Uri BaseOf(HttpContext http, FormOptions options) => options.PublicUrl ?? new Uri($"{http.Request.Scheme}://{http.Request.Host}");

    private static FormWords WordsOf(HttpContext http, string? lang) => FormWords.Of(lang, http.Request.Headers.AcceptLanguage);
}
