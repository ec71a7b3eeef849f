namespace ConversationGrid.Gateway.Clients;

/// <summary>What an answer with a page holds back until it is written: the connection's pushes, and its next page.</summary>
internal sealed class HeldPage
{
    private readonly Outbox _outbox;
    private readonly PageTurn _turn;

    public HeldPage(Outbox outbox, PageTurn turn)
    {
        (_outbox, _turn) = (outbox, turn);
        outbox.Hold();
    }

    public void Release()
    {
        _outbox.Release();
        _turn.Dispose();
    }
}
