using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Sync.Contracts;

namespace Kunskapsstyrning.Sync;

/// <summary>The host's self-signed certificate, made the first time it is asked for: <c>keys/sync.pem</c> in the data folder holds it and its private key.</summary>
internal sealed class HostCertificate(HostSettings host, TimeProvider clock) : ISyncIdentity, IDisposable
{
    private const int Years = 5;

    private readonly Lock _lock = new();
    private X509Certificate2? _certificate;

    public string Thumbprint => Peer.ThumbprintOf(Certificate);

    public int DaysLeft => (int)(Certificate.NotAfter.ToUniversalTime() - clock.GetUtcNow().UtcDateTime).TotalDays;

    public X509Certificate2 Certificate
    {
        get
        {
            lock (_lock) return _certificate ??= Load();
        }
    }

    public void Dispose() => _certificate?.Dispose();

    private X509Certificate2 Load()
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(host.DataFolder, "keys")).FullName, "sync.pem");
        if (!File.Exists(file)) Make(file);
        using var pem = X509Certificate2.CreateFromPemFile(file);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null); // Windows cannot use a key that is only in memory
    }

    /// <summary>Writes the file whole; when two processes start at once, the first one's stays.</summary>
    private void Make(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=kst {(host.Region is { } region ? $"region {region.Code}" : host.Role.ToString().ToLowerInvariant())}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], critical: false)); // server and client
        var now = clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));

        var half = $"{file}.{Guid.CreateVersion7():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(half, options))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n"));
                stream.Flush(flushToDisk: true);
            }
            File.Move(half, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
        }
        finally
        {
            File.Delete(half);
        }
    }
}
