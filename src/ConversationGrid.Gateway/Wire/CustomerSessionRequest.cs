namespace ConversationGrid.Gateway.Wire;

/// <summary>Who wants to write.</summary>
/// <param name="ExternalId">The company's own id of the customer, with its <paramref name="Signature"/> or an <paramref name="Assertion"/>; without them the
/// customer is anonymous.</param>
/// <param name="Assertion">What the company's server says of the customer, as a signed JWT.</param>
public sealed record CustomerSessionRequest(
    string? Workspace, string? ExternalId, string? Signature, string? Name, string? Email, string? Locale, string? Assertion = null);
