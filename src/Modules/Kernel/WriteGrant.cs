namespace Kunskapsstyrning.Kernel;

/// <summary>
/// Rows that the scope may write although its user may not write for their owner: the holder of a personal link writes the answers of one group.
/// Given by the feature that has checked the right, for as long as the returned object lives; the host's own limits stay.
/// </summary>
public sealed class WriteGrant
{
    private Func<IOwned, bool>? _rows;

    /// <summary>Who holds the grant in force; null while there is none.</summary>
    internal string? Holder { get; private set; }

    /// <summary>Lets the rows that <paramref name="rows"/> picks be written until the returned object is disposed.</summary>
    /// <param name="holder">Who writes, as the audit log tells it: <c>personlig länk, RPO Njursjukdomar</c>.</param>
    /// <param name="rows">Which rows.</param>
    /// <exception cref="InvalidOperationException">A grant is already in force in this scope.</exception>
    public IDisposable Give(string holder, Func<IOwned, bool> rows)
    {
        if (_rows is not null) throw new InvalidOperationException("A grant is already in force in this scope.");
        (Holder, _rows) = (holder, rows);
        return new End(this);
    }

    internal bool Covers(IOwned row) => _rows?.Invoke(row) == true;

    private sealed class End(WriteGrant grant) : IDisposable
    {
        public void Dispose() => (grant.Holder, grant._rows) = (null, null);
    }
}
