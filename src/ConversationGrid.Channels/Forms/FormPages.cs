using System.Text;
using System.Text.Encodings.Web;
using ConversationGrid.Contracts;
using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Channels.Forms;

/// <summary>The pages of a form. They need no script; everything that somebody wrote is encoded.</summary>
internal static class FormPages
{
    /// <summary>Name of the field that no person sees.</summary>
    public const string Trap = "website";

    public const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { margin: 0 auto; max-width: 40rem; padding: 1rem; }
        label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
        input, select, textarea { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; }
        textarea { min-height: 8rem; }
        button { font: inherit; margin-top: 1rem; padding: .5rem 1.5rem; }
        .wrong { color: #c00; margin: .25rem 0 0; }
        .hint { opacity: .75; font-weight: 400; }
        .trap { position: absolute; left: -100vw; }
        .message { border-left: 4px solid #888; margin: 1rem 0; padding: .25rem 0 .25rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        .message.mine { border-color: #06c; }
        .message b { display: block; font-size: .85rem; }
        @media (prefers-color-scheme: dark) { .wrong { color: #f88; } }
        """;

    private const string Policy = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The form, with what was given before and what is wrong with it, by field.</summary>
    public static IResult Form(FormView view, int status = StatusCodes.Status200OK)
    {
        var (w, o) = (view.Words, view.Options);
        var page = new StringBuilder();
        if (view.Problem is { } problem) page.Append("<p class=\"wrong\" role=\"alert\">").Append(E(problem)).Append("</p>");
        page.Append("<form method=\"post\" action=\"/form/").Append(view.Workspace).Append("?lang=").Append(w.Language).Append("\" novalidate>");
        page.Append("<input type=\"hidden\" name=\"token\" value=\"").Append(E(view.Token)).Append("\">");
        Input(page, view, "name", w.Name, "text", o.NameRequired, "name");
        Input(page, view, "email", w.Email, "email", o.EmailRequired, "email");
        Input(page, view, "subject", w.Subject, "text", isRequired: false, "off");
        foreach (var field in o.Fields)
        {
            var label = w.Language == "ms" ? field.LabelMs ?? field.Label : field.Label;
            if (field.Choices.Count == 0) Input(page, view, $"f-{field.Name}", label, "text", field.Required, "off");
            else Choice(page, view, field, label);
        }
        Label(page, view, "message", w.Message, isRequired: true);
        page.Append("<textarea id=\"message\" name=\"message\" required maxlength=\"").Append(Limits.MessageTextMax).Append("\">")
            .Append(E(view.Given("message"))).Append("</textarea>");
        Wrong(page, view, "message");
        page.Append("<div class=\"trap\" aria-hidden=\"true\"><label for=\"website\">Website</label><input id=\"website\" name=\"").Append(Trap)
            .Append("\" tabindex=\"-1\" autocomplete=\"off\"></div>");
        page.Append("<button>").Append(E(w.Send)).Append("</button></form>");
        page.Append("<p><a hreflang=\"").Append(w.Other).Append("\" href=\"?lang=").Append(w.Other).Append("\">").Append(E(w.OtherLanguage)).Append("</a></p>");
        return Page(w, o.Title ?? view.Workspace, w.Heading, page.ToString(), status);
    }

    /// <summary>The receipt.</summary>
    /// <param name="link">Opens the conversation; null where there is none.</param>
    public static IResult Receipt(FormWords w, string title, string? link, bool isMailed)
    {
        var page = new StringBuilder("<p role=\"status\">").Append(E(w.Thanks)).Append("</p>");
        if (link is not null) page.Append("<p><a href=\"").Append(E(link)).Append("\">").Append(E(w.Follow)).Append("</a></p>");
        if (isMailed) page.Append("<p>").Append(E(w.ByMail)).Append("</p>");
        return Page(w, title, w.Heading, page.ToString());
    }

    /// <summary>What was said, and a field for more.</summary>
    public static IResult Conversation(FormWords w, string title, IEnumerable<MessagePosted> messages, string action, string? token, string? problem = null)
    {
        var page = new StringBuilder();
        foreach (var message in messages)
        {
            var mine = message.ByKind == ActorKind.Customer;
            var who = mine ? w.You : message.ByKind == ActorKind.Bot ? w.Assistant : message.ByName ?? w.Us;
            page.Append("<div class=\"message").Append(mine ? " mine" : "").Append("\" dir=\"auto\"><b>").Append(E(who)).Append(" · <time datetime=\"")
                .Append(message.At.ToString("O")).Append("\">").Append(message.At.ToString("yyyy-MM-dd HH:mm 'UTC'")).Append("</time></b>")
                .Append(E(message.Text ?? "–")).Append("</div>");
        }
        page.Append("<p><a href=\"").Append(E(action)).Append("\">").Append(E(w.Refresh)).Append("</a></p>");
        if (problem is not null) page.Append("<p class=\"wrong\" role=\"alert\">").Append(E(problem)).Append("</p>");
        if (token is not null)
            page.Append("<form method=\"post\" action=\"").Append(E(action)).Append("\"><input type=\"hidden\" name=\"token\" value=\"").Append(E(token))
                .Append("\"><label for=\"message\">").Append(E(w.Reply)).Append("</label><textarea id=\"message\" name=\"message\" required maxlength=\"")
                .Append(Limits.MessageTextMax).Append("\"></textarea><button>").Append(E(w.Send)).Append("</button></form>");
        return Page(w, title, w.Conversation, page.ToString());
    }

    /// <summary>Says why there is nothing to see.</summary>
    public static IResult Nothing(FormWords w, string why) =>
        Page(w, "", w.Conversation, $"<p role=\"alert\">{E(why)}</p>", StatusCodes.Status404NotFound);

    private static void Input(StringBuilder page, FormView view, string name, string label, string type, bool isRequired, string autocomplete)
    {
        Label(page, view, name, label, isRequired);
        page.Append("<input id=\"").Append(name).Append("\" name=\"").Append(name).Append("\" type=\"").Append(type).Append("\" autocomplete=\"")
            .Append(autocomplete).Append("\" maxlength=\"").Append(Limits.ShortTextMax).Append("\" value=\"").Append(E(view.Given(name))).Append('"')
            .Append(isRequired ? " required" : "").Append('>');
        Wrong(page, view, name);
    }

    private static void Choice(StringBuilder page, FormView view, FormFieldOptions field, string label)
    {
        var name = $"f-{field.Name}";
        Label(page, view, name, label, field.Required);
        page.Append("<select id=\"").Append(name).Append("\" name=\"").Append(name).Append("\"><option></option>");
        foreach (var choice in field.Choices)
            page.Append("<option").Append(view.Given(name) == choice ? " selected" : "").Append('>').Append(E(choice)).Append("</option>");
        page.Append("</select>");
        Wrong(page, view, name);
    }

    private static void Label(StringBuilder page, FormView view, string name, string label, bool isRequired)
    {
        page.Append("<label for=\"").Append(name).Append("\">").Append(E(label));
        if (isRequired) page.Append(" <span class=\"hint\">(").Append(E(view.Words.Required)).Append(")</span>");
        page.Append("</label>");
    }

    private static void Wrong(StringBuilder page, FormView view, string name)
    {
        if (view.Wrong.TryGetValue(name, out var wrong)) page.Append("<p class=\"wrong\" role=\"alert\">").Append(E(wrong)).Append("</p>");
    }

    private static IResult Page(FormWords w, string title, string heading, string body, int status = StatusCodes.Status200OK) => new HtmlResult(
        $"""
        <!doctype html>
        <html lang="{w.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
        <title>{E(heading)}{(title.Length == 0 ? "" : $" – {E(title)}")}</title><link rel="stylesheet" href="/form/style.css"></head>
        <body><main><p class="hint">{E(title)}</p><h1>{E(heading)}</h1>{body}</main></body></html>
        """, status);

    private static string E(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    private sealed class HtmlResult(string html, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentSecurityPolicy = Policy;
            return response.WriteAsync(html, httpContext.RequestAborted);
        }
    }
}

/// <summary>A form as it is shown.</summary>
internal sealed record FormView(string Workspace, FormOptions Options, FormWords Words, string Token)
{
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Wrong { get; init; } = new Dictionary<string, string>();
    public string? Problem { get; init; }

    public string Given(string name) => Values.GetValueOrDefault(name, "");
}
