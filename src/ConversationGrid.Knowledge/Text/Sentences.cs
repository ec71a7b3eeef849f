namespace ConversationGrid.Knowledge;

/// <summary>Cuts plain text into sentences at line ends and at full stops, question and exclamation marks that end one (not in <c>6.90</c>, <c>a.m.</c>).</summary>
internal static class Sentences
{
    public static List<string> Of(string text)
    {
        var sentences = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var from = 0;
            for (var i = 0; i < line.Length; i++)
            {
                if (!IsEnd(line, i))
                    continue;
                Add(sentences, line[from..(i + 1)]);
                from = i + 1;
            }
            Add(sentences, line[from..]);
        }
        return sentences;
    }

    private static bool IsEnd(string line, int i)
    {
        if (line[i] is '\u3002' or '\uff01' or '\uff1f')
            return true;
        if (line[i] is not ('.' or '!' or '?'))
            return false;
        if (i + 2 >= line.Length)
            return i + 1 >= line.Length;
        return line[i + 1] == ' ' && !char.IsLower(line[i + 2]) && !(i >= 2 && line[i - 2] == '.');
    }

    private static void Add(List<string> sentences, string sentence)
    {
        sentence = sentence.Trim();
        if (sentence.Length > 0)
            sentences.Add(sentence);
    }
}
