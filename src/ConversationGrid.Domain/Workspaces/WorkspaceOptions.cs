using System.ComponentModel.DataAnnotations;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Settings;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>One tenant. Section <c>Grid:Workspaces:{name}</c>.</summary>
public sealed class WorkspaceOptions : IValidatableObject
{
    /// <summary>Characters of an identity secret, at the least.</summary>
    public const int IdentitySecretLengthMin = 16;

    /// <summary>Keys that sign assertions at the most: one in use, one that follows it, and two more that other servers of the company have.</summary>
    private const int IdentityKeysMax = 4;

    /// <summary>Key with which the company's own site signs the ids of its customers. At least 16 characters. No default: without it and without
    /// <see cref="IdentityKeys"/> nobody can be identified.</summary>
    [MinLength(IdentitySecretLengthMin)]
    public string? IdentitySecret { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Keys with which the company's own site signs assertions of who its customer is. Several hold at a time, so that one can follow another
    /// without a break. At most 4. Default: none.</summary>
    public List<IdentityKeyOptions> IdentityKeys { get; set; } = [];

    /// <summary>Who must have issued an assertion, its <c>iss</c>. Default: anyone who has a key.</summary>
    [StringLength(Limits.ShortTextMax)]
    public string? IdentityIssuer { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Until when <see cref="IdentitySecret"/> still proves customers beside <see cref="IdentityKeys"/>. Default: always where there are no such
    /// keys, not at all where there are.</summary>
    public DateTimeOffset? IdentitySecretUntil { get; set; }

    /// <summary>Key from which the ids of customers with an external id are made, at least 16 characters. Default: the <see cref="IdentitySecret"/> that the
    /// workspace had first, which stays in use for that when the secret changes.</summary>
    [MinLength(IdentitySecretLengthMin)]
    public string? CustomerIdSecret { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Whether customers' messages are read for mood and emotion, and conversations for the risk of losing the customer. Default: on.</summary>
    public bool ReadsSentiment { get; set; } = true;

    /// <summary>Whether drafts are looked at while a customer types, to suggest articles. They are never stored. Default: on.</summary>
    public bool ReadsTyping { get; set; } = true;

    /// <summary>Whether customers' own assistants may come in, by MCP and A2A. Default: on.</summary>
    public bool OpenToAssistants { get; set; } = true;

    /// <summary>IANA name of the time zone in which its figures' days are counted, e.g. <c>Asia/Kuala_Lumpur</c>. Default: that of its first
    /// calendar, else UTC.</summary>
    public string? TimeZone { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>How long it keeps what is personal. Default: for ever.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>Names of the queues; one that is a section of its own has a policy (see <see cref="QueuePolicy"/>).</summary>
    [SectionsOf(typeof(QueuePolicy))]
    public List<string> Queues { get; set; } = [];

    /// <summary>The staff.</summary>
    public List<StaffOptions> Staff { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            return [new($"'{TimeZone}' is no time zone; an IANA name is needed, e.g. Europe/Berlin.", [nameof(TimeZone)])];
        if (IdentityKeys.Count > IdentityKeysMax)
            return [new($"there are {IdentityKeys.Count} keys, and {IdentityKeysMax} are the most.", [nameof(IdentityKeys)])];
        if (IdentityKeys.GroupBy(k => k.Id).FirstOrDefault(g => g.Count() > 1) is { } same)
            return [new($"two keys have the id '{same.Key}'.", [nameof(IdentityKeys)])];
        foreach (var (what, key) in (ReadOnlySpan<(string, Func<StaffOptions, string>)>)[("id", s => s.Id), ("e-mail", s => s.Email)])
            if (Staff.GroupBy(key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
                return [new($"two members have the {what} '{twice.Key}'.", [nameof(Staff)])];
        return [];
    }
}

/// <summary>One member of staff.</summary>
public sealed class StaffOptions : IValidatableObject
{
    /// <summary>By which settings and events name the member; it cannot change.</summary>
    [Required, RegularExpression("^[A-Za-z0-9_-]{1,64}$")]
    public string Id { get; set; } = "";

    /// <summary>As customers and colleagues read it.</summary>
    [Required, StringLength(Limits.ShortTextMax)]
    public string Name { get; set; } = "";

    /// <summary>By which the member signs in.</summary>
    [Required, EmailAddress]
    public string Email { get; set; } = "";

    /// <summary>Hash as ASP.NET Core Identity writes it; <c>./grid hash-password</c> makes one.</summary>
    public string? PasswordHash { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Bytes of the shortest hash: its header, a salt and a key of 16 bytes each.</summary>
    private const int PasswordHashBytesMin = 45;

    /// <summary>Agent, supervisor or admin. Default: agent.</summary>
    [AllowedValues(CallerRole.Agent, CallerRole.Supervisor, CallerRole.Admin, ErrorMessage = "A role is Agent, Supervisor or Admin.")]
    public CallerRole Role { get; set; } = CallerRole.Agent;

    /// <summary>Queues that this agent serves; empty: all.</summary>
    public List<string> Queues { get; set; } = [];

    /// <summary>Languages that this agent writes, BCP 47.</summary>
    public List<string> Languages { get; set; } = ["en"];

    /// <summary>Levels, 1 to 10, by skill.</summary>
    public Dictionary<string, int> Skills { get; set; } = [];

    /// <summary>Most conversations of a channel at the same time, for channels with a limit of their own.</summary>
    public Dictionary<string, int> Channels { get; set; } = [];

    /// <summary>Units of work at the same time; a conversation takes one, or what its channel weighs in its queue. Default: 5.</summary>
    [Range(1, 100)]
    public int Capacity { get; set; } = 5;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Skills.Where(s => s.Value is < 1 or > 10).Select(s => new ValidationResult($"a level is 1 to 10, not {s.Value}.", [$"{nameof(Skills)}:{s.Key}"]))
            .Concat(Names.WhatIsWrong(Name) is { } wrongName ? [new ValidationResult(wrongName, [nameof(Name)])] : [])
            .Concat(IsHash(PasswordHash) ? [] : [new ValidationResult("this is no password hash; './grid hash-password' makes one.", [nameof(PasswordHash)])])
            .Concat(Channels.Where(c => c.Value is < 0 or > 100)
                .Select(c => new ValidationResult($"a channel's limit is 0 to 100, not {c.Value}.", [$"{nameof(Channels)}:{c.Key}"])));

    /// <summary>The member as an administrator would write it.</summary>
    public StaffDefinition ToDefinition() => new(Name, Email, Role, PasswordHash, Queues, Languages, Capacity, Skills, Channels);

    private static bool IsHash(string? hash)
    {
        if (hash is null) return true;
        var bytes = new byte[hash.Length];
        return Convert.TryFromBase64String(hash, bytes, out var length) && length >= PasswordHashBytesMin && bytes[0] is 0 or 1;
    }
}
