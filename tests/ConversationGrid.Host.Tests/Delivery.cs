namespace ConversationGrid.Host.Tests;

/// <summary>The one article of a workspace that has no others: how long a delivery takes.</summary>
internal static class Delivery
{
    private const string Article =
        "---\nid: delivery-standard\ntitle: Standard delivery\nlanguage: en\naudience: public\nowner: logistics\n---\n\n## How long does delivery take?\n\n"
        + "Standard delivery takes 3 to 5 working days.\n";

    /// <summary>Publishes it in the name of the administrator.</summary>
    public static async Task PublishAsync(IGridHost host)
    {
        await using var omar = await Person.StaffAsync(host, "omar");
        await omar.RestOkAsync(HttpMethod.Post, "articles", new { source = Article });
    }
}
