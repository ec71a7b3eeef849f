using System.Text.Json;
using System.Text.RegularExpressions;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Passwords;
using ConversationGrid.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Setup;

/// <summary>What the set-up page asks for.</summary>
/// <param name="Workspace">Id of the workspace: lower-case letters, digits and dashes.</param>
/// <param name="Languages">BCP 47 codes of the languages in which customers are answered.</param>
/// <param name="Origin">The site whose pages may use the widget; null for none yet.</param>
/// <param name="ImportUrl">A page whose text becomes the first article; null for none.</param>
public sealed record SetupRequest(
    string? Workspace, string? Company, string? Name, string? Email, string? Password, string? Queue, IReadOnlyList<string>? Languages, string? Origin,
    string? ImportUrl);

/// <summary>A workspace that was set up.</summary>
/// <param name="AgentId">Its first administrator.</param>
/// <param name="IdentitySecret">Signs the ids of signed-in customers.</param>
/// <param name="Imported">What became of the page that was to be imported.</param>
public sealed record SetupAnswer(string Workspace, string Company, string AgentId, string IdentitySecret, IReadOnlyList<ImportedArticle> Imported);

/// <summary>Makes the first workspace of a host: once, by who has the code.</summary>
public sealed partial class FirstSetup(
    IAccessStore store, StoredWorkspaces workspaces, SetupCodes codes, WorkspaceDirectory directory, IGrid grid, Credentials credentials,
    IArticleImport import, SecurityTrail trail, IOptions<StaffSignInOptions> signIn, LiveSettings settings, TimeProvider time)
{
    private const string Kind = "setup";
    private const string Lease = "lease";
    private const int LanguagesMax = 20;

    /// <summary>How long a try that broke keeps the next one waiting.</summary>
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);

    /// <summary>The workspace, or why there is none. What a broken try left is taken up by the next one of the same name.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public async Task<(SetupAnswer? Made, Refusal? Wrong)> MakeAsync(SetupRequest request, CancellationToken cancel)
    {
        if (WhatIsWrong(request) is { } wrong) return (null, Refusal.Invalid(wrong));
        // Two tries at once would both write an administrator.
        if (!await store.TryAddAsync(new(Lease, StoredWorkspaces.OfHost, Kind, "", "{}", time.GetUtcNow() + LeaseTime), cancel))
            return (null, Refusal.Conflict("Somebody else is setting up this host at the moment; try again in a minute."));
        try
        {
            return await MakeOneAsync(request, cancel);
        }
        finally
        {
            await store.RemoveAsync(Lease, StoredWorkspaces.OfHost, Kind, CancellationToken.None);
        }
    }

    private async Task<(SetupAnswer? Made, Refusal? Wrong)> MakeOneAsync(SetupRequest request, CancellationToken cancel)
    {
        var (name, company, queue) = (request.Workspace!, request.Company!.Trim(), IdOf(request.Queue!, "general"));
        // One try after another is about one workspace.
        await store.TryAddAsync(new(Kind, StoredWorkspaces.OfHost, Kind, "", JsonSerializer.Serialize(name)), cancel);
        if (await store.FindAsync(Kind, StoredWorkspaces.OfHost, Kind, cancel) is { } begun && JsonSerializer.Deserialize<string>(begun.Body) is var first
            && first != name)
            return (null, Refusal.Conflict($"The set-up of workspace '{first}' was begun; finish that one."));
        if (!await workspaces.BeginAsync(name, company, queue, request.Languages!, cancel)) return (null, Done());
        var (admin, refused) = await SaveAsync(request, queue, cancel);
        if (refused is not null) return (null, refused);
        await credentials.SetPasswordAsync(name, admin!, request.Password!, cancel);
        if (!await workspaces.FinishAsync(name, cancel)) return (null, Done());
        await codes.RemoveAsync(cancel);
        await trail.AddAsync(name, admin!.Id, SecurityActions.PasswordSet, admin.Id, "set-up");
        var imported = Given(request.ImportUrl) is { } url ? await import.FromUrlsAsync(name, admin.Id, [url], "public", cancel: cancel) : [];
        return (new(name, company, admin.Id, directory.Find(name)!.Identity.Secret!, imported), null);

        static Refusal Done() => Refusal.Conflict("The set-up is done already.");
    }

    private async Task<(StaffMember? Admin, Refusal? Refused)> SaveAsync(SetupRequest request, string queue, CancellationToken cancel)
    {
        var id = IdOf(request.Name!.Trim().Split(' ')[0], "admin");
        var by = new Caller(CallerRole.Admin, new(ActorKind.Agent, id, request.Name.Trim()), []);
        var admin = new StaffDefinition(request.Name.Trim(), request.Email!.Trim(), CallerRole.Admin, Languages: request.Languages);
        List<(string Kind, string Id, object Definition)> all =
            [(SettingKinds.Queue, queue, new QueueDefinition(request.Queue!.Trim())), (SettingKinds.Staff, id, admin)];
        if (Given(request.Origin) is { } origin) all.Add((SettingKinds.Site, "site", new SiteDefinition(request.Company!.Trim(), [origin])));
        foreach (var (kind, settingId, definition) in all)
        {
            var body = JsonSerializer.Serialize(definition, Definitions.Json);
            var outcome = await grid.Workspace(request.Workspace!).ExecuteAsync(new SaveSetting(by, kind, settingId, body, null), cancel);
            if (outcome.Refusal is { } refusal) return (null, refusal);
        }
        return await RemoveOthersAsync(request.Workspace!, by, cancel) is { } refused ? (null, refused) : (StaffMember.Of(id, admin, [queue], null), null);
    }

    /// <summary>Removes the administrators of earlier tries, which nobody confirmed.</summary>
    private async Task<Refusal?> RemoveOthersAsync(string workspace, Caller by, CancellationToken cancel)
    {
        await settings.RefreshAsync(workspace, cancel);
        foreach (var other in settings.Of(workspace).SavedOf(SettingKinds.Staff).Where(staff => staff.Id != by.Actor.Id).ToList())
        {
            var outcome = await grid.Workspace(workspace).ExecuteAsync(new RemoveSetting(by, SettingKinds.Staff, other.Id, null), cancel);
            if (outcome.Refusal is { } refusal) return refusal;
            await credentials.RemoveAsync(workspace, other.Id, cancel);
        }
        return null;
    }

    private string? WhatIsWrong(SetupRequest r)
    {
        if (r.Workspace is null || !WorkspaceName().IsMatch(r.Workspace))
            return "The workspace's id has 2 to 40 lower-case letters, digits and dashes, and begins with a letter.";
        if (Names.WhatIsWrong(r.Company?.Trim()) is { } company) return $"The company: {company}";
        if (Names.WhatIsWrong(r.Name?.Trim()) is { } name) return $"The administrator: {name}";
        if (Names.WhatIsWrong(r.Queue?.Trim()) is { } queue) return $"The queue: {queue}";
        if (r.Languages is not { Count: > 0 and <= LanguagesMax } || r.Languages.Any(l => l is null || !Language().IsMatch(l)))
            return $"1 to {LanguagesMax} languages are needed, as codes such as en or ms.";
        var staff = JsonSerializer.Serialize(new StaffDefinition(r.Name!.Trim(), r.Email?.Trim(), CallerRole.Admin, Languages: r.Languages), Definitions.Json);
        if (Definitions.Read(SettingKinds.Staff, staff).Wrong is { } member) return member;
        if (PasswordRules.WhatIsWrong(r.Password, signIn.Value, r.Name!, r.Email!) is { } password) return password;
        if (Given(r.Origin) is { } origin && Definitions.Read(SettingKinds.Site,
            JsonSerializer.Serialize(new SiteDefinition(r.Company!.Trim(), [origin]), Definitions.Json)).Wrong is { } site) return site;
        return Given(r.ImportUrl) is { Length: > Limits.ShortTextMax } ? $"An address has at most {Limits.ShortTextMax} characters." : null;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>An id that looks like a name.</summary>
    private static string IdOf(string name, string otherwise)
    {
        var id = NotOfIds().Replace(name.Trim().ToLowerInvariant(), "-").Trim('-');
        return id.Length == 0 ? otherwise : id[..Math.Min(id.Length, EntityId.LengthMax)];
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{1,39}\z")]
    private static partial Regex WorkspaceName();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z")]
    private static partial Regex Language();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotOfIds();
}
