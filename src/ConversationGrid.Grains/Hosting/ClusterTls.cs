using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace ConversationGrid.Grains.Hosting;

/// <summary>
/// Mutual TLS between the processes of a cluster. Their ports take commands with any caller's name, so who may connect is decided here: who shows a certificate
/// that the cluster's own authority signed, and nobody else.
/// </summary>
internal static class ClusterTls
{
    /// <summary>Secures a silo's ports and its connections to others.</summary>
    public static void Secure(this ISiloBuilder silo, ClusterOptions options)
    {
        if (options.UsesTls) silo.UseTls(Certificate(options), tls => Configure(tls, options));
    }

    /// <summary>Secures the connections of a gateway that is no silo.</summary>
    public static void Secure(this IClientBuilder client, ClusterOptions options)
    {
        if (options.UsesTls) client.UseTls(Certificate(options), tls => Configure(tls, options));
    }

    private static void Configure(TlsOptions tls, ClusterOptions options)
    {
        var authorities = Authorities(options);
        (tls.RemoteCertificateMode, tls.ClientCertificateMode) = (RemoteCertificateMode.RequireCertificate, RemoteCertificateMode.RequireCertificate);
        tls.CheckCertificateRevocation = false;
        // Names say nothing here: processes are reached by address. What counts is who signed.
        tls.RemoteCertificateValidation = (certificate, _, errors) => IsOfTheCluster(certificate, authorities, errors);
        tls.OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = "conversationgrid";
    }

    private static bool IsOfTheCluster(X509Certificate2? certificate, X509Certificate2Collection authorities, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static X509Certificate2 Certificate(ClusterOptions options)
    {
        var file = options.CertificateFile!;
        var certificate = Path.GetExtension(file).Equals(".pem", StringComparison.OrdinalIgnoreCase)
            ? X509Certificate2.CreateFromPemFile(file)
            : X509CertificateLoader.LoadPkcs12FromFile(file, options.CertificatePassword);
        return certificate.HasPrivateKey ? certificate : throw new CryptographicException(
            $"{ClusterOptions.Section}:CertificateFile '{file}' has no private key.");
    }

    private static X509Certificate2Collection Authorities(ClusterOptions options)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(options.AuthorityFile!);
        return all.Count > 0 ? all : throw new CryptographicException(
            $"{ClusterOptions.Section}:AuthorityFile '{options.AuthorityFile}' holds no certificate.");
    }
}
