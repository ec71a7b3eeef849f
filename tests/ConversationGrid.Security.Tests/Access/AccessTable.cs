namespace ConversationGrid.Security.Tests.Access;

/// <summary>
/// Who may do what: one row for each REST endpoint and each hub method, one letter for each identity.
/// <para>
/// The tests read the routes and the hub types of the running host and fail when one has no row here, or a row has no endpoint. A NEW
/// ENDPOINT OR METHOD: add a row with its letters; put into the body what it needs, with the ids of <see cref="AccessWorld"/>, so that a
/// caller who may not is refused for who it is and not for what it sent.
/// </para>
/// Letters: <c>.</c> goes through, <c>U</c> unauthenticated, <c>F</c> forbidden, <c>N</c> not_found, <c>C</c> conflict, <c>I</c> invalid.
/// REST rows have a letter for each of <see cref="Who"/>, in its order; a row of a hub's door the same; methods one for each who passes the door:
/// customer hub: OtherCustomer, Owner, Stranger; agent hub: OtherSupervisor, Assigned, Uninvolved, Supervisor, Admin; supervisor hub:
/// OtherSupervisor, Supervisor, Admin.
/// </summary>
internal static class AccessTable
{
    /// <summary>A hub method's name that clients cannot guess by reading: the answer to calls that cannot be read.</summary>
    private const string BadCall = "\u0001bad";

