using ConversationGrid.Demo;
using ConversationGrid.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>The demo's passwords are known to everybody, so only its own machine reaches it.</summary>
public class DemoPlaceTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080;http://[::1]:5081", true)]
    [InlineData("http://127.8.9.1:80", true)]
    [InlineData("http://unix:/run/grid.sock", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://*:5080", false)]
    [InlineData("http://+:80", false)]
    [InlineData("http://[::]:5080", false)]
    [InlineData("http://10.0.0.7:5080", false)]
    [InlineData("https://shop.example", false)]
    [InlineData("http://127.0.0.1.example:80", false)]
    [InlineData("http://127.0.0.1:5080;http://192.168.1.2:5081", false)]
    public void Demo_ListensOnLoopbackOnly(string urls, bool isTaken)
    {
        string[] settings = ["--Grid:Demo:Enabled", "true", "--urls", urls];
        if (isTaken) DemoPlace.Check(Of(settings));
        else
        {
            var refused = Assert.Throws<OptionsValidationException>(() => DemoPlace.Check(Of(settings)));
            Assert.Contains("Grid:Demo:Enabled", refused.Message, StringComparison.Ordinal);
        }
        // Without the demo, or with secrets of one's own, any address is taken.
        DemoPlace.Check(Of(["--urls", urls]));
        DemoPlace.Check(Of([.. settings, "--Grid:Demo:Password", "a password of my own", "--Grid:Demo:IdentitySecret", "a secret of my own, long enough"]));
    }

    [Theory]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://0.0.0.0:80")]
    public void OtherWaysToListen_AreLookedAtToo(string key, string value) =>
        Assert.Throws<OptionsValidationException>(() => DemoPlace.Check(Of(["--Grid:Demo:Enabled", "true", $"--{key}", value])));

    [Fact]
    public void Host_WithTheDemoOffLoopback_DoesNotStart()
    {
        var folder = Directory.CreateTempSubdirectory("grid-demo-").FullName;
        try
        {
            Assert.Throws<OptionsValidationException>(
                () => GridHost.Build(["--urls", "http://0.0.0.0:0", "--Grid:Demo:Enabled", "true", "--Grid:Data:Path", Path.Combine(folder, "data")]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IConfiguration Of(string[] arguments) => new ConfigurationBuilder().AddCommandLine(arguments).Build();
}
