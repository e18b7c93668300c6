using System.Buffers;
using System.Text;

namespace Countersign.Client.Exchanges;

/// <summary>
/// Gives values the quotes that they need: some servers write <c>authorization_uri=https://…</c> or <c>qop=auth,auth-int</c>, which no grammar allows and
/// every client has to understand.
/// </summary>
internal static class MissingQuotes
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> Ends = SearchValues.Create(", \t\"\\");

    public static string Add(string value)
    {
        var mended = new StringBuilder(value.Length + 8);
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = rest[0] == '"' ? QuotedLength(rest) : 1;
            mended.Append(rest[..length]);
            var wasEquals = rest[0] == '=';
            rest = rest[length..];
            if (!wasEquals)
                continue;
            if (QopLength(mended, rest) is > 0 and var qop)
            {
                mended.Append('"').Append(rest[..qop]).Append('"');
                rest = rest[qop..];
                continue;
            }

            // Whether it gets quotes or not, it is passed over: what is looked at again and again takes a peer's time to look at.
            var end = rest.IndexOfAny(Ends);
            var bare = end < 0 ? rest : rest[..end];
            var isHalf = end >= 0 && rest[end] is '"' or '\\';
            var needsQuotes = !isHalf && !bare.TrimStart('=').IsEmpty && bare.ContainsAnyExcept(Token);
            mended.Append(needsQuotes ? "\"" : "").Append(bare).Append(needsQuotes ? "\"" : "");
            rest = rest[bare.Length..];
        }

        return mended.ToString();
    }

    /// <summary>How far a list of several qualities of protection goes that stands without quotes; 0 where there is none.</summary>
    private static int QopLength(StringBuilder before, ReadOnlySpan<char> rest)
    {
        if (before.Length < 4 || !before.ToString(before.Length - 4, 4).Equals("qop=", StringComparison.OrdinalIgnoreCase))
            return 0;
        var (end, values) = (0, 0);
        foreach (var range in rest.Split(','))
        {
            var value = rest[range].Trim();
            if (!value.Equals("auth", StringComparison.OrdinalIgnoreCase) && !value.Equals("auth-int", StringComparison.OrdinalIgnoreCase))
                break;
            values++;
            end = range.End.GetOffset(rest.Length);
        }

        return values > 1 ? end : 0;
    }

    private static int QuotedLength(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i + 1;
            if (text[i] == '\\')
                i++;
        }

        return text.Length;
    }
}