    // nobody garbage expired forged | other workspace's supervisor, customer | owner stranger | assigned uninvolved | supervisor admin
    public static readonly IReadOnlyList<RestRow> Rest =
    [
        new("POST /api/v1/sessions/customer",            "............", (_, _) => new { workspace = "demo" }),
        new("POST /api/v1/sessions/customer/logout",     "UUUUF...FFFF", OwnSession: true),
        new("POST /api/v1/sessions/customer/mandates",   "UUUUF...FFFF",
            (_, _) => new { tools = new[] { "ask" }, expiresAt = TimeProvider.System.GetUtcNow().AddHours(1) }),
        new("POST /api/v1/sessions/agent",               "UUUUUUUUUUUU", (_, _) => new { workspace = "demo", email = "nobody@demo.test", password = "wrong" }),
        // A sign-out ends the session of the token, so each one here is somebody who has none that can be ended.
        new("POST /api/v1/sessions/agent/logout",        "UUUU.FFF....", OwnSession: true),
        new("POST /api/v1/sessions/agent/invitation",    "UUUUUUUUUUUU",
            (_, _) => new { workspace = "demo", code = "nosuch", password = "a password of nobody" }),
        new("GET /api/v1/sessions/agent/openid",         "NNNNNNNNNNNN", Path: (_, _) => "/api/v1/sessions/agent/openid?workspace=demo"),
        new("GET /api/v1/sessions/agent/ways",           "............", Path: (_, _) => "/api/v1/sessions/agent/ways?workspace=demo"),
        new("POST /api/v1/sessions/agent/openid",        "UUUUUUUUUUUU", (_, _) => new { workspace = "demo", code = "nosuch" }),
        new("GET /api/v1/me",                            "UUUU.FFF...."),
        new("GET /api/v1/me/sessions",                   "UUUU.FFF...."),
        new("DELETE /api/v1/me/sessions",                "UUUU.FFF....", OwnSession: true),
        new("DELETE /api/v1/me/sessions/{id}",           "UUUUNFFFNNNN", Path: (_, _) => "/api/v1/me/sessions/nosuch"),
        // With a wrong password: whose account it is may be told that.
        new("POST /api/v1/me/password",                  "UUUUFFFFFFFF", (_, _) => new { current = "wrong", password = "another long one" }),
        new("POST /api/v1/me/second-factor",             "UUUUFFFFFFFF", (_, _) => new { password = "wrong" }),
        new("POST /api/v1/me/second-factor/confirm",     "UUUUIFFFIIII", (_, _) => new { code = "000000" }),
        new("POST /api/v1/me/second-factor/remove",      "UUUUFFFFFFFF", (_, _) => new { password = "wrong" }),
        new("GET /api/v1/staff/{id}/sessions",           "UUUUFFFFFFF.", Path: (_, _) => "/api/v1/staff/ben/sessions"),
        new("DELETE /api/v1/staff/{id}/sessions",        "UUUUFFFFFFFN", Path: (_, _) => "/api/v1/staff/nosuch/sessions"),
        new("POST /api/v1/staff/{id}/invitation",        "UUUUFFFFFFFN", Path: (_, _) => "/api/v1/staff/nosuch/invitation"),
        new("DELETE /api/v1/staff/{id}/second-factor",   "UUUUFFFFFFFN", Path: (_, _) => "/api/v1/staff/nosuch/second-factor"),
        new("GET /api/v1/conversations",                 "UUUU........"),
        new("POST /api/v1/conversations",                "UUUU........",
            (w, who) => new { channel = "form", customer = new { id = w.OwnerId }, text = "from a form", clientId = $"form-{who}" }),
        new("GET /api/v1/conversations/{id}",            "UUUUNN.N.N.."),
        new("GET /api/v1/conversations/{id}/events",     "UUUUNN.N.N.."),
        // Signed by the other side's key, whoever calls; there is no such channel here.
        new("POST /api/v1/channels/{workspace}/{channel}", "UUUUUUUUUUUU", (_, _) => new { type = "message", from = "x", text = "x" },
            (_, _) => "/api/v1/channels/demo/nosuch"),
        // Open to everybody, where there is a form: what they show is opened by a token in the address.
        new("GET /form/style.css",                       "............"),
        new("GET /form/{workspace}",                     "NNNNNNNNNNNN", Path: (_, _) => "/form/demo"),
        new("POST /form/{workspace}",                    "NNNNNNNNNNNN", (_, _) => new { message = "x" }, (_, _) => "/form/demo"),
        new("GET /form/{workspace}/c/{token}",           "NNNNNNNNNNNN", Path: (_, _) => "/form/demo/c/nosuch"),
        new("POST /form/{workspace}/c/{token}",          "NNNNNNNNNNNN", (_, _) => new { message = "x" }, (_, _) => "/form/demo/c/nosuch"),
        new("GET /api/v1/conversations/{id}/routing",    "UUUUNFFF.N.."),
        new("GET /api/v1/conversations/{id}/messages/{seq}/original", "UUUUNFFFFF..",
            Path: (w, _) => $"/api/v1/conversations/{w.Conversation}/messages/2/original"),
        // A message that is not there: who may remove one at all is told that.
        new("DELETE /api/v1/conversations/{id}/messages/{seq}", "UUUUNFFFFFNN", Path: (w, _) => $"/api/v1/conversations/{w.Conversation}/messages/9999"),
        // A language that nobody translates into: who may ask at all is told that.
        new("POST /api/v1/conversations/{id}/messages/{seq}/translation", "UUUUNFFFINII", (_, _) => new { language = "xx" },
            (w, _) => $"/api/v1/conversations/{w.Conversation}/messages/1/translation"),
        // What is wrong with the order is told to who may give it; a label that is not there is taken off without a change.
        new("POST /api/v1/conversations/{id}/messages",  "UUUUNFFFINII", (_, _) => new { clientId = "", text = "x" }),
        new("POST /api/v1/conversations/{id}/assign",    "UUUUNFFFINII", (_, _) => new { }),
        new("POST /api/v1/conversations/{id}/labels",    "UUUUNFFF.N..", (_, _) => new { remove = new[] { "nosuch" } }),
        new("POST /api/v1/conversations/{id}/fields",    "UUUUNFFFINII", (_, _) => new { }),
        new("POST /api/v1/conversations/{id}/priority",  "UUUUNFFFINII", (_, _) => new { }),
        new("POST /api/v1/conversations/{id}/resolve",   "UUUUNFFFNNNN", Path: (_, _) => "/api/v1/conversations/nosuch/resolve"),
        new("POST /api/v1/conversations/{id}/reopen",    "UUUUNFFFCNCC"),
        // No form: who may send a file in at all is told that.
        new("POST /api/v1/conversations/{id}/attachments", "UUUUNNININII", (_, _) => new { }),
        new("GET /api/v1/conversations/{id}/attachments/{attachmentId}", "UUUUNNNNNNNN",
            Path: (w, _) => $"/api/v1/conversations/{w.Conversation}/attachments/nosuch"),
        // The address itself is the right; one without a signature is nobody's.
        new("GET /api/v1/attachments/{workspace}/{conversation}/{attachmentId}", "FFFFFFFFFFFF",
            Path: (w, _) => $"/api/v1/attachments/demo/{w.Conversation}/nosuch"),
        new("HEAD /api/v1/attachments/{workspace}/{conversation}/{attachmentId}", "FFFFFFFFFFFF",
            Path: (w, _) => $"/api/v1/attachments/demo/{w.Conversation}/nosuch"),
        // Public articles are anybody's.
        new("GET /help/style.css",                       "............"),
        new("GET /help/{workspace}",                     "............", Path: (_, _) => "/help/demo"),
        new("GET /help/{workspace}/articles/{id}",       "............", Path: (_, _) => "/help/demo/articles/returns"),
        new("GET /help/{workspace}/sitemap.xml",         "............", Path: (_, _) => "/help/demo/sitemap.xml"),
        new("GET /help/{workspace}/{language}",          "............", Path: (_, _) => "/help/demo/en"),
        new("GET /help/{workspace}/{language}/{id}",     "............", Path: (_, _) => "/help/demo/en/returns"),
        new("GET /api/v1/demo/traffic",                  "UUUUNFFFFF.."),
        // A run that has no conversation is refused as that to who may begin one: the matrix wants no traffic beside it.
        new("POST /api/v1/demo/traffic",                 "UUUUIFFFFFII", (_, _) => new { conversations = 0 }),
        new("DELETE /api/v1/demo/traffic",               "UUUUNFFFFF.."),
        .. Settings("calendars", new { timeZone = "UTC", hours = new[] { new { day = "monday", from = "09:00", to = "17:00" } } }),
        .. Settings("policies", new { name = "P", queues = new[] { "nosuch" }, resolution = new { within = "01:00:00" } }),
        .. Settings("sites", new { name = "S", origins = new[] { "https://matrix.example" } }),
        .. Settings("rules", new { name = "R", enabled = false, on = new[] { "rated" }, then = new[] { new { @do = "addLabel", value = "rated" } } }),
        .. Settings("macros", new { name = "M", actions = new[] { new { @do = "addLabel", value = "m" } } }),
        .. Settings("queues", new { name = "Q" }),
        .. Settings("skills", new { name = "S" }),
        .. Settings("staff", new { name = "New", email = "new@demo.test" }),
        .. Settings("roles", new { name = "Reader", @base = "agent", rights = new[] { "view" } }),
        new("GET /api/v1/api-keys",                      "UUUUFFFFFFF."),
        new("POST /api/v1/api-keys",                     "UUUUFFFFFFF.", (_, _) => new { name = "A shop", rights = new[] { "intake" } }),
        new("DELETE /api/v1/api-keys/{id}",              "UUUUFFFFFFFN", Path: (_, _) => "/api/v1/api-keys/nosuch"),
        new("GET /api/v1/webhooks",                      "UUUUFFFFFFF."),
        // An address that nobody may have: who may make one at all is told that.
        new("POST /api/v1/webhooks",                     "UUUUFFFFFFFI", (_, _) => new { url = "ftp://x", events = new[] { "*" } }),
        new("GET /api/v1/webhooks/{id}",                 "UUUUFFFFFFFN", Path: (_, _) => "/api/v1/webhooks/nosuch"),
        new("PUT /api/v1/webhooks/{id}",                 "UUUUFFFFFFFN", (_, _) => new { enabled = false }, (_, _) => "/api/v1/webhooks/nosuch"),
        new("DELETE /api/v1/webhooks/{id}",              "UUUUFFFFFFFN", Path: (_, _) => "/api/v1/webhooks/nosuch"),
        new("POST /api/v1/webhooks/{id}/test",           "UUUUFFFFFFFN", (_, _) => new { }, (_, _) => "/api/v1/webhooks/nosuch/test"),
        new("POST /api/v1/webhooks/{id}/secrets",        "UUUUFFFFFFFN", (_, _) => new { }, (_, _) => "/api/v1/webhooks/nosuch/secrets"),
        new("GET /api/v1/webhooks/{id}/deliveries",      "UUUUFFFFFFFN", Path: (_, _) => "/api/v1/webhooks/nosuch/deliveries"),
        new("POST /api/v1/webhooks/{id}/deliveries/{deliveryId}/replay", "UUUUFFFFFFFN", (_, _) => new { },
            (_, _) => "/api/v1/webhooks/nosuch/deliveries/nosuch/replay"),
        new("GET /api/v1/events",                        "UUUU.FFFFF.."),
        // For customers of the workspace and for nobody that is known otherwise; what is not public is refused behind the door.
        new("POST /mcp/{workspace}",                     ".UUUFU..FFFF", (_, _) => new { jsonrpc = "2.0", id = 1, method = "ping" }, (_, _) => "/mcp/demo"),
        new("POST /a2a/{workspace}",                     ".UUUFU..FFFF", (_, _) => new { jsonrpc = "2.0", id = 1, method = "nosuch" }, (_, _) => "/a2a/demo"),
        new("GET /a2a/{workspace}/.well-known/agent-card.json", "............", Path: (_, _) => "/a2a/demo/.well-known/agent-card.json"),
        new("GET /.well-known/oauth-protected-resource/mcp/{workspace}", "............", Path: (_, _) => "/.well-known/oauth-protected-resource/mcp/demo"),
        new("GET /.well-known/oauth-protected-resource/a2a/{workspace}", "............", Path: (_, _) => "/.well-known/oauth-protected-resource/a2a/demo"),
        .. Settings("objectives", new { name = "O", metric = "waitSeconds", target = 10, due = "2099-01-01" }),
        new("GET /api/v1/objectives/progress",           "UUUU.FFFFF.."),
        new("GET /api/v1/agents",                        "UUUU.FFFFF.."),
        new("GET /api/v1/reports/episodes",              "UUUU.FFFFF.."),
        new("GET /api/v1/audit",                         "UUUU.FFFFF.."),
        // By the form above the other workspace has a customer of its own who bears the same id.
        new("POST /api/v1/customers/{id}/block",         "UUUU.FFFFF..", (_, _) => new { blocked = false }, (w, _) => $"/api/v1/customers/{w.OwnerId}/block"),
        new("POST /api/v1/customers/value",              "UUUU.FFFFF..", (w, _) => new { id = w.OwnerId, value = 0 }),
        new("GET /api/v1/customers/{id}",                "UUUU.N.N.N..", Path: (w, _) => $"/api/v1/customers/{w.OwnerId}"),
        new("GET /api/v1/customers/{id}/export",         "UUUU.FFFFF..", Path: (w, _) => $"/api/v1/customers/{w.OwnerId}/export"),
        // Nobody of that id: an administrator who may is told that.
        new("DELETE /api/v1/customers/{id}",             "UUUUFFFFFFFN", Path: (_, _) => "/api/v1/customers/nosuch"),
        new("GET /api/v1/erasures/{id}",                 "UUUUFFFFFFFN", Path: (_, _) => "/api/v1/erasures/nosuch"),
        new("POST /api/v1/customers/{id}/consents",      "UUUU.N.N....", (_, _) => new { purpose = "matrix", version = "1", given = true },
            (w, _) => $"/api/v1/customers/{w.OwnerId}/consents"),
        new("GET /api/v1/security-log",                  "UUUU.FFFFF.."),
        new("GET /api/v1/retention",                     "UUUUFFFFFFF."),
        new("GET /api/v1/conversations/{id}/decisions",  "UUUUNFFFFF.."),
        new("GET /api/v1/decisions/{id}",                "UUUUNFFFFFNN", Path: (_, _) => "/api/v1/decisions/nosuch.1"),
        new("POST /api/v1/decisions/{id}/execute-again", "UUUUNFFFFFNN", Path: (_, _) => "/api/v1/decisions/nosuch.1/execute-again"),
        new("GET /api/v1/articles",                      "UUUU.FFF...."),
        new("POST /api/v1/articles",                     "UUUUFFFFFFFI", (_, _) => new { source = "no front matter" }),
        new("GET /api/v1/articles/gaps",                 "UUUU.FFFFF.."),
        new("GET /api/v1/articles/issues",               "UUUU.FFFFF.."),
        new("POST /api/v1/articles/import",              "UUUUFFFFFFFI", (_, _) => new { audience = "public" }),
        new("GET /api/v1/articles/{id}/{language}",      "UUUUNFFF....", Path: (_, _) => "/api/v1/articles/returns/en"),
        new("DELETE /api/v1/articles/{id}/{language}",   "UUUUFFFFFFFN", Path: (_, _) => "/api/v1/articles/nosuch/en"),
        new("GET /api/v1/articles/{id}/{language}/versions", "UUUU.FFF....", Path: (_, _) => "/api/v1/articles/returns/en/versions"),
        new("GET /api/v1/demo/outbox",                   "UUUUFFFFFF..", Path: (_, _) => "/api/v1/demo/outbox?email=nobody@example.test"),
        new("GET /api/v1/checklist",                     "UUUUFFFFFFF."),
        new("GET /api/v1/install",                       "UUUUFFFFFFF."),
        new("POST /api/v1/install/check",                "UUUUFFFFFFFI", (_, _) => new { url = "no address" }),
        new("POST /api/v1/install/proof",                "UUUUFFFFFFF.", (_, _) => new { externalId = "c1", signature = "wrong" }),
        // The secret of a workspace of the configuration is not shown to anybody.
        new("POST /api/v1/install/secret",               "UUUUFFFFFFFN"),
        // There is nothing of the set-up where there is a workspace.
        new("GET /setup/{**path}",                       "NNNNNNNNNNNN", Path: (_, _) => "/setup/"),
        new("POST /setup/api/workspace",                 "NNNNNNNNNNNN", (_, _) => new { workspace = "other" }),
        new("GET /api/{documentName?}",                  "............", Path: (_, _) => "/api/"),
        new("GET /api/scalar.js",                        "............"),
        new("GET /api/scalar.aspnetcore.js",             "............"),
        new("GET /api/favicon.svg",                      "............"),
        new("GET /openapi/{documentName}.json",          "............", Path: (_, _) => "/openapi/v1.json"),
        new("GET /health/live",                          "............"),
        new("GET /health/ready",                         "............"),
    ];

