using System.ComponentModel.DataAnnotations;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>Settings with which the host would start and then fail its users: the start is refused, and the key is named.</summary>
public class StartRefusalTests
{
    [Theory]
    [InlineData("Customer care")]
    [InlineData("{{x}} y/..")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("perkhidmatan-pelanggan-")]
    public void QueueName_ThatIsNoId_IsRefused(string name)
    {
        var isId = name.EndsWith('-');
        var problems = QueueSet.Problems("Queues", [name], Workspace.NoPolicies);
        if (isId) Assert.Empty(problems);
        else Assert.StartsWith("Queues: ", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    public void KeyFile_ThatIsTooShort_IsRefused(int bytes)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, new byte[bytes]);
            Assert.Contains("Grid:Auth:KeyFile", Assert.Throws<OptionsValidationException>(() => SigningKey.FromFile(file)).Message, StringComparison.Ordinal);
            Assert.Contains("folder", Assert.Throws<OptionsValidationException>(() => SigningKey.FromFile(Path.GetTempPath())).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("garbage!!", false)]
    [InlineData("c2VjcmV0", false)]
    [InlineData("", true)]
    public void PasswordHash_ThatIsNone_IsRefused(string hash, bool isTaken)
    {
        var found = new List<ValidationResult>();
        var member = new StaffOptions { Id = "ann", Name = "Ann", Email = "ann@example.test", PasswordHash = hash };
        Assert.Equal(isTaken, Validator.TryValidateObject(member, new(member), found, validateAllProperties: true));
        if (!isTaken) Assert.Contains(found, f => f.MemberNames.Contains("PasswordHash"));
    }

    [Theory]
    [InlineData("Dear {{customer|{{agent}}}}, welcome")]
    [InlineData("{{field.order|{{field.secret}}}}")]
    [InlineData("{{queue|a {{ b}}")]
    public void Default_WithAPlaceholder_IsRefused(string template) => Assert.NotNull(TextTemplate.Check(template));
}
