using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>
/// How long a workspace keeps what is personal, in whole days of its time zone: what ended on one day is kept for so many days after that day. Figures stay.
/// Section <c>Grid:Workspaces:{name}:Retention</c>.
/// </summary>
public sealed class RetentionOptions
{
    /// <summary>Days for which the texts of a conversation are kept after it ended. Default: for ever.</summary>
    [Range(1, 36_500)]
    public int? ConversationDays { get; set; }

    /// <summary>Days for which a customer's profile is kept after the last that happened, once none of its conversations is kept. Default: for ever.</summary>
    [Range(1, 36_500)]
    public int? ProfileDays { get; set; }
}