    public static readonly IReadOnlyList<HubRow> Hubs =
    [
        new("/hubs/customer", "UUUUF...FFFF",
        [
            new("Start", "...", (_, who) => new { clientId = $"own-{who}", text = "mine" }),
            new("Post", "N.N", (w, who) => new { conversationId = w.Conversation, clientId = $"p-{who}", text = "x" }),
            new("Typing", "N.N", Conversation),
            new("Read", "N.N", Conversation),
            new("Resume", "N.N", Conversation),
            new("RequestHuman", "N.N", Conversation),
            new("RequestCallBack", "N.N", (w, _) => new { conversationId = w.Conversation, phone = "0123456789" }),
            new("Rate", "NCN", (w, _) => new { conversationId = w.Conversation, score = 3 }),
            new("Close", "N.N", Conversation, Fresh: true),
            new(BadCall, "III", (_, _) => "x"),
        ]),
        new("/hubs/agent", "UUUU.FFF....",
        [
            new("SetPresence", ".....", (_, who) => new { status = who == Who.Assigned ? "online" : "offline" }),
            new("Inbox", "....."),
            // Only ever about the caller's own work: anyone else's offer is nothing to finish.
            new("FinishWrapUp", ".....", (w, _) => new { offerId = w.OfferId }),
            new("Accept", "N.CCC", (w, _) => new { offerId = w.OfferId }, Fresh: true),
            new("Decline", "N.CCC", (w, _) => new { offerId = w.OfferId }, Fresh: true),
            new("Open", "N.N..", Conversation),
            new("Post", "N.NFF", (w, who) => new { conversationId = w.Conversation, clientId = $"a-{who}", text = "x" }),
            new("Note", "N.N..", (w, who) => new { conversationId = w.Conversation, clientId = $"n-{who}", text = "x" }),
            new("Suggest", "N.N..", Conversation),
            new("TransferTargets", "N.N..", Conversation),
            new("Transfer", "N.N..", (w, _) => new { conversationId = w.Conversation, queue = "billing", note = "x" }, Fresh: true),
            new("Resolve", "N.N..", Conversation, Fresh: true),
            new("Reopen", "NCNCC", Conversation),
            new("Typing", "N.N..", Conversation),
            new("Leave", "N.N..", Conversation),
            new("Label", "N.N..", Conversation),
            new("SetFields", "N.N..", (w, _) => new { conversationId = w.Conversation, fields = new { order = "17" } }),
            new("SetPriority", "N.N..", (w, _) => new { conversationId = w.Conversation, priority = 1 }),
            new("Snooze", "N.N..", (w, _) => new { conversationId = w.Conversation, until = TimeProvider.System.GetUtcNow().AddHours(1) }, Fresh: true),
            new("Unsnooze", "N.N..", Conversation),
            new("Hold", "N.N..", Conversation),
            new("Merge", "NINII", (w, _) => new { conversationId = w.Conversation, into = w.Conversation }),
            new("Redact", "NFFNN", (w, _) => new { conversationId = w.Conversation, seq = 9999 }),
            new("Spam", "N.N..", Conversation, Fresh: true),
            new("Block", "N.N..", Conversation),
            new("Macros", ".....", (_, _) => new { }),
            new("Macro", "NNNNN", (w, who) => new { conversationId = w.Conversation, macroId = "nosuch", clientId = $"macro-{who}" }),
            new(BadCall, "IIIII", (_, _) => "x"),
        ]),
        new("/hubs/supervisor", "UUUU.FFFFF..",
        [
            new("Board", "..."),
            new("Watch", "N..", Conversation),
            new("Leave", "N..", Conversation),
            new("Whisper", "N..", (w, who) => new { conversationId = w.Conversation, clientId = $"w-{who}", text = "x" }),
            new("Join", "N..", Conversation),
            new("Post", "N..", (w, who) => new { conversationId = w.Conversation, clientId = $"s-{who}", text = "x" }),
            new("StepOut", "N..", Conversation),
            new("TakeOver", "N..", Conversation, Fresh: true),
            new(BadCall, "III", (_, _) => "x"),
        ]),
    ];

