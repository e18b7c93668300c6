using System.Buffers;
using System.Text;

namespace Countersign.AspNetCore.Intake;

/// <summary>A request target that can be read in one way only. Rules match its path, and the upstream gets the very same one.</summary>
public readonly struct CanonicalTarget : IEquatable<CanonicalTarget>
{
    // RFC 3986 §3.3: pchar and the slash, without the escape and without ';', behind which servers disagree about the path.
    private static readonly SearchValues<char> PlainPath =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@/");

    private static readonly SearchValues<char> PlainQuery = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7e - 0x20).Select(code => (char)code).Where(c => c != '#')]);

    private CanonicalTarget(string path, string query)
    {
        Path = path;
        Query = query;
    }

    /// <summary>The path: absolute, nothing percent-encoded that a segment may have as it is, everything else in upper-case digits. <c>*</c> for OPTIONS of the server itself.</summary>
    public string Path { get; }

    /// <summary>The query as it came, with its question mark; empty when there is none.</summary>
    public string Query { get; }

    /// <summary>Reads a target in origin form.</summary>
    /// <param name="rawTarget">The target as it stood in the request.</param>
    /// <param name="target">The canonical target.</param>
    /// <param name="fault">What is ambiguous about it; empty when nothing is.</param>
    public static bool TryRead(string rawTarget, out CanonicalTarget target, out string fault)
    {
        target = default;
        if (rawTarget.Length == 0 || rawTarget[0] != '/')
            return Fail("the target is not an absolute path", out fault);

        var end = rawTarget.AsSpan().IndexOfAnyExcept(PlainPath);
        var query = "";
        string path;
        if (end < 0)
        {
            path = rawTarget;
        }
        else
        {
            var mark = rawTarget.IndexOf('?');
            if (mark >= 0)
            {
                query = rawTarget[mark..];
                if (query.AsSpan().ContainsAnyExcept(PlainQuery))
                    return Fail("the query has a character that must be percent-encoded", out fault);
            }

            path = mark >= 0 ? rawTarget[..mark] : rawTarget;
            if (mark != end && !TryNormalise(path, out path, out fault))
                return false;
        }

        if (path.Contains("//", StringComparison.Ordinal))
            return Fail("the path has an empty segment", out fault);
        if (path.Contains("/.", StringComparison.Ordinal) && HasDotSegment(path))
            return Fail("the path has a dot segment", out fault);

        target = new(path, query);
        fault = "";
        return true;
    }

    /// <summary>Reads a target in any form that a request can have (RFC 9112 §3.2), but authority form.</summary>
    /// <param name="rawTarget">The target as it stood in the request.</param>
    /// <param name="method">The method: the asterisk form belongs to OPTIONS.</param>
    /// <param name="host">The value of Host, to which the authority of an absolute form has to be equal.</param>
    /// <param name="target">The canonical target.</param>
    /// <param name="fault">What is ambiguous about it; empty when nothing is.</param>
    public static bool TryRead(string rawTarget, string method, string? host, out CanonicalTarget target, out string fault)
    {
        if (rawTarget.Length > 0 && rawTarget[0] == '/')
            return TryRead(rawTarget, out target, out fault);

        target = default;
        if (rawTarget == "*")
        {
            if (method != "OPTIONS")
                return Fail("the asterisk form is for OPTIONS alone", out fault);
            target = new("*", "");
            fault = "";
            return true;
        }

        var start = rawTarget.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : rawTarget.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : 0;
        if (start == 0)
            return Fail("the target is neither a path nor an http address", out fault);

        var rest = rawTarget.AsSpan(start);
        var slash = rest.IndexOfAny('/', '?');
        var authority = slash < 0 ? rest : rest[..slash];
        if (authority.IsEmpty || authority.Contains('@'))
            return Fail("the target's authority is empty or has user information", out fault);
        var port = start == 7 ? ":80" : ":443";
        if (!WithoutPort(authority, port).Equals(WithoutPort(host, port), StringComparison.OrdinalIgnoreCase))
            return Fail("the target's authority is not the Host", out fault);

        var origin = slash < 0 ? "/" : rest[slash] == '/' ? rest[slash..].ToString() : string.Concat("/", rest[slash..]);
        return TryRead(origin, out target, out fault);
    }

    /// <summary>RFC 9110 §7.4: an https address over a connection without TLS was meant for another one, and the other way round.</summary>
    internal static bool IsForAnotherScheme(string rawTarget, bool isTls) =>
        !rawTarget.StartsWith('/') && (rawTarget.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? !isTls
            : isTls && rawTarget.StartsWith("http:", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public bool Equals(CanonicalTarget other) => Path == other.Path && Query == other.Query;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is CanonicalTarget other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Path, Query);

    /// <summary>The target as it is forwarded.</summary>
    public override string ToString() => Query is null or "" ? Path ?? "" : Path + Query;

    /// <summary>Equality of path and query.</summary>
    public static bool operator ==(CanonicalTarget left, CanonicalTarget right) => left.Equals(right);

    /// <summary>Inequality of path or query.</summary>
    public static bool operator !=(CanonicalTarget left, CanonicalTarget right) => !left.Equals(right);

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> authority, string port) =>
        authority.EndsWith(port, StringComparison.Ordinal) ? authority[..^port.Length] : authority;

    private static bool TryNormalise(string path, out string canonical, out string fault)
    {
        canonical = path;
        var written = new StringBuilder(path.Length + 8);
        var octets = new byte[4];
        for (var at = 0; at < path.Length; at++)
        {
            var c = path[at];
            if (PlainPath.Contains(c))
            {
                written.Append(c);
                continue;
            }

            switch (c)
            {
                case '%':
                    if (!TryOctet(path, at, out var octet))
                        return Fail("a percent sign is not followed by two hexadecimal digits", out fault);
                    if (FaultOf(octet) is { } named)
                        return Fail(named, out fault);
                    if (octet >= 0x80)
                    {
                        var length = Utf8Length(path, at, octets);
                        if (length == 0)
                            return Fail("the percent-encoded octets are not UTF-8", out fault);
                        foreach (var part in octets.AsSpan(0, length))
                            AppendEscaped(written, part);
                        at += (length * 3) - 1;
                        continue;
                    }

                    // RFC 3986 §6.2.2.2: an encoded unreserved character is the character. So are the others that a segment may have
                    // as they are (':', '@', '+'): hardly an upstream tells them apart, so rules must not either.
                    if (PlainPath.Contains((char)octet))
                        written.Append((char)octet);
                    else
                        AppendEscaped(written, octet);
                    at += 2;
                    continue;
                case '\\':
                    return Fail("the path has a backslash", out fault);
                case ';':
                    return Fail("the path has a parameter (';')", out fault);
                case '#':
                    return Fail("the target has a fragment ('#')", out fault);
                case <= ' ' or '\x7f':
                    return Fail("the path has a control character or a space", out fault);
                case > '\x7f':
                    return Fail("the path has a character outside ASCII", out fault);
                default:
                    // Browsers send |, [ and ] as they are; encoding them has one reading.
                    AppendEscaped(written, (byte)c);
                    continue;
            }
        }

        canonical = written.ToString();
        if (HidesAnEscape(canonical))
            return Fail("the path is percent-encoded twice", out fault);
        fault = "";
        return true;
    }

    /// <summary>Octets that split or hide a path once somebody decodes them.</summary>
    private static string? FaultOf(byte octet) => octet switch
    {
        (byte)'/' => "the path has an encoded slash",
        (byte)'\\' => "the path has an encoded backslash",
        (byte)'.' => "the path has an encoded dot",
        (byte)';' or (byte)'?' or (byte)'#' => "the path has an encoded delimiter",
        < 0x20 or 0x7f => "the path has an encoded control character",
        _ => null,
    };

    /// <summary>Looks at the written form: <c>%25%32%66</c> only becomes <c>%252f</c> there.</summary>
    private static bool HidesAnEscape(string path)
    {
        for (var at = path.IndexOf("%25", StringComparison.Ordinal); at >= 0; at = path.IndexOf("%25", at + 3, StringComparison.Ordinal))
        {
            var inner = at + 3;
            while (inner + 2 <= path.Length && path[inner] == '2' && path[inner + 1] == '5')
                inner += 2;
            if (inner + 2 <= path.Length && TryOctet(path, inner - 1, out var octet) && FaultOf(octet) is not null)
                return true;
        }

        return false;
    }

    private static bool HasDotSegment(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (path.AsSpan()[range] is "." or "..")
                return true;
        }

        return false;
    }

    private static bool TryOctet(string text, int percent, out byte octet)
    {
        octet = 0;
        if (percent + 2 >= text.Length || !char.IsAsciiHexDigit(text[percent + 1]) || !char.IsAsciiHexDigit(text[percent + 2]))
            return false;
        octet = (byte)((Convert.FromHexString(text.AsSpan(percent + 1, 2))[0]));
        return true;
    }

    /// <summary>Reads the escapes of one UTF-8 character; 0 when they are none (overlong, surrogate, cut off).</summary>
    private static int Utf8Length(string path, int at, byte[] octets)
    {
        var count = 0;
        while (count < 4 && at + (count * 3) < path.Length && path[at + (count * 3)] == '%'
            && TryOctet(path, at + (count * 3), out var octet) && octet >= 0x80)
        {
            octets[count++] = octet;
        }

        return Rune.DecodeFromUtf8(octets.AsSpan(0, count), out _, out var length) == OperationStatus.Done ? length : 0;
    }

    private static void AppendEscaped(StringBuilder written, byte octet) =>
        written.Append('%').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);

    private static bool Fail(string what, out string fault)
    {
        fault = what;
        return false;
    }
}
