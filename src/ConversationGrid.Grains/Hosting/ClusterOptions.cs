using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ConversationGrid.Grains.Hosting;

/// <summary>What a process is in the cluster.</summary>
public enum ClusterRole
{
    None = 0,
    /// <summary>Hosts entities and serves clients.</summary>
    SiloAndGateway,
    /// <summary>Hosts entities only.</summary>
    Silo,
    /// <summary>Serves clients only, as a client of the cluster.</summary>
    Gateway,
}

/// <summary>Where snapshots of entities are kept.</summary>
public enum SnapshotPlace
{
    None = 0,
    /// <summary>In the journal's own table: one write, no reading before it, on every store.</summary>
    Journal,
    /// <summary>In Orleans' grain storage on the cluster's database.</summary>
    GrainStorage,
}

/// <summary>How this process takes part in the cluster. Section <c>Grid:Cluster</c>.</summary>
public sealed class ClusterOptions : IValidatableObject
{
    public const string Section = "Grid:Cluster";

    /// <summary>The range of the ports that a process chooses for itself; Linux gives 32768 and above to outgoing connections, others 49152 and
    /// above.</summary>
    private const int OwnPortsFrom = 20_000;
    private const int OwnPortsUntil = 32_768;

    /// <summary>What this process is. Default: silo and gateway in one.</summary>
    public ClusterRole Role { get; set; } = ClusterRole.SiloAndGateway;

    /// <summary>Name of the cluster: processes with the same one find one another. Default: <c>grid</c>.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string ClusterId { get; set; } = "grid";

    /// <summary>Name of the service, kept over deployments. Default: <c>conversation-grid</c>.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string ServiceId { get; set; } = "conversation-grid";

    /// <summary>PostgreSQL database through which the cluster finds itself; null runs this one process alone. Default: null.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Port for other silos; 0 takes a free one. Default: 0.</summary>
    [Range(0, 65535)]
    public int SiloPort { get; set; }

    /// <summary>Port for gateways that are no silos; 0 takes a free one, or none in a process alone. Default: 0.</summary>
    [Range(0, 65535)]
    public int GatewayPort { get; set; }

    /// <summary>
    /// Address that the other processes reach this one at. These ports know no users: off loopback they speak mutual TLS only. Default: 127.0.0.1.
    /// </summary>
    [Required]
    public string AdvertisedAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>Listens on all interfaces instead of the advertised address alone, e.g. behind address translation; with a certificate only.
    /// Default: false.</summary>
    public bool ListenOnAnyAddress { get; set; }

