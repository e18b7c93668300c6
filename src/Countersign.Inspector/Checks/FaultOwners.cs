using Countersign.Wire;

namespace Countersign.Inspector.Checks;

/// <summary>Which check speaks of which fault of the core's reader, so that one cause makes one finding.</summary>
internal static class FaultOwners
{
    /// <summary>The id of the check; null where a better one says it, or nothing needs to be said.</summary>
    public static string? Of(ChallengeField field, WireFault fault)
    {
        if (field.RestOfList is { } list && fault.Start >= list.Groups["rest"].Index && IsMadeByRestOfList(field, fault))
            return null;
        return fault.Kind switch
        {
            "bad-octet-in-quoted-string" or "cr-lf-nul-in-field-value" => "challenge/control-character",
            "missing-comma" => OfGap(field.Value, fault.Start),
            "semicolon-separator" => "challenge/missing-comma",
            "empty-unquoted-value" when IsText(field.Value, fault.Start) => "challenge/unquoted-value",
            "param-after-token68" => "challenge/token68-and-parameters",
            "duplicate-param" => "challenge/repeated-parameter",
            "realm-not-quoted" => "challenge/realm-unquoted",
            "challenge-split-across-lines" or "quoted-string-spans-field-lines" => "challenge/split-over-lines",
            "bws-around-equals" => "challenge/space-around-equals",
            "empty-list-element" => field.Reading.Challenges.IsEmpty ? null : "challenge/empty-element",
            "needless-quoted-pair" => "challenge/swallowed-backslash",
            "obs-text-in-value" => field.Has("bearer-bad-error-chars") || field.Has("bearer-bad-error-uri-chars") || field.Has("bearer-bad-scope-chars") ? null : "challenge/non-ascii",
            "multiple-challenges-on-one-line" => "challenge/several-on-a-line",
            "unknown-scheme" => SchemeNames.Meant(TextOf(field.Value, fault)) is null ? "challenge/unregistered-scheme" : "challenge/misspelt-scheme",
            "no-challenge" or "value-too-long" => null,
            "basic-realm-missing" => "basic/realm-missing",
            "basic-charset-not-utf8" => "basic/charset",
            "bearer-no-params" => "bearer/no-parameter",
            "bearer-bad-error-chars" or "bearer-bad-error-uri-chars" or "bearer-bad-scope-chars" => "bearer/characters",
            "digest-missing-required" => "digest/required-missing",
            "digest-qop-missing" => "digest/qop-missing",
            "digest-must-not-quote" => "digest/quoting",
            "digest-must-quote" => field.Has(fault with { Kind = "realm-not-quoted" }) ? null : "digest/quoting",
            _ => "challenge/syntax",
        };
    }

    /// <summary>What stands before and behind a gap tells what is missing: a comma, the quotes around a value, or a backslash before one.</summary>
    private static string OfGap(string value, int at)
    {
        var before = value.AsSpan(0, at).TrimEnd(" \t");
        var behind = at < value.Length ? value.AsSpan(at) : [];
        if (before.IsEmpty || behind.IsEmpty || behind[0] == '"')
            return "challenge/syntax";
        var name = WordLength(behind);
        var isParameter = name > 0 && behind[name..].TrimStart(" \t").StartsWith("=");
        var isApart = before.Length < at;
        if (before[^1] == '"')
            return isParameter || (isApart && name > 0) ? "challenge/missing-comma" : "challenge/unescaped-quote";
        return isApart && isParameter ? "challenge/missing-comma" : "challenge/unquoted-value";
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && WireChars.IsToken(text.Slice(length, 1)))
            length++;
        return length;
    }

    private static bool IsText(string value, int at) => at < value.Length && value[at] is not (' ' or '\t' or ',' or ';' or '=');

    private static bool IsMadeByRestOfList(ChallengeField field, WireFault fault) =>
        fault.Kind is "param-after-scheme-without-space" || (field.IsRestOfList(fault.Start) && fault.Kind is "unknown-scheme" or "multiple-challenges-on-one-line");

    private static string TextOf(string value, WireFault fault) => value.Substring(fault.Start, Math.Min(fault.Length, value.Length - fault.Start));
}
