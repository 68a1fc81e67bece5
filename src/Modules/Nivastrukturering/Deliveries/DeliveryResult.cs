using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Reads deliveries of vårdkontakter into the host (formats/VARDKONTAKT.md, "Deliveries").</summary>
public interface IDeliveryImport
{
    /// <summary>Reads one delivery: whole or not at all. The same delivery again changes nothing.</summary>
    /// <param name="open">Opens the files; called once. What it throws as KST-2nn rejects the delivery.</param>
    /// <param name="options">Where it comes from, and what differs from the host's settings.</param>
    /// <param name="progress">Contact rows read so far, now and then; null = nobody asks.</param>
    /// <param name="ct">Cancels; nothing is kept.</param>
    /// <exception cref="NotOwnerException">The host or the user may not write for the delivering region.</exception>
    /// <exception cref="Data.JobRunningException">The region's month is being read in by another.</exception>
    /// <exception cref="AdapterUnavailableException">The region's adapter is missing, switched off, or failed.</exception>
    /// <exception cref="SourceUnavailableException">A file could not be reached; a retry may help.</exception>
    Task<DeliveryResult> Import(Func<DeliverySource> open, DeliveryOptions options, IProgress<long>? progress = null, CancellationToken ct = default);
}

/// <summary>What a sender says of a delivery.</summary>
/// <param name="Source">Where it comes from, for people and answer keys: <c>norrbotten/2026-03</c>.</param>
public sealed record DeliveryOptions(string Source)
{
    /// <summary>Under which region a delivery is noted whose own region can't be read; null = it is not noted.</summary>
    public Region? Sender { get; init; }

    /// <summary>True: read and count, write nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>The day of arrival; today when null.</summary>
    public DateOnly? Arrival { get; init; }

    /// <summary>Layouts by adapter key instead of the host's own; null = the host's.</summary>
    public Func<string, IReadOnlyList<Mapping>>? Mappings { get; init; }

    /// <summary>Key of the pseudonyms instead of the host's own; only in the demonstration. Null = the host's.</summary>
    public byte[]? PseudonymKey { get; init; }

    /// <summary>True: judged as if nothing were in force. With <see cref="DryRun"/> only.</summary>
    public bool IntoEmptySystem { get; init; }
}

/// <summary>How a delivery ended.</summary>
public sealed record DeliveryResult
{
    /// <summary>InForce, Rejected or AlreadyRead.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>The delivering region; null when it could not be read.</summary>
    public Region? Region { get; init; }

    /// <summary><c>YYYY-MM</c>; empty when it could not be read.</summary>
    public string Period { get; init; } = "";

    /// <summary>What it got; null when rejected or in force already.</summary>
    public int? Lopnummer { get; init; }

    /// <summary>64 hex characters; empty when it could not be read.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The rejecting code, or empty.</summary>
    public string Code { get; init; } = "";

    /// <summary>The file at fault, or empty.</summary>
    public string File { get; init; } = "";

    /// <summary>Swedish: why it was rejected and what to do; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>Contacts read in.</summary>
    public long Accepted { get; init; }

    /// <summary>Contacts in quarantine.</summary>
    public long Quarantined { get; init; }

    /// <summary>Contacts in quarantine by code, in order of code.</summary>
    public IReadOnlyDictionary<string, long> Codes { get; init; } = new Dictionary<string, long>();

    /// <summary>Contacts read in, by warning.</summary>
    public IReadOnlyDictionary<string, long> Warnings { get; init; } = new Dictionary<string, long>();

    /// <summary>Diagnosis and procedure rows in quarantine by code.</summary>
    public IReadOnlyDictionary<string, long> Details { get; init; } = new Dictionary<string, long>();

    /// <summary>Warnings about files, each once.</summary>
    public IReadOnlyCollection<string> FileWarnings { get; init; } = [];

    /// <summary>Swedish name of a code and what to do about it, for the lists above.</summary>
    public static (string Name, string Remedy) Explain(string code)
    {
        var text = KstCodes.Of(code);
        return (text.Name, text.Remedy);
    }
}
