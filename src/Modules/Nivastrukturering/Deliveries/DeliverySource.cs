using System.Security.Cryptography;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// The files of a delivery as they arrived, before anyone knows its region or period: a folder, some files, or a flat zip.
/// Nothing is ever unpacked to disk.
/// </summary>
internal abstract class DeliverySource
{
    private readonly Dictionary<string, FileDigest> _digests = [];

    /// <summary>Bare names, in ordinal order.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file from its first byte; the caller disposes the stream.</summary>
    /// <exception cref="DeliveryRejectedException">KST-201: there is no such file.</exception>
    public abstract Stream Open(string name);

    /// <summary>Opens what has been given.</summary>
    /// <exception cref="DeliveryRejectedException">As <see cref="OfPath"/>.</exception>
    public static DeliverySource Of(DeliveryInput input) => input.Files is { } files ? Make(new(files)) : input.Paths is [var one] ? OfPath(one) : OfFiles(input.Paths);

    /// <summary>Opens what a path points at: a folder, a zip, or one file.</summary>
    /// <exception cref="DeliveryRejectedException">KST-212: a zip that breaks the rules. KST-201: nothing is there.</exception>
    public static DeliverySource OfPath(string path) =>
        Directory.Exists(path) ? OfFiles(Directory.GetFiles(path)) : OfFiles([path]);

    /// <summary>Opens files on disk by their paths. One zip alone is the delivery itself.</summary>
    /// <exception cref="DeliveryRejectedException">As <see cref="OfPath"/>.</exception>
    public static DeliverySource OfFiles(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
            if (!File.Exists(path)) throw new DeliveryRejectedException("KST-201", Path.GetFileName(path), "Filen finns inte.");
        return Make(paths.ToDictionary(p => Path.GetFileName(p), p => new Func<Stream>(() => OpenFile(p))));
    }

    /// <summary>Takes an upload that is held in memory.</summary>
    /// <param name="files">Bare names and contents.</param>
    /// <exception cref="DeliveryRejectedException">KST-212: a zip that breaks the rules.</exception>
    public static DeliverySource OfMemory(IReadOnlyDictionary<string, byte[]> files) =>
        Make(files.ToDictionary(f => f.Key, f => new Func<Stream>(() => new MemoryStream(f.Value, writable: false))));

    /// <summary>Size and SHA-256 of a file, read once.</summary>
    internal FileDigest Digest(string name)
    {
        if (_digests.TryGetValue(name, out var known)) return known;
        using var stream = Open(name);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        long bytes = 0;
        for (int read; (read = stream.Read(buffer)) > 0; bytes += read) hash.AppendData(buffer, 0, read);
        return _digests[name] = new(Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }

    /// <summary>Notes what a reading of the file saw; false when an earlier one, or the one that the delivery was judged by, saw something else.</summary>
    internal bool IsSame(string name, FileDigest seen) => _digests.TryAdd(name, seen) || _digests[name] == seen;

    /// <summary>Remembers a digest that was taken while the file was read for another reason.</summary>
    private protected void Remember(string name, FileDigest digest) => _digests[name] = digest;

    private static DeliverySource Make(Dictionary<string, Func<Stream>> files) =>
        files.Count == 1 && files.Keys.First() is var name && name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)
            ? new ZipSource(name, files[name])
            : new PlainSource(files);

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.SequentialScan });
        }
        catch (FileNotFoundException)
        {
            throw new DeliveryRejectedException("KST-201", Path.GetFileName(path), "Filen finns inte längre.");
        }
        catch (IOException e)
        {
            throw new SourceUnavailableException($"Filen {Path.GetFileName(path)} går inte att öppna just nu.", e);
        }
    }

    private sealed class PlainSource(Dictionary<string, Func<Stream>> files) : DeliverySource
    {
        public override IReadOnlyList<string> Names { get; } = [.. files.Keys.Order(StringComparer.Ordinal)];

        public override Stream Open(string name) =>
            files.TryGetValue(name, out var open) ? open() : throw new DeliveryRejectedException("KST-201", name, "Filen finns inte.");
    }
}

/// <summary>What is known of a file's bytes.</summary>
/// <param name="Sha256">64 lower-case hex characters.</param>
/// <param name="Bytes">The size.</param>
internal readonly record struct FileDigest(string Sha256, long Bytes);
