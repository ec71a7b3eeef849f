using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests.Rules;

/// <summary>What is put into a text is never read as a placeholder, and no placeholder is ever sent.</summary>
public class TextTemplateTests
{
    private static readonly TemplateValues _values = new("Nur", "Ben", "general", "c1", [new("order", "17"), new("secret", "hidden"), new("empty", " ")], "en");

    [Theory]
    [InlineData("{{field.secret}}")]
    [InlineData("{{agent}}")]
    [InlineData("{{customer}}")]
    [InlineData("}}{{field.secret}}{{")]
    [InlineData("$0 $& ${agent} {0}")]
    public void Value_IsTextWhateverItLooksLike(string name)
    {
        Assert.Equal($"Hi {name}, 17", TextTemplate.Render("Hi {{customer}}, {{field.order}}", _values with { Customer = name }).Text);
        Assert.Equal($"{name} Nur", TextTemplate.Render("{{field.order}} {{customer}}", _values with { Fields = [new("order", name)] }).Text);
        // Two values that together look like one placeholder.
        Assert.Equal("{{field.secret}}", TextTemplate.Render("{{customer}}{{agent}}", _values with { Customer = "{{field.", Agent = "secret}}" }).Text);
    }

    [Theory]
    [InlineData("{{field.nothing}}", "{{field.nothing}}")]
    [InlineData("{{field.empty}}", "{{field.empty}}")]
    [InlineData("{{ nosuch }}", "{{ nosuch }}")]
    [InlineData("{{}}", "{{}}")]
    [InlineData("{{customer", "{{customer")]
    [InlineData("{{field.nothing|}}", "{{field.nothing|}}")]
    public void Placeholder_WithoutValueAndDefault_IsNamed_AndNotInTheText(string placeholder, string missing)
    {
        var rendered = TextTemplate.Render($"About {placeholder}", _values);
        Assert.Equal([missing], rendered.Missing);
        Assert.DoesNotContain("{{", rendered.Text);
    }

    [Fact]
    public void Default_StandsInForAMissingValue_AndForNoOther()
    {
        Assert.Equal("your order, 17, dear customer", TextTemplate.Render(
            "{{field.nothing|your order}}, {{ field.order | x }}, {{customer|dear customer}}", _values with { Customer = "" }).Text);
        Assert.Empty(TextTemplate.Render("{{field.nothing|your order}}", _values).Missing);
    }

    [Theory]
    [InlineData("Macro", """{"name":"x","texts":[{"language":"en","text":"Hi {{custmer}}"}]}""", "custmer")]
    [InlineData("Macro", """{"name":"x","texts":[{"language":"en","text":"Hi {{customer"}]}""", "customer")]
    [InlineData("Macro", """{"name":"x","texts":[{"language":"en","text":"Hi {{field.}}"}]}""", "field.")]
    [InlineData("Rule", """{"name":"x","on":["rated"],"then":[{"do":"message","value":"Hi {{customer}}"}]}""", "needs a default")]
    [InlineData("Rule", """{"name":"x","on":["rated"],"then":[{"do":"message","value":"Hi {{secret|x}}"}]}""", "no placeholder")]
    public void Setting_WithAPlaceholderThatCannotBeFilled_IsRefused(string kind, string body, string why)
    {
        var (_, wrong) = Definitions.Read(kind == "Macro" ? SettingKinds.Macro : SettingKinds.Rule, body);
        Assert.Contains(why, wrong);
    }
}
