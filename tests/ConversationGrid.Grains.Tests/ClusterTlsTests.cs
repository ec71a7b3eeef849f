using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConversationGrid.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ClusterOptions = ConversationGrid.Grains.Hosting.ClusterOptions;

namespace ConversationGrid.Grains.Tests;

/// <summary>Who reaches the ports of a silo commands it, so a stranger's client is refused before it says a word.</summary>
public sealed class ClusterTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-tls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task StrangersClient_IsRefused_AndOneOfTheClusterWorks()
    {
        var (ours, theirs) = (Made("ours"), Made("theirs"));
        var options = new ClusterOptions();
        var (siloPort, gatewayPort) = (options.FreePort(), options.FreePort());
        var silo = Host.CreateApplicationBuilder();
        silo.Logging.ClearProviders();
        silo.UseOrleans(orleans =>
        {
            orleans.UseLocalhostClustering(siloPort, gatewayPort, serviceId: "grid", clusterId: "grid");
            orleans.Secure(ours);
        });
        using var host = silo.Build();
        await host.StartAsync();

        Assert.Equal(1, await AskAsync(gatewayPort, ours));
        // Thirty lines are enough to become an administrator where nothing stands in the way.
        await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(gatewayPort, null, seconds: 15));
        // Its own certificate, and trust in ours: what it trusts is its own affair.
        var pretender = new ClusterOptions { CertificateFile = theirs.CertificateFile, AuthorityFile = ours.AuthorityFile };
        await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(gatewayPort, pretender, seconds: 15));
        await host.StopAsync();
    }

    [Fact]
    public void PortsOffLoopback_WithoutTls_StopTheStart_AndSayWhatIsMissing()
    {
        var any = Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(new ClusterOptions { ListenOnAnyAddress = true }.ThrowIfInvalid);
        Assert.Contains("Grid:Cluster:ListenOnAnyAddress needs Grid:Cluster:CertificateFile", any.Message, StringComparison.Ordinal);
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(
            new ClusterOptions { ListenOnAnyAddress = true, NetworkIsClosed = true }.ThrowIfInvalid);
        var address = Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(
            new ClusterOptions { AdvertisedAddress = "10.0.0.7" }.ThrowIfInvalid);
        Assert.Contains("10.0.0.7", address.Message, StringComparison.Ordinal);
        new ClusterOptions { AdvertisedAddress = "10.0.0.7", NetworkIsClosed = true }.ThrowIfInvalid();
        var ours = Made("ours");
        (ours.ListenOnAnyAddress, ours.AdvertisedAddress) = (true, "10.0.0.7");
        ours.ThrowIfInvalid();
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(new ClusterOptions { CertificateFile = ours.CertificateFile }.ThrowIfInvalid);
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(
            new ClusterOptions { CertificateFile = Path.Combine(_folder, "none.pfx"), AuthorityFile = ours.AuthorityFile }.ThrowIfInvalid);
    }

    /// <summary>How many silos a client finds that connects with these options; null: without TLS.</summary>
    private static async Task<int> AskAsync(int gatewayPort, ClusterOptions? options, int seconds = 60)
    {
        var client = Host.CreateApplicationBuilder();
        client.Logging.ClearProviders();
        client.UseOrleansClient(orleans =>
        {
            orleans.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, gatewayPort));
            orleans.Configure<Orleans.Configuration.ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("grid", "grid"));
            if (options is not null) orleans.Secure(options);
        });
        using var host = client.Build();
        using var within = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await host.StartAsync(within.Token);
        var hosts = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<Orleans.Runtime.IManagementGrain>(0).GetHosts(onlyActive: true);
        await host.StopAsync(within.Token);
        return hosts.Count;
    }

    /// <summary>An authority and a certificate that it signed, as files.</summary>
    private ClusterOptions Made(string name)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest($"CN={name} authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var signed = request.Create(authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        var (file, authorities) = (Path.Combine(_folder, $"{name}.pfx"), Path.Combine(_folder, $"{name}-authority.pem"));
        File.WriteAllBytes(file, whole.Export(X509ContentType.Pkcs12));
        File.WriteAllText(authorities, authority.ExportCertificatePem());
        return new() { CertificateFile = file, AuthorityFile = authorities };
    }
}