    /// <summary>
    /// Certificate with its private key (PFX, or PEM with both) that this process shows to the others, as server and as client. With it the ports speak mutual
    /// TLS and nothing else. Default: none, which is taken on loopback only.
    /// </summary>
    public string? CertificateFile { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Password of a PFX file. Default: none.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>
    /// Certificates (PEM) of who signs the certificates of this cluster's processes, and of nobody else: whoever shows one that they signed belongs to the
    /// cluster. Needed with <see cref="CertificateFile"/>.
    /// </summary>
    public string? AuthorityFile { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>
    /// Whether the advertised address is one of a network that is encrypted and closed by itself (WireGuard, a mesh), so that no certificate is needed.
    /// Does not go with <see cref="ListenOnAnyAddress"/>. Default: false.
    /// </summary>
    public bool NetworkIsClosed { get; set; }

    /// <summary>How long a silo may leave a probe unanswered. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Unanswered probes after which a silo is voted dead. Default: 3.</summary>
    [Range(1, 20)]
    public int ProbesMissedMax { get; set; } = 3;

    /// <summary>
    /// How long a vote against a silo counts. Two silos that miss a third one vote within a few seconds; with Orleans' own 2 minutes, the votes that
    /// a silo which
    /// was cut off left behind, with those of the next one cut off, ended the healthy silos. Default: 15 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan VotesCountFor { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether a third silo is asked before a vote. Default: off. On Orleans 10.2 a silent silo was found after 5.7 s without and after 15 s or
    /// never with it; 10.4 mends that defect, and was not measured with it.
    /// </summary>
    public bool IndirectProbes { get; set; }

    /// <summary>How often the table of silos is read though nothing was heard. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan TableRefreshEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often a silo signs the table; after a crash of the whole cluster, rows unsigned for three times as long are ignored.
    /// Default: 5 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SignOfLifeEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a gateway that is no silo asks whether the cluster changed. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan MembershipLookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long a call is given up; whether it was carried out is unknown then. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:05:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how long a call without an answer is sent once more, while the first goes on; less than <see cref="CallTimeout"/>, and longer than it takes to
    /// find a dead silo. A call that a living silo passed on to a dead one is not ended by the cluster. Default: 4 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan RepeatCallAfter { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long an entity may take to say good-bye when its silo stops. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:05:00")]
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Where snapshots are kept. Default: the journal.</summary>
    public SnapshotPlace Snapshots { get; set; } = SnapshotPlace.Journal;

    /// <summary>Whether several processes share the work.</summary>
    internal bool IsClustered => !string.IsNullOrEmpty(ConnectionString);

    internal bool UsesTls => CertificateFile is not null;

    internal IPAddress Address => IPAddress.Parse(AdvertisedAddress);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enum.IsDefined(Role) || Role == ClusterRole.None) yield return new($"{Section}:Role must be SiloAndGateway, Silo or Gateway.", [nameof(Role)]);
        if (!Enum.IsDefined(Snapshots) || Snapshots == SnapshotPlace.None)
            yield return new($"{Section}:Snapshots must be Journal or GrainStorage.", [nameof(Snapshots)]);
        if (!IPAddress.TryParse(AdvertisedAddress, out _))
            yield return new($"{Section}:AdvertisedAddress '{AdvertisedAddress}' is no IP address.", [nameof(AdvertisedAddress)]);
        if ((CertificateFile is null) != (AuthorityFile is null))
            yield return new($"{Section}:CertificateFile and {Section}:AuthorityFile go together: the one is shown, the other says whom is trusted.",
                [nameof(AuthorityFile)]);
        if (CertificateFile is { } shown && !File.Exists(shown))
            yield return new($"{Section}:CertificateFile: there is no file '{shown}'.", [nameof(CertificateFile)]);
        if (AuthorityFile is { } trusted && !File.Exists(trusted))
            yield return new($"{Section}:AuthorityFile: there is no file '{trusted}'.", [nameof(AuthorityFile)]);
        if (!UsesTls && ListenOnAnyAddress)
            yield return new($"{Section}:ListenOnAnyAddress needs {Section}:CertificateFile and {Section}:AuthorityFile: whoever reaches these ports without " +
                "mutual TLS commands the cluster.", [nameof(ListenOnAnyAddress)]);
        if (!UsesTls && !NetworkIsClosed && IPAddress.TryParse(AdvertisedAddress, out var advertised) && !IPAddress.IsLoopback(advertised))
            yield return new($"{Section}:AdvertisedAddress {AdvertisedAddress} is not loopback, so it needs {Section}:CertificateFile and " +
                $"{Section}:AuthorityFile: whoever reaches these ports without mutual TLS commands the cluster.", [nameof(AdvertisedAddress)]);
        if (!IsClustered && Role != ClusterRole.SiloAndGateway)
            yield return new($"{Section}:Role {Role} needs {Section}:ConnectionString, because it works with other processes.", [nameof(Role)]);
        if (!IsClustered && Snapshots == SnapshotPlace.GrainStorage)
            yield return new($"{Section}:Snapshots GrainStorage needs {Section}:ConnectionString.", [nameof(Snapshots)]);
        if (RepeatCallAfter >= CallTimeout)
            yield return new($"{Section}:RepeatCallAfter ({RepeatCallAfter}) must be less than {Section}:CallTimeout ({CallTimeout}).",
                [nameof(RepeatCallAfter)]);
        if (SiloPort != 0 && SiloPort == GatewayPort)
            yield return new($"{Section}:SiloPort and {Section}:GatewayPort are both {SiloPort}.", [nameof(GatewayPort)]);
    }

    /// <summary>Checks every rule at once.</summary>
    /// <exception cref="ValidationException">The message names the keys.</exception>
    internal void ThrowIfInvalid()
    {
        var found = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new(this), found, validateAllProperties: true))
            throw new ValidationException($"{Section}: {string.Join(" ", found.Select(f => f.ErrorMessage))}");
    }

    /// <summary>
    /// A port that nobody uses at this moment, below those that systems give to outgoing connections: one of these could take it before the silo listens.
    /// </summary>
    internal int FreePort()
    {
        for (var i = 0; i < 100; i++)
        {
            var port = RandomNumberGenerator.GetInt32(OwnPortsFrom, OwnPortsUntil);
            using var listener = new TcpListener(ListenOnAnyAddress ? IPAddress.Any : Address, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
        throw new IOException($"No port from {OwnPortsFrom} to {OwnPortsUntil - 1} is free for {Section}:SiloPort and {Section}:GatewayPort; name them.");
    }
}
