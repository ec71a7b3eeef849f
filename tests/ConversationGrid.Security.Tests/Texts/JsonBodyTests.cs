using System.Text.Json;
using ConversationGrid.Gateway.Rest;

namespace ConversationGrid.Security.Tests.Texts;

/// <summary>Bodies that are JSON and that no reader can use are told apart before anything reads them.</summary>
public class JsonBodyTests
{
    [Theory]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("""{"role":"agent","Role":"admin"}""")]
    [InlineData("""{"a":[{"b":1,"b":1}]}""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"name":"x\udc00y"}""")]
    [InlineData("""{"\ud83d":1}""")]
    [InlineData("""[["\udfff"]]""")]
    public void Body_ThatNamesAKeyTwice_OrHoldsHalfACharacter_IsNotReadable(string json) => Assert.False(JsonBody.IsReadable(JsonElement.Parse(json)));

    [Theory]
    [InlineData("""{"name":"a","x":{"name":null}}""")]
    [InlineData("""{"name":"\ud83d\ude42","list":[1,true,"",{}]}""")]
    public void OtherBody_IsReadable(string json) => Assert.True(JsonBody.IsReadable(JsonElement.Parse(json)));
}
