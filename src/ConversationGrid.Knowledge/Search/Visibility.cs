namespace ConversationGrid.Knowledge;

/// <summary>Audience and validity of every article, asked inside the ranking so that what may not be shown is never ranked.</summary>
internal sealed class Visibility(IReadOnlyList<Article> articles)
{
    private readonly byte[] _audiences = [.. articles.Select(article => (byte)article.Audience)];
    private readonly long[] _from = [.. articles.Select(article => article.ValidFrom?.UtcTicks ?? long.MinValue)];
    private readonly long[] _until = [.. articles.Select(article => article.ValidUntil?.UtcTicks ?? long.MaxValue)];

    public bool IsVisible(int article, in SearchScope scope)
    {
        var now = scope.Now.UtcTicks;
        return _audiences[article] != 0 && _audiences[article] <= (byte)scope.Audience && now >= _from[article] && now < _until[article];
    }
}
