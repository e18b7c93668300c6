using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Countersign.Tokens;

/// <summary>One pass over valid UTF-8 by the grammar of RFC 8259, which also knows the names of every open object.</summary>
/// <param name="text">The text.</param>
/// <param name="names">Room for the hashes of names; it grows when it has to.</param>
internal ref struct StrictJsonScan(ReadOnlySpan<byte> text, Span<ulong> names)
{
    private const int LongestShownName = 64;
    private const ulong HashStart = 0xcbf29ce484222325;

    // What ends a run of plain characters in a string: the quote, the escape and what has to be escaped.
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _text = text;
    private Span<ulong> _names = names;
    private int _nameCount;
    private int _at;
    private TokenFault? _fault;

    private readonly bool AtEnd => _at >= _text.Length;

    public TokenFault? Run(out bool isObject)
    {
        SkipBlanks();
        isObject = Is((byte)'{');
        if (ReadValue(0))
        {
            SkipBlanks();
            if (!AtEnd)
                Fail(TokenFaultKind.JsonTrailing, _at, _text.Length - _at);
        }

        return _fault;
    }

    private bool ReadValue(int depth)
    {
        SkipBlanks();
        if (AtEnd)
            return Fail(TokenFaultKind.JsonMalformed, _at, 0);
        switch (_text[_at])
        {
            case (byte)'{':
                return ReadObject(depth + 1);
            case (byte)'[':
                return ReadArray(depth + 1);
            case (byte)'"':
                return ReadString(isName: false, out _);
            case (byte)'t':
                return ReadWord("true"u8);
            case (byte)'f':
                return ReadWord("false"u8);
            case (byte)'n':
                return ReadWord("null"u8);
            default:
                return ReadNumber();
        }
    }

    private bool ReadObject(int depth)
    {
        if (depth > StrictJson.MaxDepth)
            return Fail(TokenFaultKind.JsonTooDeep, _at, 1);
        _at++;
        var first = _nameCount;
        if (TryTake((byte)'}'))
            return true;
        do
        {
            SkipBlanks();
            var start = _at;
            if (!Is((byte)'"'))
                return FailHere();
            if (!ReadString(isName: true, out var hash) || !Remember(hash, first, start))
                return false;
            if (!TryTake((byte)':'))
                return FailHere();
            if (!ReadValue(depth))
                return false;
        }
        while (TryTake((byte)','));

        _nameCount = first;
        return TryTake((byte)'}') || FailHere();
    }

    private bool ReadArray(int depth)
    {
        if (depth > StrictJson.MaxDepth)
            return Fail(TokenFaultKind.JsonTooDeep, _at, 1);
        _at++;
        if (TryTake((byte)']'))
            return true;
        do
        {
            if (!ReadValue(depth))
                return false;
        }
        while (TryTake((byte)','));

        return TryTake((byte)']') || FailHere();
    }

    /// <summary>Two names with one hash of 64 bits count as one: the same name always is, and another by chance never is.</summary>
    private bool Remember(ulong hash, int first, int start)
    {
        if (_names[first.._nameCount].Contains(hash))
        {
            var length = Math.Min(_at - start - 2, LongestShownName);
            return Fail(TokenFaultKind.JsonDuplicateMember, start, _at - start, Encoding.UTF8.GetString(_text.Slice(start + 1, length)));
        }

        if (_nameCount - first == StrictJson.MaxMembers)
            return Fail(TokenFaultKind.JsonTooManyMembers, start, _at - start);
        if (_nameCount == _names.Length)
        {
            var wider = new ulong[_names.Length * 2];
            _names.CopyTo(wider);
            _names = wider;
        }

        _names[_nameCount++] = hash;
        return true;
    }

    /// <summary>Reads a string. A name's hash is FNV-1a over the characters that are meant, however they are written.</summary>
    private bool ReadString(bool isName, out ulong hash)
    {
        hash = HashStart;
        Span<byte> meant = stackalloc byte[4];
        for (_at++; ;)
        {
            var plain = _text[_at..].IndexOfAny(NotPlain);
            if (plain < 0)
                return Fail(TokenFaultKind.JsonMalformed, _text.Length, 0);
            if (isName)
                Hash(ref hash, _text.Slice(_at, plain));
            _at += plain;
            if (_text[_at] == '"')
            {
                _at++;
                return true;
            }

            if (_text[_at] != '\\')
                return FailHere();
            if (!ReadEscape(out var rune))
                return false;
            if (isName)
                Hash(ref hash, meant[..rune.EncodeToUtf8(meant)]);
        }
    }

    private bool ReadEscape(out Rune rune)
    {
        rune = default;
        var start = _at;
        if (start + 1 >= _text.Length)
            return Fail(TokenFaultKind.JsonMalformed, start, 1);
        _at += 2;
        char plain;
        switch (_text[start + 1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/': plain = (char)_text[start + 1]; break;
            case (byte)'b': plain = '\b'; break;
            case (byte)'f': plain = '\f'; break;
            case (byte)'n': plain = '\n'; break;
            case (byte)'r': plain = '\r'; break;
            case (byte)'t': plain = '\t'; break;
            case (byte)'u': return ReadHexEscape(start, out rune);
            default: return Fail(TokenFaultKind.JsonMalformed, start, 2);
        }

        rune = new Rune(plain);
        return true;
    }

    private bool ReadHexEscape(int start, out Rune rune)
    {
        rune = default;
        if (!TryReadHex(out var first))
            return Fail(TokenFaultKind.JsonMalformed, start, _at - start);
        if (!char.IsSurrogate(first))
        {
            rune = new Rune(first);
            return true;
        }

        if (!_text[_at..].StartsWith("\\u"u8))
            return Fail(TokenFaultKind.JsonLoneSurrogate, start, _at - start);
        _at += 2;
        return TryReadHex(out var second) && Rune.TryCreate(first, second, out rune) || Fail(TokenFaultKind.JsonLoneSurrogate, start, _at - start);
    }

    private bool TryReadHex(out char value)
    {
        // The number parsers of the platform take zero octets behind digits; this takes four digits.
        value = default;
        Span<byte> code = stackalloc byte[2];
        if (_text.Length - _at < 4 || Convert.FromHexString(_text.Slice(_at, 4), code, out _, out _) != OperationStatus.Done)
            return false;
        value = (char)BinaryPrimitives.ReadUInt16BigEndian(code);
        _at += 4;
        return true;
    }

    private bool ReadNumber()
    {
        var start = _at;
        if (Is((byte)'-'))
            _at++;
        if (Is((byte)'0'))
            _at++;
        else if (!SkipDigits())
            return Fail(TokenFaultKind.JsonMalformed, start, 1);

        if (Is((byte)'.'))
        {
            _at++;
            if (!SkipDigits())
                return FailHere();
        }

        if (Is((byte)'e') || Is((byte)'E'))
        {
            _at++;
            if (Is((byte)'+') || Is((byte)'-'))
                _at++;
            if (!SkipDigits())
                return FailHere();
        }

        return true;
    }

    private bool SkipDigits()
    {
        var start = _at;
        while (!AtEnd && _text[_at] is >= (byte)'0' and <= (byte)'9')
            _at++;
        return _at > start;
    }

    private bool ReadWord(scoped ReadOnlySpan<byte> word)
    {
        if (!_text[_at..].StartsWith(word))
            return FailHere();
        _at += word.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (!AtEnd && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            _at++;
    }

    private readonly bool Is(byte octet) => !AtEnd && _text[_at] == octet;

    private bool TryTake(byte octet)
    {
        SkipBlanks();
        if (!Is(octet))
            return false;
        _at++;
        return true;
    }

    private bool FailHere() => Fail(TokenFaultKind.JsonMalformed, _at, AtEnd ? 0 : 1);

    private bool Fail(TokenFaultKind kind, int start, int length, string? name = null)
    {
        _fault = new(kind, TokenPart.Text, start, length, name);
        return false;
    }

    private static void Hash(ref ulong hash, scoped ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
            hash = (hash ^ octet) * 0x100000001b3;
    }
}
