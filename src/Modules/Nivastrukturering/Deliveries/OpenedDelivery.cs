using System.Security.Cryptography;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// A source seen as one month's delivery, as the adapters want it. The bytes that they read are hashed as they pass: a delivery is judged by a first reading
/// of its files, and one that is replaced after that would else be read in as something that nobody has judged.
/// </summary>
internal sealed class OpenedDelivery(DeliverySource source, string period, CancellationToken ct) : DeliveryFiles
{
    private string? _changed;

    public override string Period => period;

    public override IReadOnlyList<string> Names => source.Names;

    public override Stream Open(string name) => new Hashed(this, name, source.Open(name));

    /// <summary>Asked when the adapter has let go of the files.</summary>
    /// <exception cref="SourceUnavailableException">One of them was another than before.</exception>
    public void CheckUnchanged()
    {
        if (_changed is { } name) throw new SourceUnavailableException($"Filen {name} ändrades medan den lästes. Inget av leveransen är inläst. Läs in den igen när alla filer är på plats.");
    }

    /// <summary>Passes the bytes on and takes their hash; what the adapter leaves unread is read when it closes the file.</summary>
    private sealed class Hashed(OpenedDelivery delivery, string name, Stream inner) : ForwardStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _bytes;
        private bool _isClosed;

        public override int Read(Span<byte> buffer)
        {
            try
            {
                var read = inner.Read(buffer);
                _hash.AppendData(buffer[..read]);
                _bytes += read;
                return read;
            }
            catch (IOException e)
            {
                throw new SourceUnavailableException($"Filen {name} går inte att läsa just nu.", e);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isClosed)
            {
                _isClosed = true;
                if (!delivery.IsCancelled && !IsSameToTheEnd()) delivery._changed ??= name;
                _hash.Dispose();
                inner.Dispose();
            }
            base.Dispose(disposing);
        }

        private bool IsSameToTheEnd()
        {
            try
            {
                var rest = new byte[64 * 1024];
                while (Read(rest) > 0)
                {
                    // only for the hash
                }
                return delivery.IsSame(name, new(Convert.ToHexStringLower(_hash.GetHashAndReset()), _bytes));
            }
            catch (Exception failure) when (failure is SourceUnavailableException or InvalidDataException)
            {
                return false;
            }
        }
    }

    private bool IsCancelled => ct.IsCancellationRequested;

    private bool IsSame(string name, FileDigest seen) => source.IsSame(name, seen);
}
