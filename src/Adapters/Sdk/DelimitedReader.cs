namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>
/// Reads delimited text row by row (formats/VARDKONTAKT.md, "Shared reading rules"): decoding, line ends, quotes, structural codes.
/// Streams: one buffer that grows to the longest row that may still be sound is used over and over, and a row costs no allocation.
/// </summary>
/// <remarks>Rows of only blanks and without a separator are skipped. A file without a last line end still has its last row.</remarks>
public sealed class DelimitedReader
{
    /// <summary>KST-005: no cell is longer, counted in characters (a surrogate pair is one) before trimming.</summary>
    public const int MaxCellLength = 4000;

    private const int MaxHeaderLength = 1 << 20;
    private const int MaxRowLength = 1 << 22;

    private readonly TextDecoder _decoder;
    private readonly char _separator;
    private readonly bool _quotes;

    private char[] _text = new char[2 * TextDecoder.MaxChars];
    private int[] _marks = new int[TextDecoder.MaxChars + Marks.Slack]; // where separators, line ends and quotes stand; the text's end comes last
    private int _markCount;
    private int _end;
    private bool _isLast; // nothing comes after _end
    private int _lastBad = -1; // where the last NUL or U+FFFD stands
    private int _maxRow = MaxHeaderLength;

    private int _next; // where the next row begins
    private int _nextMark;
    private long _line = 1;
    private bool _afterCr;

    private (int Start, int Length)[] _cells = new (int, int)[32];
    private int[] _quoted = new int[32]; // cells that hold doubled quotes, or text after the closing one
    private int _quotedCount;
    private int _kept; // cells whose text is there: all of them but in an outsized row
    private int _longest;
    private int _lineEnds; // inside quotes
    private bool _hasQuoteFault;
    private bool _hasLongCell;

    /// <summary>Begins to read; the caller disposes the stream.</summary>
    /// <param name="content">The file, from its first byte.</param>
    /// <param name="encoding"><c>utf-8</c> or <c>windows-1252</c>; a UTF-8 BOM overrides it.</param>
    /// <param name="separator">What stands between cells.</param>
    /// <param name="quotes">Whether a cell may be quoted; else quotes are ordinary characters.</param>
    /// <exception cref="NotSupportedException">Another encoding.</exception>
    public DelimitedReader(Stream content, string encoding, char separator, bool quotes)
    {
        _decoder = new TextDecoder(content, encoding);
        _separator = separator;
        _quotes = quotes;
        _marks[0] = 0;
    }

    /// <summary>The line on which the row begins: 1 is the file's first; line ends inside quotes count.</summary>
    public long Row { get; private set; }

    /// <summary>How many cells the row has.</summary>
    public int CellCount { get; private set; }

    /// <summary>KST-003, KST-004 or KST-006 (in this order), or null. The other structural codes: <see cref="StructureFault"/>.</summary>
    public string? Fault { get; private set; }

    /// <summary>A cell's value: unquoted, not trimmed; empty in a row too long to be sound. Valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> this[int cell] => cell < _kept ? _text.AsSpan(_cells[cell].Start, _cells[cell].Length) : default;

    /// <summary>The whole buffer, in which <see cref="TrimmedSlice"/> points. Valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> Text => _text;

    /// <summary>KST-251: the file begins with a UTF-8 BOM although Windows-1252 is agreed.</summary>
    public bool BomAgainstAgreement => _decoder.BomAgainstAgreement;

    /// <summary>KST-252: a U+FEFF has stood inside the text read so far; it was taken out.</summary>
    public bool BomInside => _decoder.BomInside;

    /// <summary>Tells how many cells a sound row has, so that what is too long for it is read past and not kept in memory.</summary>
    public void ExpectColumns(int columns) =>
        _maxRow = (int)Math.Min((columns + 1L) * (2 * MaxCellLength + 3), MaxRowLength); // a pair or a doubled quote takes two, quotes and separator three

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; asked each time more is read from the stream.</exception>
    public bool Read(CancellationToken ct)
    {
        while (true)
        {
            var start = SkipLineFeedOfCrLf(ct);
            Row = _line;
            if (!TryRow(start))
            {
                if (_end - start > _maxRow)
                {
                    if (ReadOutsized(start, ct)) return true;
                    continue;
                }
                Fill(start, ct);
                continue;
            }
            if (start == _end) return false;
            Finish(start);
            if (CellCount > 1 || !IsBlank(start)) return true;
        }
    }

