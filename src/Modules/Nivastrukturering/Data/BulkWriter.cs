namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Writes rows to one table, value by value in the order of its columns, as fast as the engine takes them. Not for several threads.</summary>
internal abstract class BulkWriter : IDisposable
{
    public abstract void Whole(int value);

    public abstract void Whole(long value);

    /// <summary>A <c>smallint</c> column.</summary>
    public abstract void Small(short value);

    public abstract void Flag(bool value);

    public abstract void Day(DateOnly value);

    public abstract void Text(ReadOnlySpan<char> value);

    public abstract void Bytes(ReadOnlySpan<byte> value);

    public abstract void Null();

    /// <summary>Ends the row.</summary>
    public abstract void EndRow();

    /// <summary>Hands over what is left; without it nothing is kept that the engine can undo.</summary>
    public abstract void Complete();

    public abstract void Dispose();

    public void WholeOrNull(long? value)
    {
        if (value is { } number) Whole(number);
        else Null();
    }

    public void DayOrNull(DateOnly? value)
    {
        if (value is { } day) Day(day);
        else Null();
    }
}
