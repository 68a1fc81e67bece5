using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.Vasternorrland;

/// <summary>The mapped values of one record, in one buffer that is used over and over.</summary>
internal sealed class RecordValues
{
    /// <summary>Cannot occur in XML.</summary>
    internal const char ItemSeparator = '\u001f';

    private const string Blanks = " \t\u00a0\r\n";
    private const int MaxLength = 4000; // KST-005: characters, after U+FEFF is taken out and before trimming

    private readonly (int Start, int Length)[] _slices = new (int, int)[SourceRow.FieldCount];
    private readonly bool[] _isSet = new bool[SourceRow.FieldCount];
    private readonly List<(Field Field, bool IsMain, int Start, int Length)> _items = [];
    private char[] _text = new char[1024];
    private int _length;
    private int _start;
    private int _count;

    /// <summary>KST-005: a value was too long.</summary>
    internal bool IsTooLong { get; private set; }

    /// <summary>KST-252: a U+FEFF was taken out of a value of this or an earlier record.</summary>
    internal bool HadBom { get; private set; }

    internal ReadOnlySpan<char> Text => _text;

    internal ReadOnlySpan<(int Start, int Length)> Slices => _slices;

    /// <summary>The value without blanks and line ends around it.</summary>
    internal static ReadOnlySpan<char> Trim(ReadOnlySpan<char> value) => value.Trim(Blanks);

    internal void Clear()
    {
        _length = 0;
        IsTooLong = false;
        _items.Clear();
        Array.Clear(_slices);
        Array.Clear(_isSet);
    }

    internal void Begin() => (_start, _count) = (_length, 0);

    internal void Append(ReadOnlySpan<char> text)
    {
        if (_text.Length - _length < text.Length) Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + text.Length));
        foreach (var c in text)
        {
            if (c == '\ufeff')
            {
                HadBom = true;
                continue;
            }
            if (!char.IsLowSurrogate(c)) _count++;
            if (_count > MaxLength) IsTooLong = true;
            else _text[_length++] = c;
        }
    }

    /// <summary>Ends the value. The first occurrence of a field counts; a list takes every occurrence that is not empty.</summary>
    /// <param name="field">What the value is.</param>
    /// <param name="isMain">True for a diagnosis marked as the main one.</param>
    internal void End(Field field, bool isMain)
    {
        var value = _text.AsSpan(_start, _length - _start).TrimEnd(Blanks);
        var length = value.TrimStart(Blanks).Length;
        var start = _start + value.Length - length;
        if (field is Field.Diagnoser or Field.Bidiagnoser or Field.Atgarder)
        {
            if (length > 0) _items.Add((field == Field.Diagnoser ? Field.Bidiagnoser : field, isMain, start, length));
        }
        else if (!_isSet[(int)field])
        {
            (_slices[(int)field], _isSet[(int)field]) = ((start, length), true);
        }
    }

    /// <summary>Puts the lists together: the first main diagnosis by itself, the other items joined by <see cref="ItemSeparator"/>.</summary>
    internal void JoinLists()
    {
        var main = _items.FindIndex(static item => item.IsMain);
        if (main >= 0) _slices[(int)Field.Huvuddiagnos] = (_items[main].Start, _items[main].Length);
        Join(Field.Bidiagnoser, except: main);
        Join(Field.Atgarder, except: -1);
    }

    private void Join(Field list, int except)
    {
        var start = _length;
        for (var i = 0; i < _items.Count; i++)
        {
            var item = _items[i];
            if (i == except || item.Field != list) continue;
            if (_text.Length - _length <= item.Length) Array.Resize(ref _text, 2 * _text.Length + item.Length);
            if (_length > start) _text[_length++] = ItemSeparator;
            _text.AsSpan(item.Start, item.Length).CopyTo(_text.AsSpan(_length));
            _length += item.Length;
        }
        _slices[(int)list] = (start, _length - start);
    }
}
