using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Journal;
using ConversationGrid.Privacy.Settings;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Privacy.Keys;

/// <summary>A master key in this process: configured, or made once and kept in a file that only its owner reads.</summary>
public sealed class LocalMasterKey : IMasterKey
{
    public const int Length = Gcm.KeyBytes;

    private readonly Dictionary<string, byte[]> _keys = [];

    private LocalMasterKey(byte[] key, byte[]? former)
    {
        Id = IdOf(key);
        if (former is not null) _keys[IdOf(former)] = former;
        _keys[Id] = key;
    }

    public string Id { get; }

    /// <summary>The key that the options name.</summary>
    /// <param name="folder">Folder of the data, where the file is unless the options say otherwise.</param>
    /// <exception cref="OptionsValidationException">The file cannot be read, or holds no key.</exception>
    public static LocalMasterKey Of(PrivacyOptions options, string folder) => new(
        options.MasterKey is { } text ? Read(text)! : FromFile(options.MasterKeyFile ?? Path.Combine(folder, "master.key")),
        options.FormerMasterKey is { } former ? Read(former) : null);

    /// <summary>A key as it is written in a configuration; null where it is none.</summary>
    internal static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == Length ? bytes[..length] : null;
    }

    public ValueTask<byte[]> WrapAsync(byte[] key, string workspace, CancellationToken cancel = default)
    {
        using var aes = Gcm.Of(_keys[Id]);
        return new(Gcm.Seal(aes, key, Encoding.UTF8.GetBytes(workspace)));
    }

    public ValueTask<byte[]?> UnwrapAsync(byte[] wrapped, string workspace, string masterId, CancellationToken cancel = default)
    {
        if (!_keys.TryGetValue(masterId, out var key)) return new(default(byte[]));
        using var aes = Gcm.Of(key);
        return new(Gcm.Open(aes, wrapped, Encoding.UTF8.GetBytes(workspace)));
    }

    /// <summary>Several processes that start at once agree on one key.</summary>
    private static byte[] FromFile(string path)
    {
        if (Directory.Exists(path)) throw Wrong($"'{path}' is a folder.");
        if (!File.Exists(path))
        {
            PrivateFiles.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var mine = $"{path}.{Environment.ProcessId}";
            PrivateFiles.Keep(mine);
            File.WriteAllText(mine, Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
            try
            {
                File.Move(mine, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(mine);
            }
        }
        PrivateFiles.Keep(path);
        return Read(File.ReadAllText(path)) ?? throw Wrong($"'{path}' holds no key: {Length} bytes as Base64 are needed.");
    }

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, "name"u8).AsSpan(0, 8));

    private static OptionsValidationException Wrong(string problem) =>
        new(PrivacyOptions.Section, typeof(PrivacyOptions), [$"{PrivacyOptions.Section}:{nameof(PrivacyOptions.MasterKeyFile)}: {problem}"]);
}
