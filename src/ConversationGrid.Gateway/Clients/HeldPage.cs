namespace ConversationGrid.Gateway.Clients;

/// <summary>What an answer with a page holds back until it is written: the connection's pushes, and its next page.</summary>
internal sealed class HeldPage
{
    private readonly SendBuffer _buffer;
    private readonly PageTurn _turn;

    public HeldPage(SendBuffer buffer, PageTurn turn)
    {
        (_buffer, _turn) = (buffer, turn);
        buffer.Hold();
    }

    public void Release()
    {
        _buffer.Release();
        _turn.Dispose();
    }
}
