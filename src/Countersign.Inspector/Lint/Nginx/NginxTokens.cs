using System.Text;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Takes the text of a configuration apart as nginx does (<c>ngx_conf_read_token</c>): quotes count only where a word begins, and a brace behind a dollar sign is part of the word.</summary>
internal sealed class NginxTokens(string text)
{
    private int _at = text.StartsWith('\uFEFF') ? 1 : 0;
    private int _line = 1;
    private int _lineStart;

    public NginxToken Next()
    {
        SkipBlanksAndComments();
        if (_at >= text.Length)
            return At(NginxTokenKind.EndOfFile, "");
        var kind = text[_at] switch { ';' => NginxTokenKind.End, '{' => NginxTokenKind.Open, '}' => NginxTokenKind.Close, _ => NginxTokenKind.Word };
        if (kind != NginxTokenKind.Word)
        {
            var token = At(kind, text[_at].ToString());
            _at++;
            return token;
        }

        return text[_at] is '"' or '\'' ? Quoted(text[_at]) : Bare();
    }

    /// <summary>Goes behind the brace that closes a block of Lua, of which nothing is read: its strings and comments may hold braces, too.</summary>
    public bool SkipLua()
    {
        for (var depth = 1; _at < text.Length; Advance())
        {
            var c = text[_at];
            if (c is '"' or '\'')
                SkipLuaString(c);
            else if (c == '-' && LongBracket(_at + 2) is > 0 and var comment && text[_at + 1] == '-')
                SkipLong(_at + 2, comment);
            else if (c == '-' && _at + 1 < text.Length && text[_at + 1] == '-')
                SkipToEndOfLine();
            else if (c == '[' && LongBracket(_at) is > 0 and var level)
                SkipLong(_at, level);
            else if (c == '{')
                depth++;
            else if (c == '}' && --depth == 0)
            {
                _at++;
                return true;
            }
        }

        return false;
    }

    private NginxToken At(NginxTokenKind kind, string what, bool isQuoted = false) => new(kind, what, isQuoted, _line, _at - _lineStart + 1);

    private void Advance()
    {
        if (_at < text.Length && text[_at++] == '\n')
            (_line, _lineStart) = (_line + 1, _at);
    }

    private void SkipBlanksAndComments()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\r' or '\n' or '#')
        {
            if (text[_at] == '#')
                SkipToEndOfLine();
            else
                Advance();
        }
    }

    private void SkipToEndOfLine()
    {
        var end = text.IndexOf('\n', _at);
        _at = end < 0 ? text.Length : end;
    }

    private NginxToken Quoted(char quote)
    {
        var start = At(NginxTokenKind.Word, "", isQuoted: true);
        var from = ++_at;
        while (_at < text.Length && text[_at] != quote)
        {
            if (text[_at] == '\\')
                Advance();
            Advance();
        }

        if (_at >= text.Length)
            return start with { Kind = NginxTokenKind.Broken, Text = "a quote is not closed" };
        var word = Unescaped(text.AsSpan(from, _at - from));
        _at++;
        return _at >= text.Length || text[_at] is ' ' or '\t' or '\r' or '\n' or ';' or '{' or ')'
            ? start with { Text = word }
            : At(NginxTokenKind.Broken, $"unexpected \"{text[_at]}\" behind a quote");
    }

    private NginxToken Bare()
    {
        var start = At(NginxTokenKind.Word, "");
        var from = _at;
        var isVariable = false;
        for (; _at < text.Length; Advance())
        {
            var c = text[_at];
            if (c == '{' && isVariable)
                continue;
            isVariable = c == '$';
            if (c is ' ' or '\t' or '\r' or '\n' or ';' or '{')
                break;
            if (c == '\\')
                Advance();
        }

        return start with { Text = Unescaped(text.AsSpan(from, Math.Min(_at, text.Length) - from)) };
    }

    private static string Unescaped(ReadOnlySpan<char> word)
    {
        if (!word.Contains('\\'))
            return word.ToString();
        var plain = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] != '\\' || i + 1 == word.Length)
            {
                plain.Append(word[i]);
                continue;
            }

            i++;
            _ = word[i] switch
            {
                '"' or '\'' or '\\' => plain.Append(word[i]),
                't' => plain.Append('\t'),
                'r' => plain.Append('\r'),
                'n' => plain.Append('\n'),
                _ => plain.Append('\\').Append(word[i]),
            };
        }

        return plain.ToString();
    }

    private void SkipLuaString(char quote)
    {
        for (Advance(); _at < text.Length && text[_at] != quote && text[_at] != '\n'; Advance())
        {
            if (text[_at] == '\\')
                Advance();
        }
    }

    // How long [[ or [==[ is that begins there; 0 for none.
    private int LongBracket(int at)
    {
        if (at >= text.Length || text[at] != '[')
            return 0;
        var end = at + 1;
        while (end < text.Length && text[end] == '=')
            end++;
        return end < text.Length && text[end] == '[' ? end - at + 1 : 0;
    }

    private void SkipLong(int at, int length)
    {
        var end = text.IndexOf($"]{new string('=', length - 2)}]", at, StringComparison.Ordinal);
        var last = end < 0 ? text.Length : end + length - 1;
        while (_at < last)
            Advance();
    }
}
