namespace ConversationGrid.Understanding.Models;

/// <summary>
/// Where a running process finds its models: the current set is read with one volatile read and replaced as a whole, so that a message is analysed by one set
/// from beginning to end and a better model takes over without a restart.
/// </summary>
public sealed class ModelStore
{
    private volatile ModelSet _current;

    public ModelStore(ModelSet? first = null) => _current = first ?? ModelSet.Default;

    public ModelSet Current => _current;

    public void Replace(ModelSet next)
    {
        ArgumentNullException.ThrowIfNull(next);
        _current = next;
    }
}
