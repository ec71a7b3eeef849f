using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Gateway.Configuration;

/// <summary>How staff sign in and how long that holds. Section <c>Grid:SignIn</c>.</summary>
public sealed class StaffSignInOptions
{
    /// <summary>Longest password, in characters.</summary>
    public const int PasswordLengthMax = 200;

    /// <summary>Shortest password that somebody may set, in characters. Default: 10.</summary>
    [Range(8, 64)]
    public int PasswordLengthMin { get; set; } = 10;

    /// <summary>How long a session of staff lasts in which nothing is done: no request, and no call on an open desk. Default: 4 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "30.00:00:00")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How often what was done in a session is noted for all processes. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan NoteEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an invitation to set a password can be used. Default: 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "30.00:00:00")]
    public TimeSpan InvitationLasts { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a source from which an account signed in stays known: guesses of strangers do not lock the account there. Default: 90 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan KnownSourceFor { get; set; } = TimeSpan.FromDays(90);
}
