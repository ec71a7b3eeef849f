using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Integrations.Assistants;

namespace ConversationGrid.Integrations.Tests.Assistants;

/// <summary>How many calls of customers' assistants may wait.</summary>
public class WaitingPlacesTests
{
    private static readonly Workspace Place = new("demo", new(), Workspace.NoPolicies);

    [Fact]
    public void Places_AreBoundedByCustomerAndByAddress_AndComeBack()
    {
        var places = new WaitingPlaces(new() { WaitsPerCustomer = 2, WaitsPerAddress = 3 });
        var held = new List<IDisposable> { places.Enter(Of("c1", "a")), places.Enter(Of("c1", "a")) };
        Assert.Equal(RefusalCodes.RateLimited, Assert.Throws<RefusedException>(() => places.Enter(Of("c1", "b"))).Refusal.Code);
        held.Add(places.Enter(Of("c2", "a")));
        Assert.Throws<RefusedException>(() => places.Enter(Of("c3", "a")));
        places.Enter(Of("c3", "b")).Dispose();
        foreach (var place in held)
        {
            place.Dispose();
            place.Dispose();
        }
        for (var i = 0; i < 2; i++) places.Enter(Of("c1", "a"));
        Assert.Throws<RefusedException>(() => places.Enter(Of("c1", "a")));
    }

    private static Guest Of(string customer, string address) => new(Place, new CallerIn(Place, Caller.Customer(customer, null)), address);
}