    /// <summary>The row's structural code by VALIDERING.md's order: KST-003, 004, 006, 001, 002, 005; null when it is sound.</summary>
    /// <param name="columns">How many cells the header has.</param>
    public string? StructureFault(int columns) =>
        Fault ?? (CellCount < columns ? "KST-001" : CellCount > columns ? "KST-002" : _hasLongCell ? "KST-005" : null);

    /// <summary>Where in <see cref="Text"/> a cell's value lies without the blanks at its ends.</summary>
    public (int Start, int Length) TrimmedSlice(int cell)
    {
        if (cell >= _kept) return default;
        var (start, length) = _cells[cell];
        while (length > 0 && Names.IsBlank(_text[start])) (start, length) = (start + 1, length - 1);
        while (length > 0 && Names.IsBlank(_text[start + length - 1])) length--;
        return (start, length);
    }

    private int SkipLineFeedOfCrLf(CancellationToken ct)
    {
        if (!_afterCr) return _next;
        if (_next == _end && !_isLast) Fill(_next, ct);
        if (_next < _end && _text[_next] == '\n')
        {
            _next++;
            _nextMark++;
        }
        _afterCr = false;
        return _next;
    }

    /// <summary>Finds the row's cells. False: its end is not in the buffer yet.</summary>
    private bool TryRow(int start)
    {
        var (text, marks, cells) = (_text, _marks, _cells);
        var (mark, cell, count, longest) = (_nextMark, start, 0, 0);
        (_quotedCount, _lineEnds, _hasQuoteFault) = (0, 0, false);
        while (true)
        {
            var (valueStart, valueEnd) = (cell, 0);
            int end;
            if (_quotes && cell < _end && text[cell] == '"')
            {
                if (!TryQuoted(ref mark, out valueEnd, out var isPlain)) return false;
                valueStart = cell + 1;
                end = marks[mark];
                if (!isPlain)
                {
                    if (_quotedCount == _quoted.Length) Array.Resize(ref _quoted, 2 * _quotedCount);
                    _quoted[_quotedCount++] = count;
                    valueEnd = end;
                }
            }
            else
            {
                while ((end = marks[mark]) < _end && text[end] == '"') mark++;
                valueEnd = end;
            }
            if (end == _end && !_isLast) return false;

            if (count == cells.Length)
            {
                Array.Resize(ref _cells, 2 * count);
                cells = _cells;
            }
            var length = valueEnd - valueStart;
            cells[count++] = (valueStart, length);
            if (length > longest) longest = length;

            var isEnd = end == _end;
            if (!isEnd && text[end] == _separator)
            {
                cell = end + 1;
                mark++;
                continue;
            }

            (CellCount, _kept, _longest) = (count, count, longest);
            (_next, _nextMark, _afterCr) = isEnd ? (end, mark, false) : (end + 1, mark + 1, text[end] == '\r');
            return true;
        }
    }

    /// <summary>Goes from the mark of an opening quote to the mark that ends the cell. False: that is not in the buffer yet.</summary>
    /// <param name="mark">The mark to begin and to end with.</param>
    /// <param name="valueEnd">Where the closing quote stands.</param>
    /// <param name="isPlain">False when the text must be put together: doubled quotes, or text after the closing one.</param>
    private bool TryQuoted(ref int mark, out int valueEnd, out bool isPlain)
    {
        var (text, marks) = (_text, _marks);
        isPlain = true;
        valueEnd = _end;
        mark++;
        while (true)
        {
            var at = marks[mark];
            if (at == _end)
            {
                _hasQuoteFault = true; // the file ends inside quotes
                return _isLast;
            }
            if (text[at] == '"')
            {
                if (at + 1 == _end && !_isLast) return false;
                mark++;
                if (at + 1 == _end || text[at + 1] != '"')
                {
                    valueEnd = at;
                    break;
                }
                isPlain = false;
            }
            else if (text[at] == '\r' || (text[at] == '\n' && text[at - 1] != '\r'))
            {
                _lineEnds++;
            }
            mark++;
        }

        int end;
        while ((end = marks[mark]) < _end && text[end] == '"') mark++;
        if (end > valueEnd + 1)
        {
            _hasQuoteFault = true;
            isPlain = false;
        }
        return true;
    }

