using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Nivastrukturering.Replay;

/// <summary>How a replay in bulk stands.</summary>
internal enum ReplayState
{
    /// <summary>It has rows left; some process of the host reads them or will.</summary>
    Running,

    /// <summary>Every row has been read again.</summary>
    Done,

    /// <summary>Somebody stopped it: what was read stays.</summary>
    Stopped,

    /// <summary>It cannot go on: <see cref="ReplayJob.Message"/> says why.</summary>
    Failed,
}

/// <summary>One reading again of every row of a delivery's quarantine as it stands, in chunks. A chunk's rows and the progress are saved together.</summary>
[AuditedAsCount]
internal sealed class ReplayJob : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>The delivering region.</summary>
    public required Owner Owner { get; init; }

    /// <summary>Whose rows. A delivery has at most one job that has not ended.</summary>
    public required int DeliveryNo { get; init; }

    public ReplayState State { get; set; }

    /// <summary>Rows to read when it was started.</summary>
    public required int Total { get; init; }

    /// <summary>The quarantine row read last; 0 before the first.</summary>
    public long Cursor { get; set; }

    /// <summary>Rows read so far.</summary>
    public int Read { get; set; }

    /// <summary>Those of them that are contacts now; the others wait still.</summary>
    public int Accepted { get; set; }

    /// <summary>How many times in a row a chunk has failed.</summary>
    public int Attempts { get; set; }

    /// <summary>Swedish: why it could not go on; empty else.</summary>
    public string Message { get; set; } = "";

    public required DateTime RequestedAt { get; init; }

    public required string RequestedBy { get; init; }

    /// <summary>Null while it has rows left.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>A chunk and a stop at the same time: the later of the two sees the other.</summary>
    public int Version { get; set; }

    public void End(ReplayState state, DateTime at, string message = "") => (State, EndedAt, Message) = (state, at, message);
}
