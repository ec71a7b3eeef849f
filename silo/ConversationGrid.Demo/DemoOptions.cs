using System.ComponentModel.DataAnnotations;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Demo;

/// <summary>The workspace that shows the product. Section <c>Grid:Demo</c>. Its secrets have defaults because it holds nothing of value.</summary>
public sealed class DemoOptions
{
    /// <summary>Whether the workspace <c>demo</c> exists. Default: off; <c>./grid run</c> switches it on.</summary>
    public bool Enabled { get; set; }

    /// <summary>Password of all its staff. Default: demo.</summary>
    [Required]
    public string Password { get; set; } = "demo";

    /// <summary>Its identity secret. Default: demo-identity-secret.</summary>
    [Required, MinLength(WorkspaceOptions.IdentitySecretLengthMin)]
    public string IdentitySecret { get; set; } = "demo-identity-secret";

    /// <summary>Whether it may be reached from other machines with these secrets, e.g. in the closed network of a test. Default: off, loopback only.</summary>
    public bool AnyAddress { get; set; }

    /// <summary>Conversations that each of its agents takes at the same time. Default: 5.</summary>
    [Range(1, 100)]
    public int AgentCapacity { get; set; } = 5;

    /// <summary>Conversations that one run of the demo's traffic may have. Default: 60.</summary>
    [Range(1, 1_000)]
    public int TrafficConversationsMax { get; set; } = 60;

    /// <summary>Over what time one run of the demo's traffic begins its conversations. Default: 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan TrafficFor { get; set; } = TimeSpan.FromSeconds(60);
}
