using System.Security.Cryptography;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// The key of the pseudonyms, outside the database: <c>&lt;data&gt;/keys/pseudonym.key</c>, 32 random bytes made at first need, readable by the host's account alone.
/// While it is rotated the one to come lies beside it, as <c>pseudonym.next.key</c> (docs/adr/0022).
/// </summary>
internal sealed class PseudonymKey(HostSettings host)
{
    /// <summary>Characters of <see cref="TagOf"/>.</summary>
    public const int TagLength = 16;

    private const int Length = 32;

    private string FormerPath => Path.Combine(host.DataFolder, "keys", "pseudonym.key");

    private string NextPath => Path.Combine(host.DataFolder, "keys", "pseudonym.next.key");

    /// <summary>The key that is read in with: the next one while there is one. Makes the first.</summary>
    /// <exception cref="DomainException">The file is not a key.</exception>
    public byte[] Read() => ReadNext() ?? ReadFormer();

    /// <summary>The key that a rotation leaves, or the only one. Makes the first.</summary>
    /// <exception cref="DomainException">The file is not a key.</exception>
    public byte[] ReadFormer()
    {
        if (!File.Exists(FormerPath)) Make(FormerPath);
        return Checked(File.ReadAllBytes(FormerPath), "pseudonym.key");
    }

    /// <summary>The key that a rotation goes to; null when none is under way.</summary>
    /// <exception cref="DomainException">The file is not a key.</exception>
    public byte[]? ReadNext()
    {
        if (!File.Exists(NextPath)) return null;
        try
        {
            return Checked(File.ReadAllBytes(NextPath), "pseudonym.next.key");
        }
        catch (FileNotFoundException) // it has just taken the former's place
        {
            return null;
        }
    }

    /// <summary>The only key: for what compares pseudonyms of several deliveries.</summary>
    /// <exception cref="JobRunningException">There are two: what is stored is under one or the other.</exception>
    public byte[] ReadSettled() => ReadNext() is null ? ReadFormer() : throw new JobRunningException(
        "Pseudonymnyckeln byts just nu. Tills det är klart går fakturaunderlag och vårdkontakter inte att jämföra. Försök igen om en stund. Har bytet avbrutits ska driften köra kst key rotate igen.");

    /// <summary>Asked when the comparing is done.</summary>
    /// <param name="key">Of <see cref="ReadSettled"/>.</param>
    /// <exception cref="JobRunningException">A rotation began meanwhile.</exception>
    public void CheckSettled(byte[] key)
    {
        if (!ReadSettled().AsSpan().SequenceEqual(key)) throw new JobRunningException("Pseudonymnyckeln byttes just. Försök igen.");
    }

    /// <summary>True when the tag is of a key that the host has.</summary>
    public bool Knows(string tag) => tag == TagOf(ReadFormer()) || ReadNext() is { } next && tag == TagOf(next);

    /// <summary>Begins a rotation.</summary>
    public byte[] MakeNext()
    {
        Make(NextPath);
        return ReadNext()!;
    }

    /// <summary>Ends a rotation: the next key takes the former's place, which is gone. Nothing happens when it has done so.</summary>
    public void Settle()
    {
        if (!File.Exists(NextPath)) return;
        File.Move(NextPath, FormerPath, overwrite: true);
        Sync(FormerPath);
    }

    /// <summary>What tells a key from others and nothing of it: stored beside what was made with it. 16 hex characters.</summary>
    public static string TagOf(byte[] key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, "nyckel"u8).AsSpan(0, TagLength / 2)); // six characters: nobody's pseudonym

    private static byte[] Checked(byte[] key, string name) => key.Length == Length ? key
        : throw new DomainException("pseudonym.key", $"Pseudonymnyckeln i datamappen (keys/{name}) är skadad. Lägg tillbaka den från säkerhetskopian; en ny nyckel skulle ge andra pseudonymer.");

    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var half = $"{path}.{Environment.ProcessId}";
        using (var file = new FileStream(half, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(Length));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(half, path, overwrite: false);
            Sync(path);
        }
        catch (IOException) when (File.Exists(path)) // another process was first: its key is the host's
        {
            File.Delete(half);
        }
    }

    /// <summary>Has the file under its new name on disk before the database holds anything made with it.</summary>
    private static void Sync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Flush(flushToDisk: true);
    }
}
