namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Walks a row too long to be kept, piece by piece, for what its structural code depends on.</summary>
internal sealed class OutsizedRow(char separator, bool quotes)
{
    private State _state;
    private char _last;
    private bool _hasText;
    private bool _hasTextAfterQuote;

    private enum State
    {
        CellStart,
        Plain,
        Quoted,
        QuoteInQuoted, // closing, or the first of two
        AfterQuote,
    }

    internal bool IsOver { get; private set; }

    internal bool EndsWithCr => IsOver && _last == '\r';

    internal bool HasNul { get; private set; }

    internal bool HasUndecodable { get; private set; }

    internal bool HasQuoteFault => _hasTextAfterQuote || _state == State.Quoted; // the file ended inside quotes

    internal bool IsBlank => !_hasText && CellCount == 1;

    internal int CellCount { get; private set; } = 1;

    /// <summary>Line ends inside quotes and the row's own.</summary>
    internal long LineEnds { get; private set; }

    /// <summary>Takes characters up to and with the row's end.</summary>
    /// <returns>How many were taken.</returns>
    internal int Take(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            Take(text[i]);
            _last = text[i];
            if (IsOver) return i + 1;
        }
        return text.Length;
    }

    private void Take(char c)
    {
        HasNul |= c == '\0';
        HasUndecodable |= c == '\ufffd';
        if (_state == State.Quoted)
        {
            if (c == '"') _state = State.QuoteInQuoted;
            else if (c == '\r' || (c == '\n' && _last != '\r')) LineEnds++;
        }
        else if (c == '"' && (_state == State.QuoteInQuoted || (_state == State.CellStart && quotes)))
        {
            _state = State.Quoted;
            _hasText = true;
        }
        else if (c == separator)
        {
            CellCount++;
            _state = State.CellStart;
        }
        else if (c is '\r' or '\n')
        {
            LineEnds++;
            IsOver = true;
        }
        else
        {
            _hasText |= !Names.IsBlank(c);
            _hasTextAfterQuote |= _state is State.QuoteInQuoted;
            _state = _state is State.QuoteInQuoted or State.AfterQuote ? State.AfterQuote : State.Plain;
        }
    }
}
