using System.Diagnostics.CodeAnalysis;

namespace Countersign.Gateway.Configuration;

/// <summary>A host name in lower case, <c>*</c> for any, or <c>*.example.org</c> for every name below it (not itself).</summary>
public sealed class HostPattern
{
    private readonly string _text;
    private readonly string _suffix;

    private HostPattern(string text)
    {
        _text = text;
        _suffix = text.StartsWith("*.", StringComparison.Ordinal) ? text[1..] : "";
    }

    /// <summary>Whether every host is taken.</summary>
    public bool IsAny => _text == "*";

    /// <summary>Reads a pattern that is known to be good; throws <see cref="FormatException"/> when it is not.</summary>
    public static HostPattern Parse(string text) =>
        TryParse(text, out var pattern, out var fault) ? pattern : throw new FormatException(fault);

    /// <summary>Reads a pattern, or says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostPattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        fault = FaultOf(text);
        pattern = fault is null ? new HostPattern(text.ToLowerInvariant()) : null;
        return pattern is not null;
    }

    /// <summary>Whether a host without its port is taken. Allocates nothing.</summary>
    public bool Matches(ReadOnlySpan<char> host)
    {
        if (IsAny)
            return true;
        return _suffix.Length == 0
            ? host.Equals(_text, StringComparison.OrdinalIgnoreCase)
            : host.Length > _suffix.Length && host.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether every host that the other pattern takes is taken by this one as well.</summary>
    public bool Covers(HostPattern other)
    {
        if (IsAny)
            return true;
        if (other._suffix.Length == 0)
            return !other.IsAny && Matches(other._text);
        return _suffix.Length > 0 && other._suffix.EndsWith(_suffix, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static string? FaultOf(string text)
    {
        if (text.Length == 0)
            return "is empty";
        if (text == "*")
            return null;
        if (text[0] == '[')
            return text[^1] == ']' && System.Net.IPAddress.TryParse(text.AsSpan(1, text.Length - 2), out _) ? null : "is not an IPv6 address in brackets";
        if (text.Contains("://", StringComparison.Ordinal) || text.Contains('/', StringComparison.Ordinal))
            return "is an URL; only the host name is wanted";
        if (text.Contains(':', StringComparison.Ordinal))
            return "has a port; hosts are matched without it";

        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        if (name.Contains('*', StringComparison.Ordinal))
            return "has * where only the first label may be *";
        if (name.Split('.').Any(label => label.Length == 0))
            return "has an empty label";
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? null : "has characters that no host name has";
    }
}
