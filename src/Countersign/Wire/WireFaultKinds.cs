using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Countersign.Wire;

/// <summary>The closed catalogue of what may be wrong in a field value.</summary>
public static class WireFaultKinds
{
    // The grammar is broken: the value is invalid.
    internal const string BadOctetAfterScheme = "bad-octet-after-scheme";
    internal const string BadOctetInQuotedString = "bad-octet-in-quoted-string";
    internal const string CrLfNulInFieldValue = "cr-lf-nul-in-field-value";
    internal const string CredentialsList = "credentials-list";
    internal const string EmptyUnquotedValue = "empty-unquoted-value";
    internal const string ExpectedParameter = "expected-parameter";
    internal const string ExpectedScheme = "expected-scheme";
    internal const string MalformedChallengeArgument = "malformed-challenge-argument";
    internal const string MalformedCredentialsArgument = "malformed-credentials-argument";
    internal const string MissingComma = "missing-comma";
    internal const string NoCredentials = "no-credentials";
    internal const string ParamAfterSchemeWithoutSpace = "param-after-scheme-without-space";
    internal const string ParamAfterToken68 = "param-after-token68";
    internal const string ParamWithoutScheme = "param-without-scheme";
    internal const string SemicolonSeparator = "semicolon-separator";
    internal const string SeveralFieldLines = "several-field-lines";
    internal const string TabAfterScheme = "tab-after-scheme";
    internal const string UnterminatedQuotedString = "unterminated-quoted-string";
    internal const string ValueTooLong = "value-too-long";

    // The grammar holds, a sender's duty does not.
    internal const string BwsAroundEquals = "bws-around-equals";
    internal const string ChallengeSplitAcrossLines = "challenge-split-across-lines";
    internal const string DuplicateParam = "duplicate-param";
    internal const string EmptyListElement = "empty-list-element";
    internal const string MultipleChallengesOnOneLine = "multiple-challenges-on-one-line";
    internal const string NeedlessQuotedPair = "needless-quoted-pair";
    internal const string NoChallenge = "no-challenge";
    internal const string ObsTextInValue = "obs-text-in-value";
    internal const string QuotedStringSpansFieldLines = "quoted-string-spans-field-lines";
    internal const string RealmNotQuoted = "realm-not-quoted";
    internal const string UnknownScheme = "unknown-scheme";

    // What a scheme's own specification asks for.
    internal const string BasicCharsetNotUtf8 = "basic-charset-not-utf8";
    internal const string BasicRealmMissing = "basic-realm-missing";
    internal const string BearerBadErrorChars = "bearer-bad-error-chars";
    internal const string BearerBadErrorUriChars = "bearer-bad-error-uri-chars";
    internal const string BearerBadScopeChars = "bearer-bad-scope-chars";
    internal const string BearerNoParams = "bearer-no-params";
    internal const string DigestMissingRequired = "digest-missing-required";
    internal const string DigestMustNotQuote = "digest-must-not-quote";
    internal const string DigestMustQuote = "digest-must-quote";
    internal const string DigestQopMissing = "digest-qop-missing";

