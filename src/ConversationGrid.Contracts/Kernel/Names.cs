namespace ConversationGrid.Contracts;

/// <summary>What a name may be, of whomever and whatever: the one check for people, queues, skills, labels and keys.</summary>
public static class Names
{
    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? WhatIsWrong(string? name, int lengthMax = Limits.ShortTextMax)
    {
        if (name is not { Length: > 0 } || name.Length > lengthMax) return $"A name has 1 to {lengthMax} characters.";
        return VisibleText.IsBlank(name) ? "A name needs a letter that is seen." : null;
    }
}
