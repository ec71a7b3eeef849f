using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Gateway.Sessions;

namespace ConversationGrid.Integrations.Assistants;

/// <summary>Who came in.</summary>
/// <param name="Me">The customer in whose name it comes; null for who brings no token.</param>
/// <param name="Address">Network address, as quotas count it.</param>
/// <param name="IsStillIn">Whether its session goes on; null for who has none.</param>
internal sealed record Guest(Workspace Workspace, CallerIn? Me, string Address, Func<CancellationToken, Task<bool>>? IsStillIn = null)
{
    /// <summary>How long an answer of <see cref="IsStillIn"/> counts.</summary>
    private static readonly TimeSpan CheckedFor = TimeSpan.FromSeconds(1);

    private long _checkedAt;

    /// <summary>Makes sure that who waited may still hear what came.</summary>
    /// <exception cref="RefusedException">Its token is over, or its session was ended.</exception>
    public async Task EnsureStillInAsync(TimeProvider time, CancellationToken cancel)
    {
        if (IsStillIn is null || (_checkedAt != 0 && time.GetElapsedTime(_checkedAt) < CheckedFor)) return;
        if (!await IsStillIn(cancel)) throw new RefusedException(new(RefusalCodes.Unauthenticated, "The token is over, or its session was ended."));
        _checkedAt = time.GetTimestamp();
    }

    /// <summary>The customer, who may use a tool.</summary>
    /// <exception cref="RefusedException">There is none, or the mandate does not name the tool.</exception>
    public CallerIn Customer(string tool)
    {
        Allow(tool);
        return Me ?? throw new RefusedException(new(RefusalCodes.Unauthenticated,
            $"'{tool}' acts for a customer: send Authorization: Bearer with a customer's token. POST /api/v1/sessions/customer " +
            $"{{\"workspace\": \"{Workspace.Name}\"}} gives an anonymous one; the company's own site gives one for a customer who is signed in, and " +
            "POST /api/v1/sessions/customer/mandates a mandate for some tools."));
    }

    /// <summary>Whether the mandate, if there is one, names a tool.</summary>
    /// <exception cref="RefusedException">It does not.</exception>
    public void Allow(string tool)
    {
        if (Me?.Caller.Mandate is { } mandate && !mandate.Allows(tool))
            throw new RefusedException(Refusal.Forbidden($"The mandate does not name '{tool}'. It names: {string.Join(", ", mandate.Tools)}."));
    }
}