    /// <summary>Every kind of fault, sorted by code.</summary>
    public static ImmutableArray<WireFaultKind> All { get; } =
    [
        new(BadOctetAfterScheme, "A character stands after the scheme that can neither continue nor end it.", "RFC 9110 §11.3"),
        new(BadOctetInQuotedString, "A control character stands inside a quoted-string.", "RFC 9110 §5.6.4"),
        new(BasicCharsetNotUtf8, "A Basic challenge names a charset other than UTF-8.", "RFC 7617 §2.1"),
        new(BasicRealmMissing, "A Basic challenge has no realm.", "RFC 7617 §2"),
        new(BearerBadErrorChars, "A Bearer error or error_description holds characters that it may not hold.", "RFC 6750 §3"),
        new(BearerBadErrorUriChars, "A Bearer error_uri holds characters that it may not hold.", "RFC 6750 §3"),
        new(BearerBadScopeChars, "A Bearer scope is not a list of scope tokens with single spaces between them.", "RFC 6750 §3"),
        new(BearerNoParams, "A Bearer challenge has no parameter.", "RFC 6750 §3"),
        new(BwsAroundEquals, "White space stands around the equals sign; senders must not write it, recipients must bear it.", "RFC 9110 §5.6.3"),
        new(ChallengeSplitAcrossLines, "A field line goes on with the challenge of the line before it.", "RFC 9110 §5.3"),
        new(CrLfNulInFieldValue, "A CR, LF or NUL stands in the field value: reject it, it can split a message.", "RFC 9110 §5.5"),
        new(CredentialsList, "Something follows the credentials after a comma, but this field holds one credentials value, never a list.", "RFC 9110 §11.6.2"),
        new(DigestMissingRequired, "A Digest challenge lacks its realm or nonce.", "RFC 7616 §3.3"),
        new(DigestMustNotQuote, "A Digest stale or algorithm is quoted.", "RFC 7616 §3.3"),
        new(DigestMustQuote, "A Digest realm, domain, nonce, opaque or qop is not quoted.", "RFC 7616 §3.3"),
        new(DigestQopMissing, "A Digest challenge offers no qop.", "RFC 7616 §3.3"),
        new(DuplicateParam, "A parameter's name occurs twice: do not act upon such a challenge or such credentials.", "RFC 9110 §11.2"),
        new(EmptyListElement, "A list has an empty element; senders must not write it, recipients must ignore it.", "RFC 9110 §5.6.1"),
        new(EmptyUnquotedValue, "A parameter has no value after its equals sign; an empty value must be written as \"\".", "RFC 9110 §11.2"),
        new(ExpectedParameter, "A parameter's name is expected here.", "RFC 9110 §11.2"),
        new(ExpectedScheme, "A scheme or a parameter's name is expected here.", "RFC 9110 §11.3"),
        new(MalformedChallengeArgument, "What follows the scheme is neither one token68 nor a parameter.", "RFC 9110 §11.3"),
        new(MalformedCredentialsArgument, "What follows the scheme is neither one token68 nor a parameter.", "RFC 9110 §11.4"),
        new(MissingComma, "A comma is missing here, or a value that needs quotes has none.", "RFC 9110 §5.6.1"),
        new(MultipleChallengesOnOneLine, "Several challenges share a field line: legal, but some user agents misread it.", "RFC 9110 §11.6.1"),
        new(NeedlessQuotedPair, "A backslash escapes a character that needs none.", "RFC 9110 §5.6.4"),
        new(NoChallenge, "The field is present but holds no challenge.", "RFC 9110 §11.6.1"),
        new(NoCredentials, "The field is present but empty.", "RFC 9110 §11.6.2"),
        new(ObsTextInValue, "A value holds octets above 7F, whose meaning is undefined.", "RFC 9110 §5.5"),
        new(ParamAfterSchemeWithoutSpace, "A parameter follows a scheme that took none: without a space after the scheme the comma ended the challenge.", "RFC 9110 §11.3"),
        new(ParamAfterToken68, "A parameter follows a token68; one challenge has either the one or the others.", "RFC 9110 §11.3"),
        new(ParamWithoutScheme, "A parameter stands where no scheme owns it.", "RFC 9110 §11.3"),
        new(QuotedStringSpansFieldLines, "A quoted-string is closed only by the next field line.", "RFC 9110 §5.3"),
        new(RealmNotQuoted, "The realm is written without quotes.", "RFC 9110 §11.5"),
        new(SemicolonSeparator, "A semicolon separates parameters; only commas do.", "RFC 9110 §5.6.1"),
        new(SeveralFieldLines, "The field is sent in several lines, but it is not a list.", "RFC 9110 §5.3"),
        new(TabAfterScheme, "A tab separates the scheme from what follows; only spaces may.", "RFC 9110 §11.3"),
        new(UnknownScheme, "The scheme is not in the IANA registry.", "RFC 9110 §16.4.1"),
        new(UnterminatedQuotedString, "A quoted-string is never closed.", "RFC 9110 §5.6.4"),
        new(ValueTooLong, "The value is longer than what is read.", "RFC 9110 §5.4"),
    ];

    private static readonly FrozenDictionary<string, WireFaultKind> ByCode = All.ToFrozenDictionary(kind => kind.Code);

    /// <summary>What a code means, or null when there is no such code.</summary>
    public static WireFaultKind? Find(string code) => ByCode.GetValueOrDefault(code);
}
