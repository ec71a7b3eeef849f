using ConversationGrid.Channels.Mail;
using ConversationGrid.Contracts;
using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Channels.Forms;

/// <summary>What was filled in.</summary>
/// <param name="Values">By field, as given.</param>
/// <param name="Wrong">What is wrong, by field.</param>
/// <param name="Text">The message, with the further fields before it.</param>
internal sealed record FormContent(
    IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string> Wrong, string? Name, string? Email, string? Subject, string Text)
{
    public static FormContent Read(FormOptions options, FormWords words, IFormCollection given)
    {
        var (values, wrong) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        var name = Take("name", options.NameRequired, Limits.ShortTextMax);
        if (name is not null && Names.WhatIsWrong(name) is not null) wrong["name"] = words.Missing;
        var email = Take("email", options.EmailRequired, Limits.ShortTextMax);
        if (email is not null && !MailAddresses.IsUsable(email)) wrong["email"] = words.BadEmail;
        var subject = Take("subject", isRequired: false, Limits.ShortTextMax);
        var lines = new List<string>();
        foreach (var field in options.Fields)
        {
            var value = Take($"f-{field.Name}", field.Required, field.LengthMax);
            if (value is not null && field.Choices.Count > 0 && !field.Choices.Contains(value)) wrong[$"f-{field.Name}"] = words.Missing;
            else if (value is not null) lines.Add($"{field.Label}: {value}");
        }
        var message = Take("message", isRequired: true, Limits.MessageTextMax) ?? "";
        var text = lines.Count == 0 ? message : $"{string.Join('\n', lines)}\n\n{message}";
        if (text.Length > Limits.MessageTextMax) wrong["message"] = words.TooLong;
        return new(values, wrong, name, email, subject, text);

        string? Take(string field, bool isRequired, int lengthMax)
        {
            var value = given[field].ToString().Trim();
            values[field] = value.Length <= Limits.MessageTextMax ? value : "";
            if (value.Length > lengthMax) wrong[field] = words.TooLong;
            else if (isRequired && VisibleText.IsBlank(value)) wrong[field] = words.Missing;
            return VisibleText.IsBlank(value) ? null : value;
        }
    }
}