    private void Finish(int start)
    {
        _line += _lineEnds + (_next > start && _text[_next - 1] is '\r' or '\n' ? 1 : 0);
        Fault = FaultOf(hasNul: false, hasUndecodable: false, _hasQuoteFault);
        if (_lastBad >= start)
        {
            var row = _text.AsSpan(start, _next - start);
            Fault = FaultOf(row.Contains('\0'), row.Contains('\ufffd'), _hasQuoteFault);
        }
        for (var i = 0; i < _quotedCount; i++)
        {
            ref var cell = ref _cells[_quoted[i]];
            cell.Length = Unquote(_text.AsSpan(cell.Start, cell.Length));
        }
        _hasLongCell = _longest > MaxCellLength && HasLongCell();
    }

    private static string? FaultOf(bool hasNul, bool hasUndecodable, bool hasQuoteFault) =>
        hasNul ? "KST-003" : hasUndecodable ? "KST-004" : hasQuoteFault ? "KST-006" : null;

    /// <summary>Puts a quoted cell together in its own place: what follows the opening quote, up to the cell's end.</summary>
    private static int Unquote(Span<char> text)
    {
        var to = 0;
        var inside = true;
        for (var i = 0; i < text.Length; i++)
        {
            if (inside && text[i] == '"')
            {
                inside = i + 1 < text.Length && text[i + 1] == '"';
                if (!inside) continue;
                i++;
            }
            text[to++] = text[i];
        }
        return to;
    }

    private bool HasLongCell()
    {
        for (var i = 0; i < CellCount; i++)
        {
            var length = _cells[i].Length;
            if (length <= MaxCellLength) continue;
            foreach (var c in this[i])
                if (char.IsLowSurrogate(c)) length--;
            if (length > MaxCellLength) return true;
        }
        return false;
    }

    private bool IsBlank(int start)
    {
        if (_next > start && _text[start] == '"') return false;
        return Names.Trim(this[0]).IsEmpty;
    }

    /// <summary>Reads more behind what the row has so far, which moves to the buffer's front. At least doubles it, so that a long row is walked few times.</summary>
    private void Fill(int start, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var kept = _end - start;
        Array.Copy(_text, start, _text, 0, kept);
        var keptMarks = _markCount - _nextMark;
        for (var i = 0; i < keptMarks; i++) _marks[i] = _marks[_nextMark + i] - start;
        (_next, _nextMark, _markCount, _end, _lastBad) = (0, 0, keptMarks, kept, Math.Max(_lastBad - start, -1));
        do
        {
            if (_text.Length - _end < TextDecoder.MaxChars) Array.Resize(ref _text, Math.Max(2 * _text.Length, _end + TextDecoder.MaxChars));
            var count = _decoder.Read(_text.AsSpan(_end));
            _isLast = count == 0;
            var added = _text.AsSpan(_end, count);
            if (added.LastIndexOfAny('\0', '\ufffd') is >= 0 and var bad) _lastBad = _end + bad;
            var room = _markCount + count + Marks.Slack;
            if (_marks.Length < room) Array.Resize(ref _marks, Math.Max(2 * _marks.Length, room));
            _markCount += Marks.Find(added, _end, _separator, _quotes ? '"' : _separator, _marks.AsSpan(_markCount));
            _end += count;
            _marks[_markCount] = _end;
        }
        while (!_isLast && _end < 2 * kept);
    }

    /// <summary>Reads past a row too long to be sound, keeping none of it. False: it was blank.</summary>
    private bool ReadOutsized(int start, CancellationToken ct)
    {
        var row = new OutsizedRow(_separator, _quotes);
        var at = start;
        while (true)
        {
            at += row.Take(_text.AsSpan(at, _end - at));
            if (row.IsOver || _isLast) break;
            _nextMark = _markCount;
            Fill(_end, ct);
            at = 0;
        }
        var mark = Array.BinarySearch(_marks, 0, _markCount + 1, at);
        (_next, _nextMark, _afterCr) = (at, mark < 0 ? ~mark : mark, row.EndsWithCr);
        _line += row.LineEnds;
        Fault = FaultOf(row.HasNul, row.HasUndecodable, row.HasQuoteFault);
        (CellCount, _kept, _hasLongCell) = (row.CellCount, 0, true);
        return !row.IsBlank;
    }
}
