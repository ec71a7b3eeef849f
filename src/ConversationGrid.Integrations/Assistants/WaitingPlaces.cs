using System.Collections.Concurrent;
using ConversationGrid.Contracts;

namespace ConversationGrid.Integrations.Assistants;

/// <summary>
/// Bounds how many calls wait in this process for what comes next: by customer, and by network address, from which anybody can be many customers.
/// </summary>
internal sealed class WaitingPlaces(CustomerAssistantOptions options)
{
    private readonly ConcurrentDictionary<(string Kind, string Whose), int> _taken = new();

    /// <summary>A place until it is disposed.</summary>
    /// <exception cref="RefusedException">Too many wait.</exception>
    public IDisposable Enter(Guest guest)
    {
        (string, string) customer = ("customer", $"{guest.Workspace.Name}/{guest.Me?.Id}"), address = ("address", guest.Address);
        if (!TryTake(customer, options.WaitsPerCustomer)) throw TooMany();
        if (TryTake(address, options.WaitsPerAddress)) return new Place(this, customer, address);
        Free(customer);
        throw TooMany();
    }

    private static RefusedException TooMany() =>
        new(Refusal.RateLimited("Too many calls of this customer or address wait for an answer; end one first.", TimeSpan.FromSeconds(5)));

    private bool TryTake((string, string) key, int most)
    {
        if (_taken.AddOrUpdate(key, 1, (_, count) => count + 1) <= most) return true;
        Free(key);
        return false;
    }

    private void Free((string, string) key)
    {
        if (_taken.AddOrUpdate(key, 0, (_, count) => count - 1) <= 0) _taken.TryRemove(new(key, 0));
    }

    private sealed class Place(WaitingPlaces places, (string, string) customer, (string, string) address) : IDisposable
    {
        private int _isFree;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isFree, 1) != 0) return;
            places.Free(customer);
            places.Free(address);
        }
    }
}
