using System.ComponentModel.DataAnnotations;
using ConversationGrid.Contracts;

namespace ConversationGrid.Channels.Forms;

/// <summary>The hosted form of a workspace, at <c>/form/{workspace}</c>. Section <c>Grid:Channels:Forms:{workspace}</c>; without it there is none.</summary>
public sealed class FormOptions : IValidatableObject
{
    /// <summary>Fields beside name, e-mail, subject and message at the most.</summary>
    private const int FieldsMax = 20;

    /// <summary>Name of the company above the form. Default: the workspace's name.</summary>
    [StringLength(100)]
    public string? Title { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Whether an e-mail address must be given. Default: yes.</summary>
    public bool EmailRequired { get; set; } = true;

    /// <summary>Whether a name must be given. Default: no.</summary>
    public bool NameRequired { get; set; }

    /// <summary>Further fields, at most 20; what is given goes along with the message. Default: none.</summary>
    public List<FormFieldOptions> Fields { get; set; } = [];

    /// <summary>The queue of its conversations where nothing else says so. Default: what the entry rules choose.</summary>
    [StringLength(64)]
    public string? Queue { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>How this host is reached from outside, e.g. <c>https://care.example</c>, for the link in the receipt. Default: as the form was.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>For how long the link opens the conversation. Default: 14 days.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "365.00:00:00")]
    public TimeSpan LinkFor { get; set; } = TimeSpan.FromDays(14);

    /// <summary>The least time in which a person fills it in; what comes faster is taken for a machine's. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan FilledInAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Forms from one network address in an hour. Default: 20.</summary>
    [Range(1, 100_000)]
    public int PerHourPerAddress { get; set; } = 20;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Fields.Count > FieldsMax) return [new($"there are {Fields.Count} fields, and {FieldsMax} are the most.", [nameof(Fields)])];
        if (Fields.GroupBy(f => f.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return [new($"two fields have the name '{twice.Key}'.", [nameof(Fields)])];
        return PublicUrl is null or { IsAbsoluteUri: true, Scheme: "http" or "https" } ? []
            : [new("an address of http or https is needed.", [nameof(PublicUrl)])];
    }
}

/// <summary>A further field of a form.</summary>
public sealed class FormFieldOptions
{
    /// <summary>Its name: 1 to 32 lower-case letters.</summary>
    [Required, RegularExpression("^[a-z]{1,32}$")]
    public string Name { get; set; } = "";

    /// <summary>What stands beside it in English.</summary>
    [Required, StringLength(100)]
    public string Label { get; set; } = "";

    /// <summary>The same in Malay. Default: as in English.</summary>
    [StringLength(100)]
    public string? LabelMs { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Whether it must be filled in. Default: no.</summary>
    public bool Required { get; set; }

    /// <summary>What can be chosen; none: any text of one line.</summary>
    public List<string> Choices { get; set; } = [];

    /// <summary>Characters at the most. Default: 200.</summary>
    [Range(1, Limits.ShortTextMax)]
    public int LengthMax { get; set; } = 200;
}
