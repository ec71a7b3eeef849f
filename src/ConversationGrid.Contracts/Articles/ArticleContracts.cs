namespace ConversationGrid.Contracts;

/// <summary>A change of what a workspace knows.</summary>
/// <param name="ById">Who made it.</param>
public abstract record ArticleEvent(DateTimeOffset At, string ById) : DomainEvent(At);

/// <summary>An article is there in this wording from now on; its earlier versions stay in the journal.</summary>
/// <param name="Source">The article with its front matter, as it was written.</param>
[Event("articlePublished")]
public sealed record ArticlePublished(DateTimeOffset At, string ById, string ArticleId, string Language, string Source) : ArticleEvent(At, ById);

/// <summary>An article is not shown any more.</summary>
[Event("articleWithdrawn")]
public sealed record ArticleWithdrawn(DateTimeOffset At, string ById, string ArticleId, string Language) : ArticleEvent(At, ById);