    /// <summary>The four endpoints of one kind of setting: supervisors read, administrators write. Only what was put can be taken away.</summary>
    private static IEnumerable<RestRow> Settings(string path, object body) =>
    [
        new($"GET /api/v1/{path}", "UUUU.FFFFF.."),
        new($"GET /api/v1/{path}/{{id}}", "UUUUNFFFFFNN", Path: (_, _) => $"/api/v1/{path}/nosuch"),
        new($"PUT /api/v1/{path}/{{id}}", "UUUUFFFFFFF.", (_, _) => body, (_, _) => $"/api/v1/{path}/matrix"),
        new($"DELETE /api/v1/{path}/{{id}}", "UUUUFFFFFFF.", Path: (_, _) => $"/api/v1/{path}/matrix"),
    ];

    /// <summary>The code behind a letter; empty for what goes through.</summary>
    public static string CodeOf(char letter) => letter switch
    {
        '.' => "",
        'U' => "unauthenticated",
        'F' => "forbidden",
        'N' => "not_found",
        'C' => "conflict",
        'I' => "invalid",
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "No such letter."),
    };

    private static object Conversation(AccessWorld w, Who _) => new { conversationId = w.Conversation };
}

/// <summary>One REST endpoint.</summary>
/// <param name="Route">Method and pattern as the route table has them.</param>
/// <param name="Path">The path to ask for, where the pattern's <c>{id}</c> is not the owner's conversation.</param>
/// <param name="OwnSession">Whether each caller comes with a session of its own, because the call ends it or others.</param>
internal sealed record RestRow(string Route, string Letters, Func<AccessWorld, Who, object?>? Body = null, Func<AccessWorld, Who, string>? Path = null,
    bool OwnSession = false)
{
    public override string ToString() => Route;
}

/// <summary>One hub: who is let in, and its methods.</summary>
internal sealed record HubRow(string Path, string Door, IReadOnlyList<MethodRow> Methods)
{
    /// <summary>Who passes the door, in the order of the letters of the methods.</summary>
    public IReadOnlyList<Who> Inside => [.. Enum.GetValues<Who>().Where(who => Door[(int)who] == '.')];
}

/// <summary>One hub method.</summary>
/// <param name="Fresh">The call changes the conversation permanently, so each one that goes through gets a conversation of its own.</param>
internal sealed record MethodRow(string Name, string Letters, Func<AccessWorld, Who, object?>? Body = null, bool Fresh = false);
