namespace Kunskapsstyrning.Kernel;

/// <summary>
/// Rows that the scope may write although its user may not write for their owner: the holder of a personal link writes the answers of one group.
/// Given by the feature that has checked the right, for as long as the returned object lives; the host's own limits stay.
/// </summary>
public sealed class WriteGrant
{
    private Func<IOwned, bool>? _rows;

    /// <summary>Lets the rows that <paramref name="rows"/> picks be written until the returned object is disposed.</summary>
    /// <exception cref="InvalidOperationException">A grant is already in force in this scope.</exception>
    public IDisposable Give(Func<IOwned, bool> rows)
    {
        if (_rows is not null) throw new InvalidOperationException("A grant is already in force in this scope.");
        _rows = rows;
        return new End(this);
    }

    internal bool Covers(IOwned row) => _rows?.Invoke(row) == true;

    private sealed class End(WriteGrant grant) : IDisposable
    {
        public void Dispose() => grant._rows = null;
    }
}
