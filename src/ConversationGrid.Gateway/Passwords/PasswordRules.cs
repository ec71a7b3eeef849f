using System.Collections.Frozen;
using System.Text;
using ConversationGrid.Gateway.Configuration;

namespace ConversationGrid.Gateway.Passwords;

/// <summary>
/// Which passwords may be set: long enough, not one of the commonest of public breaches, however it is dressed up with digits, signs and letters that look
/// alike, and not made of the account's own name. No mix of kinds of characters is asked for, and nothing has to be changed by a date.
/// </summary>
public static class PasswordRules
{
    /// <summary>Characters that are different in a password, at the least.</summary>
    private const int DifferentMin = 5;

    /// <summary>Longest part of an account's name that does not count.</summary>
    private const int OwnPartMin = 4;

    /// <summary>Where more than that is left beside a common password, it is no longer that password.</summary>
    private const int AddedMax = 5;

    private static readonly Lazy<FrozenSet<string>> Common = new(Read);

    /// <summary>What is wrong with a password; null where nothing is.</summary>
    /// <param name="own">What everybody knows of the account: its name, its address.</param>
    public static string? WhatIsWrong(string? password, StaffSignInOptions options, params IReadOnlyList<string> own)
    {
        if (password is null || password.Length < options.PasswordLengthMin || password.Length > StaffSignInOptions.PasswordLengthMax)
            return $"A password has {options.PasswordLengthMin} to {StaffSignInOptions.PasswordLengthMax} characters.";
        if (password.EnumerateRunes().Distinct().Count() < DifferentMin) return $"A password has at least {DifferentMin} different characters.";
        if (IsRun(password)) return "This password is a run of neighbouring characters.";
        var plain = password.ToLowerInvariant();
        foreach (var part in own.SelectMany(o => o.ToLowerInvariant().Split(' ', '@', '.', '-', '_')).Where(p => p.Length >= OwnPartMin))
            plain = plain.Replace(part, "", StringComparison.Ordinal);
        if (plain.Length < options.PasswordLengthMin / 2) return "This password is made of the account's name.";
        return IsCommon(password) ? "This password is among the first that are tried by people who guess passwords." : null;
    }

    private static bool IsCommon(string password)
    {
        foreach (var way in (ReadOnlySpan<string>)[password.ToLowerInvariant(), Unmasked(password.ToLowerInvariant())])
        {
            if (Common.Value.Contains(way)) return true;
            // The commonest way to make a bad password long enough: something before or after it, or the same again.
            for (var from = 0; from <= AddedMax; from++)
                for (var to = way.Length; to >= way.Length - (AddedMax - from); to--)
                {
                    if (to - from < OwnPartMin || !AreFill(way.AsSpan(0, from)) || !AreFill(way.AsSpan(to))) continue;
                    var kernel = way[from..to];
                    if (Common.Value.Contains(kernel) || IsRepeated(kernel)) return true;
                }
        }
        return false;
    }

    /// <summary>Nothing but digits and signs, which people put around a word.</summary>
    private static bool AreFill(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (char.IsLetter(c)) return false;
        return true;
    }

    private static bool IsRepeated(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length != 0) continue;
            var part = text[..length];
            if (Enumerable.Range(1, text.Length / length - 1).All(i => text.AsSpan(i * length, length).SequenceEqual(part))
                && (length < OwnPartMin || Common.Value.Contains(part))) return true;
        }
        return false;
    }

    /// <summary>Each character is the one after the last, or the one before it: abcdefghij, 9876543210.</summary>
    private static bool IsRun(string text)
    {
        var steps = text.Zip(text.Skip(1), (a, b) => b - a).Distinct().ToList();
        return steps.Count == 1 && steps[0] is >= -1 and <= 1;
    }

    /// <summary>Letters for the digits and signs that stand for them.</summary>
    private static string Unmasked(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
            plain.Append(c switch { '0' => 'o', '1' or '!' or '|' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', _ => c });
        return plain.ToString();
    }

    private static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
