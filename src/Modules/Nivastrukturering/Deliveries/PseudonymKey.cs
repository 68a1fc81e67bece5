using System.Security.Cryptography;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>The key of the pseudonyms, outside the database: <c>&lt;data&gt;/keys/pseudonym.key</c>, 32 random bytes made at first need, readable by the host's account alone.</summary>
internal sealed class PseudonymKey(HostSettings host)
{
    private const int Length = 32;

    /// <summary>Reads the key, or makes it.</summary>
    /// <exception cref="DomainException">The file is not a key.</exception>
    public byte[] Read()
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.DataFolder, "keys"));
        var path = Path.Combine(folder.FullName, "pseudonym.key");
        if (!File.Exists(path)) Make(path);
        var key = File.ReadAllBytes(path);
        return key.Length == Length ? key : throw new DomainException("pseudonym.key", "Pseudonymnyckeln i datamappen (keys/pseudonym.key) är skadad. Lägg tillbaka den från säkerhetskopian; en ny nyckel skulle ge andra pseudonymer.");
    }

    private static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var half = $"{path}.{Environment.ProcessId}";
        using (var file = new FileStream(half, options)) file.Write(RandomNumberGenerator.GetBytes(Length));
        try
        {
            File.Move(half, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path)) // another process was first: its key is the host's
        {
            File.Delete(half);
        }
    }
}
