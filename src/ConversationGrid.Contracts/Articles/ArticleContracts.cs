namespace ConversationGrid.Contracts;

/// <summary>A change of what a workspace knows.</summary>
public abstract record ArticleEvent : DomainEvent
{
    /// <summary>Who made it.</summary>
    public required string ById { get; init; }
}

/// <summary>An article is there in this wording from now on; its earlier versions stay in the journal.</summary>
/// <param name="Source">The article with its front matter, as it was written.</param>
[Event("articlePublished")]
public sealed record ArticlePublished(string ArticleId, string Language, string Source) : ArticleEvent;

/// <summary>An article is not shown any more.</summary>
[Event("articleWithdrawn")]
public sealed record ArticleWithdrawn(string ArticleId, string Language) : ArticleEvent;
