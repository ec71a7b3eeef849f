using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Gateway.Wire;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Decides who a customer is that asks for a session. Whatever it brings as a proof must be right: a wrong one, or half of one, is refused and never makes
/// it an anonymous customer instead.
/// </summary>
public sealed class CustomerDoor(Assertions assertions, CustomerIds ids, TimeProvider time)
{
    /// <summary>The proven customer; null for an anonymous one; or what is wrong with the proof.</summary>
    public async Task<(ProvenCustomer? Customer, Refusal? Wrong)> ProvenAsync(Workspace workspace, CustomerSessionRequest request, CancellationToken cancel)
    {
        var (externalId, signature, assertion) = (Given(request.ExternalId), Given(request.Signature), Given(request.Assertion));
        if (assertion is not null)
        {
            if (signature is not null) return (null, Wrong("An assertion and a signature are given; one of them is enough."));
            var (said, problem) = await assertions.UseAsync(workspace, assertion, cancel);
            if (said is null) return (null, Wrong($"The assertion is not right. {problem}"));
            if (externalId is not null && externalId != said.ExternalId) return (null, Wrong("The assertion is of another externalId."));
            return (await OfAsync(said.ExternalId, Authentication.Assertion, said.Name, said.Email), null);
        }
        if (externalId is null) return signature is null ? (null, null) : (null, Wrong("A signature is given, and no externalId that it signs."));
        return assertions.IsSigned(workspace, externalId, signature)
            ? (await OfAsync(externalId, Authentication.Signature, null, null), null)
            : (null, Wrong("The signature of externalId is not right."));

        async Task<ProvenCustomer> OfAsync(string id, string method, string? name, string? email) => new(
            await ids.OfExternalIdAsync(workspace, id, cancel), id, Bounded(name), Bounded(email), new(time.GetUtcNow(), method));
    }

    private static Refusal Wrong(string why) => new(RefusalCodes.Unauthenticated, why);

    /// <summary>An empty value is an absent one: pages write the attributes also where nobody is signed in.</summary>
    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static string? Bounded(string? text) => text is { Length: > 0 and <= Limits.ShortTextMax } ? text : null;
}

/// <summary>A customer whom the company's server named.</summary>
/// <param name="Name">As the server says; null where it says nothing.</param>
public sealed record ProvenCustomer(string CustomerId, string ExternalId, string? Name, string? Email, Authentication Proof);
